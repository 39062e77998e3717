"""The desk's own database when another holds it up, or when it is away."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

AWAY = (OperationalError, InterfaceError)
SQLITES_OWN_WAIT = 5  # milliseconds

patience: ContextVar[float | None] = ContextVar("patience", default=None)


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """A transaction for what the desk can do without: it waits so long for another's lock, not as long as a person
    would. Raises one of AWAY when the database does not take it."""
    before = patience.set(seconds)
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = {int(seconds * 1000):d}")
            yield
    finally:
        patience.reset(before)


@contextmanager
def unsynced() -> Iterator[None]:
    """A transaction for what the next answer of Market brings back: its end does not wait for the disk.

    Losing the power loses it, whole. What is kept afterwards in a usual transaction is never kept without it. Within
    another transaction it is a part of that one.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
    elif connection.vendor == "sqlite":
        with sqlite_syncs_later(), transaction.atomic():
            yield
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            yield


@contextmanager
def sqlite_syncs_later() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = NORMAL")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous = FULL")


def wait_in_turn(*, connection: BaseDatabaseWrapper, **_: object) -> None:
    """Has a new connection to SQLite wait for locks as `in_turn` does. A receiver of Django's connection_created."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {SQLITES_OWN_WAIT:d}")
    if in_turn not in connection.execute_wrappers:
        connection.execute_wrappers.append(in_turn)


def in_turn(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Tries for the lock again and again, as often at the end as at the beginning.

    SQLite itself asks less and less often the longer it waits, so that under load every newcomer overtakes it: with
    sixteen writers one waited for more than ten seconds.
    """
    seconds = patience.get()
    ends = time.monotonic() + (settings.LOCK_PATIENCE if seconds is None else seconds)
    while True:
        try:
            return execute(sql, params, many, context)
        except OperationalError as error:
            # Within a transaction the lock is held already, and a failure would be another's.
            begun = context["connection"].in_atomic_block
            if begun or "locked" not in str(error) or time.monotonic() > ends:
                raise
        time.sleep(random.uniform(0.002, 0.01))  # noqa: S311  (spreads the waiting, guards nothing)
