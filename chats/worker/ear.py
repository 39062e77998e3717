"""Waiting until there may be work: somebody has committed something, a turn has ended, or the time is up.

What the ear hears is no more than a hint to look at the rows. Whatever it misses costs the time given to `wait`.
"""

import selectors
import socket
import time
from contextlib import suppress
from typing import Any

from django.db import connection

from chats import database
from chats.services import jobs

POLL = 0.05  # seconds
WITHOUT_EAR = 1.0  # seconds, while the connection to listen on cannot be made


class Ear:
    """Hears its own bell, which may be rung from any thread and from a signal handler."""

    def __init__(self) -> None:
        self.heard, self.bell = socket.socketpair()
        self.heard.setblocking(False)
        self.bell.setblocking(False)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.heard, selectors.EVENT_READ)

    def ring(self) -> None:
        with suppress(OSError):  # it has been rung often enough, or is closed
            self.bell.send(b"!")

    def wait(self, seconds: float) -> None:
        """Return after `seconds`, or earlier when there may be work."""
        self.rung_within(seconds)

    def rung_within(self, seconds: float) -> bool:
        """Whether the bell rang, or whatever else is registered became readable, within the time."""
        ready = self.selector.select(max(seconds, 0))
        if ready:  # else it may ring just now, and would not be heard
            with suppress(BlockingIOError):
                self.heard.recv(4096)
        return bool(ready)

    def close(self) -> None:
        self.selector.close()
        self.heard.close()
        self.bell.close()


class SqliteEar(Ear):
    """Asks for SQLite's `data_version` twenty times a second, which moves when any other connection has committed.

    https://www.sqlite.org/pragma.html#pragma_data_version
    """

    def __init__(self) -> None:
        super().__init__()
        self.version = self.data_version()

    def wait(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while self.version == (version := self.data_version()):
            left = ends - time.monotonic()
            if left <= 0 or self.rung_within(min(left, POLL)):
                return
        self.version = version

    def data_version(self) -> int:
        """On the driver's own connection: through Django, these questions would be most of what an idle worker does."""
        try:
            connection.ensure_connection()
            return int(connection.connection.execute("PRAGMA data_version").fetchone()[0])
        except away(connection):
            return -1


class PostgresEar(Ear):
    """Listens for `jobs.wake` on a connection of its own; without one, until it can be made again, it hears its bell.

    https://www.postgresql.org/docs/current/sql-listen.html
    """

    def __init__(self) -> None:
        super().__init__()
        self.database = connection.copy()
        self.listens = False

    def wait(self, seconds: float) -> None:
        try:
            self.listen()
            if self.rung_within(seconds):
                for _ in self.database.connection.notifies(timeout=0):
                    pass
        except away(self.database):
            self.hang_up()
            self.rung_within(min(seconds, WITHOUT_EAR))

    def listen(self) -> None:
        if self.listens:
            return
        with self.database.cursor() as cursor:
            cursor.execute(f"LISTEN {jobs.CHANNEL}")
        self.selector.register(self.database.connection.fileno(), selectors.EVENT_READ)
        self.listens = True
        self.ring()  # what was said before that has not been heard

    def hang_up(self) -> None:
        for key in [*self.selector.get_map().values()]:
            if key.fileobj is not self.heard:
                self.selector.unregister(key.fileobj)
        self.listens = False
        self.database.close()

    def close(self) -> None:
        self.hang_up()
        super().close()


def away(wrapper: Any) -> tuple[type[Exception], ...]:
    """What says that a connection is lost: the driver's errors as well, which Django translates for its own cursors."""
    return (*database.AWAY, wrapper.Database.OperationalError, wrapper.Database.InterfaceError)


def ear() -> Ear:
    """The ear for the database of the settings."""
    return PostgresEar() if connection.vendor == "postgresql" else SqliteEar()
