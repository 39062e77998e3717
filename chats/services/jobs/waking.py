"""Waking the workers when a row has become due that should not wait for their next look."""

from typing import Final

from django.db import connection

CHANNEL: Final = "desk_work"


def wake() -> None:
    """Wake the workers when this transaction commits.

    On PostgreSQL by NOTIFY. A transaction with one takes a lock of the whole server while it commits, so this is for
    what comes a few times a second at most (a notification of Market's, a press of "now") and never for what agents
    write. SQLite's workers see every commit by themselves. A call that is left out, or lost, costs five seconds.
    https://www.postgresql.org/docs/current/sql-notify.html
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
