from typing import Any

from django.core.management.commands import diffsettings

SECRETS = {"SECRET_KEY", "TOKEN_KEYS", "DATABASES", "DATABASE_URL", "MARKET_PROXY", "TASKS_URL", "RQ_QUEUES"}


class Command(diffsettings.Command):
    """Django's own, which would print secrets into a terminal, a ticket or a log."""

    def output_hash(self, user_settings: dict[str, str], *rest: Any, **options: Any) -> list[str]:
        return super().output_hash(without_secrets(user_settings), *rest, **options)

    def output_unified(self, user_settings: dict[str, str], *rest: Any, **options: Any) -> list[str]:
        return super().output_unified(without_secrets(user_settings), *rest, **options)


def without_secrets(values: dict[str, str]) -> dict[str, str]:
    return {name: "…" if name in SECRETS else value for name, value in values.items()}
