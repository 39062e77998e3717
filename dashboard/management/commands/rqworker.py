"""Takes turns that workers hand over by RQ: TASKS_BACKEND=rq (docs/operating.md, "Other engines")."""

from typing import Any

from django.core.management import CommandParser
from django_rq.management.commands import rqworker


class Command(rqworker.Command):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(job_class="django_tasks_rq.Job", serializer="rq.serializers.JSONSerializer")
        parser.set_defaults(
            worker_class="rq.SimpleWorker"
        )  # the usual one forks for each turn, which costs more than that

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args or ("default",), **options)
