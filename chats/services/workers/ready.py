"""Whether the desk does all of its work, for whoever watches over it: `/readyz`."""

from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError

from chats import database, schema
from chats.models import Sync, WebhookEvent, Worker
from chats.models.sellers import Seller
from chats.services import jobs
from chats.services.workers.alive import any_alive

LATE: Final = timedelta(seconds=120)
PATIENCE: Final = 1.0  # seconds for a locked database
# What buyers wait for, and what the workers therefore do first. Old histories and full passes are not among it: after
# the first start, and after a night without the desk, they rightly wait for hours.
PROMPT_PARTS: Final = (Sync.Part.WAITING, Sync.Part.HEAD, Sync.Part.DOUBTFUL)


def not_ready(*, now: datetime) -> list[str]:
    """What keeps the desk from doing all of its work, one line each; empty when nothing does.

    Says no more than which part it is, because anybody may ask. Raises nothing when the database is away.
    """
    try:
        take_a_write()
        if schema.misfit():
            return ["the database is of another version than the desk"]
        missing = [] if any_alive(now=now) else ["no worker is alive"]
        return [*missing, "work is late"] if is_late(now=now) else missing
    except (DatabaseError, *database.AWAY):
        return ["the database takes no writes"]


def take_a_write() -> None:
    """Raise what the database raises where it is locked, read-only or away. Changes nothing. A disk that is full shows
    only when something is written, as the workers' beats are: then none is alive."""
    with database.waiting_at_most(PATIENCE, fsync=False):
        Worker.objects.filter(pk="").update(busy=0)


def is_late(*, now: datetime) -> bool:
    """Whether anything prompt has been due for two minutes and nobody is at work on it."""
    sellers = Seller.objects.filter(active=True)
    prompt = (
        WebhookEvent.objects.filter(seller__in=sellers),
        Sync.objects.filter(seller__in=sellers, part__in=PROMPT_PARTS),
    )
    return any(jobs.free(rows.filter(due_at__lt=now - LATE), now=now).exists() for rows in prompt)
