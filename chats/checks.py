"""What `manage.py check` says about an installation, besides its settings: dashboard/environment reads those."""

import sqlite3
from collections.abc import Sequence

from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage
from django.db import OperationalError, ProgrammingError, connections

from chats import schema
from chats.fields import Undecryptable

# Before 3.51.3 a checkpoint racing with a write could, very rarely, reset the WAL. https://www.sqlite.org/wal.html
SQLITE_WITHOUT_WAL_RESET_BUG = (3, 51, 3)


def register() -> None:
    for info_check in (plain_http, sqlite_version):
        checks.register(info_check, checks.Tags.security, deploy=True)
    checks.register(stored_tokens, checks.Tags.database)
    checks.register(version_of_database, checks.Tags.database)


def plain_http(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    if settings.HTTPS:
        return []
    return [
        checks.Info(
            "HTTPS is off: the session cookie has a plain name and is sent without encryption.",
            hint="Set HTTPS=on when a proxy in front of the desk speaks TLS.",
            id="desk.I001",
        )
    ]


def sqlite_version(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    if not uses_sqlite() or sqlite3.sqlite_version_info >= SQLITE_WITHOUT_WAL_RESET_BUG:
        return []
    return [
        checks.Info(
            f"SQLite {sqlite3.sqlite_version} has the rare WAL-reset bug that 3.51.3 mends.",
            hint="Keep backups; take a newer SQLite with the next update of the system, or PostgreSQL.",
            id="desk.I002",
        )
    ]


def uses_sqlite() -> bool:
    return connections["default"].vendor == "sqlite"


def stored_tokens(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    if "default" not in (databases or ()):
        return []
    try:
        return [lost_token(name, pk) for pk, name in sellers_with_lost_tokens()]
    except (OperationalError, ProgrammingError):
        # Before the first migration there is no table yet.
        return []


def sellers_with_lost_tokens() -> list[tuple[int, str]]:
    sellers = apps.get_model("chats", "Seller")
    lost = []
    for seller in sellers.objects.filter(token__isnull=False).only("name", "token"):
        try:
            seller.token.open()
        except Undecryptable:
            lost.append((seller.pk, seller.name))
    return lost


def lost_token(name: str, pk: int) -> CheckMessage:
    return checks.Warning(
        f"No key in TOKEN_KEYS opens the token of seller “{name}” ({pk}).",
        hint="Put the key it was saved with back into TOKEN_KEYS, or enter the token again.",
        id="desk.W001",
    )


def version_of_database(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Of a newer version alone: `migrate`, which brings an older one up to date, runs this check itself."""
    unfit = schema.misfit() if "default" in (databases or ()) else None
    return [checks.Error(unfit.advice, id="desk.E007")] if unfit and unfit.unknown else []
