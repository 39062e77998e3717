"""The row by which everybody else knows that a worker is alive."""

import logging
import os
import secrets
import socket
import time
from datetime import datetime, timedelta
from typing import Final

from chats import database
from chats.clock import APART
from chats.models import Worker

logger = logging.getLogger(__name__)

BEAT: Final = timedelta(seconds=10)
KEPT: Final = timedelta(hours=1)  # a worker that has not said good-bye is still shown this long


class Heart:
    """Beats every ten seconds, counted by a clock that nobody sets back, and clears away those that died long ago."""

    def __init__(self, threads: int) -> None:
        self.name = f"{socket.gethostname()[:150]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.threads = threads
        self.started_at: datetime | None = None
        self.next_beat = time.monotonic()

    @property
    def due_in(self) -> timedelta:
        return timedelta(seconds=max(self.next_beat - time.monotonic(), 0.0))

    def beat(self, *, busy: int, now: datetime) -> None:
        """Raises one of `database.AWAY` when the row cannot be written: the beat is still due then."""
        self.started_at = self.started_at or now
        told = {"started_at": self.started_at, "beat_at": now, "threads": self.threads, "busy": busy}
        with database.without_fsync():
            Worker.objects.update_or_create(name=self.name, defaults=told)
            Worker.objects.filter(beat_at__lt=now - KEPT).delete()
            Worker.objects.filter(beat_at__gt=now + APART).delete()  # of before the clock was set back
        self.next_beat = time.monotonic() + BEAT.total_seconds()

    def stop(self) -> None:
        """Say good-bye, if the database lets us."""
        try:
            Worker.objects.filter(name=self.name).delete()
        except database.AWAY:
            logger.warning("The row of this worker stays: the database does not answer")
