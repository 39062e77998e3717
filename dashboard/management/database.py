"""Bringing the database up to date before the desk starts, for one process at a time."""

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from chats import schema
from dashboard.first_run import make_data_dir

ADVISORY_LOCK = 0x6D61726B65746465  # the desk's own number among PostgreSQL's advisory locks: "marketde"
MOST_WAITED = 600.0  # seconds for another process to end its migrations; at a million chats the longest took four


def prepare_folder() -> None:
    """Make the folder of SQLite's file where there is none yet. End the process, with a line that names the folder,
    when it cannot be made."""
    os.umask(0o077)  # other users may read neither the database nor any file created later
    if connection.vendor == "sqlite":
        folder = Path(settings.DATABASES["default"]["NAME"]).parent
        try:
            make_data_dir(folder)
        except OSError as error:
            sys.exit(f"The folder of DATABASE_URL's file cannot be made: {folder} ({error.strerror}).")


def prepare_database() -> None:
    """Migrate the database if it needs that. End the process, with a line that says what to do, when the database was
    written by a newer version of the desk."""
    with one_process():
        unfit = schema.misfit()
        if unfit and unfit.unknown:
            sys.exit(unfit.advice)
        if unfit:
            call_command("migrate", interactive=False, verbosity=0)


def one_process() -> AbstractContextManager[None]:
    if connection.vendor == "sqlite":
        return locked(Path(settings.DATABASES["default"]["NAME"]).parent)
    return advisory_lock()


@contextmanager
def locked(place: Path) -> Iterator[None]:
    folder = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)  # until the folder is closed, also by the end of the process
        yield
    finally:
        os.close(folder)


@contextmanager
def advisory_lock() -> Iterator[None]:
    """PostgreSQL keeps it for this connection, until it is given back or the connection ends.
    https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS"""
    ends = time.monotonic() + MOST_WAITED
    with connection.cursor() as cursor:
        while not cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK]).fetchone()[0]:
            if time.monotonic() > ends:
                sys.exit("Another process has been migrating the database for ten minutes. Look at what it is doing.")
            time.sleep(0.2)
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
