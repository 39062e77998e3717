from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chats import schema


class RowCommand(BaseCommand):
    """A command that works on rows. It does nothing to a database that does not fit this version of the desk."""

    requires_system_checks = ["security"]

    def execute(self, *args: Any, **options: Any) -> str | None:
        if unfit := schema.misfit():
            raise CommandError(unfit.advice)
        return super().execute(*args, **options)
