"""Waiting for the desk's own database: fair locks, how long to wait for one, and commits without fsync."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, Q, QuerySet

# What Django raises when the database is locked, out of reach or has lost the connection.
AWAY = (OperationalError, InterfaceError)
R = TypeVar("R", bound=Model)
SQLITE_BUSY_TIMEOUT = 5  # milliseconds
QUERY_CANCELED = "57014"  # https://www.postgresql.org/docs/current/errcodes-appendix.html

# Seconds to wait for a lock; None: as long as settings.LOCK_PATIENCE.
lock_patience: ContextVar[float | None] = ContextVar("lock_patience", default=None)


def starts_with(field: str, prefix: str) -> Q:
    """Whether a text begins with these characters, as a condition that uses an index. PostgreSQL needs a LIKE, with an
    index of text_pattern_ops, since its order of texts depends on the collation. SQLite's LIKE ignores the case of
    ASCII letters, so it uses no index; its order is that of the bytes."""
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": prefix})
    return Q(**{f"{field}__gte": prefix, f"{field}__lte": prefix + "\U0010ffff"})


def close_lost_connections() -> None:
    """Close this thread's connections that are lost or too old, as Django does around every request: for threads that
    serve none. Never within a transaction, where a test has begun one around it all."""
    for wrapper in connections.all(initialized_only=True):
        if not wrapper.in_atomic_block:
            wrapper.close_if_unusable_or_obsolete()


def lock(rows: QuerySet[R], *, skip_locked: bool = False) -> QuerySet[R]:
    """The rows, locked until the transaction ends; `skip_locked`: but for those that another transaction has locked.
    SQLite has one writer: there the transaction is the lock. Rows that are selected with them are not locked.

    Not their keys, so that others may insert a row that refers to a locked one, such as a reply to a chat. PostgreSQL
    asks for the row referred to at the end of that transaction, when it holds locks of its own: it would deadlock with
    whoever has locked the chat and waits for one of them.
    https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS
    """
    return rows.select_for_update(skip_locked=skip_locked, of=("self",), no_key=True)


@contextmanager
def waiting_at_most(seconds: float, *, fsync: bool = True) -> Iterator[None]:
    """A transaction for a write that the desk can do without: it waits for a lock this long at most, which is less
    than a person would wait for a page. `fsync=False`: nor does it wait for the disk. Raises one of AWAY when the
    database does not take the write."""
    before = lock_patience.set(seconds)
    try:
        with transaction.atomic() if fsync else without_fsync():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = {int(seconds * 1000):d}")
            yield
    finally:
        lock_patience.reset(before)


class Stopped(Exception):
    """A statement took longer than it may."""


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Reads each of whose statements may take this long. Raises Stopped."""
    try:
        with sqlite_stopped_after(seconds) if connection.vendor == "sqlite" else postgresql_stopped_after(seconds):
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == QUERY_CANCELED or str(error) == "interrupted":
            raise Stopped from error
        raise


@contextmanager
def sqlite_stopped_after(seconds: float) -> Iterator[None]:
    connection.ensure_connection()
    ends = time.monotonic() + seconds
    # Asked every few thousand instructions of SQLite's machine, which are some tens of microseconds.
    connection.connection.set_progress_handler(lambda: time.monotonic() > ends, 5_000)
    try:
        yield
    finally:
        connection.connection.set_progress_handler(None, 0)


@contextmanager
def postgresql_stopped_after(seconds: float) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {int(seconds * 1000):d}")
        yield


@contextmanager
def without_fsync() -> Iterator[None]:
    """A transaction that does not wait for the disk when it commits, for rows that Market's next answer restores.

    Atomic like any other, but a power cut may lose it. Later transactions that do wait for the disk take it with them:
    a reply that is on the disk never lacks the chat it belongs to. Inside another transaction it is a part of that one
    and waits for the disk as that one does.
    https://www.sqlite.org/pragma.html#pragma_synchronous
    https://www.postgresql.org/docs/current/wal-async-commit.html
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
    elif connection.vendor == "sqlite":
        with sqlite_without_fsync(), transaction.atomic():
            yield
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            yield


@contextmanager
def sqlite_without_fsync() -> Iterator[None]:
    # In SQLite this belongs to the connection, not to the transaction, and cannot be changed within one.
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = NORMAL")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous = FULL")


def use_fair_locking(*, connection: BaseDatabaseWrapper, **_: object) -> None:
    """Make a new SQLite connection wait for locks by `retry_while_locked`. Connected to Django's connection_created."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {SQLITE_BUSY_TIMEOUT:d}")
    if retry_while_locked not in connection.execute_wrappers:
        connection.execute_wrappers.append(retry_while_locked)


def retry_while_locked(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Retry a statement until the database is free, at the same short intervals from first to last.

    SQLite's own busy handler backs off: the longer a writer has waited, the more rarely it asks, so under load every
    newcomer overtakes it. With sixteen writers one of them waited for more than ten seconds. A wrapper of Django's:
    https://docs.djangoproject.com/en/stable/topics/db/instrumentation/
    """
    seconds = lock_patience.get()
    ends = time.monotonic() + (settings.LOCK_PATIENCE if seconds is None else seconds)
    while True:
        try:
            return execute(sql, params, many, context)
        except OperationalError as error:
            # BEGIN IMMEDIATE takes the lock, so within a transaction we hold it: there, "locked" means something else.
            begun = context["connection"].in_atomic_block
            if begun or "locked" not in str(error) or time.monotonic() > ends:
                raise
        time.sleep(random.uniform(0.002, 0.01))  # noqa: S311  (keeps waiting writers out of step; guards nothing)
