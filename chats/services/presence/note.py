"""Writes down that an agent is at a chat. No page waits for that, or fails without it: the next pulse tries again."""

import logging
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError
from django.db.models import QuerySet

from chats import database
from chats.models import Chat, Presence

logger = logging.getLogger(__name__)

PATIENCE = 0.05  # seconds to wait for a locked database
SAME = ["agent", "chat"]


def note_reading(agent: User, chat: Chat, *, now: datetime, since: datetime | None = None) -> None:
    """The agent looks at the chat. With `since`, what the agent was at before that is forgotten: so there are about as
    many rows as agents, whatever becomes of the worker."""
    note(Presence(agent=agent, chat=chat, seen_at=now), ["seen_at"], since=since)


def note_writing(agent: User, chat: Chat, *, writes: bool, now: datetime) -> None:
    """The agent has changed the text of the reply; `writes` is false where it was emptied."""
    here = Presence(agent=agent, chat=chat, seen_at=now, writing_at=now if writes else None)
    note(here, ["seen_at", "writing_at"])


def note(here: Presence, columns: list[str], *, since: datetime | None = None) -> None:
    try:
        with database.waiting_at_most(PATIENCE, fsync=False):
            if since:
                ended_before(since).filter(agent=here.agent_id).delete()
            Presence.objects.bulk_create([here], update_conflicts=True, update_fields=columns, unique_fields=SAME)
    except (*database.AWAY, IntegrityError) as error:  # IntegrityError: the chat has just been deleted
        logger.info("presence not kept: agent=%s chat=%s %s", here.agent_id, here.chat_id, type(error).__name__)


def stop_writing(agent: User, chat: Chat) -> None:
    """What the agent wrote is on its way. One query, a part of the transaction that says so."""
    Presence.objects.filter(agent=agent, chat=chat).exclude(writing_at=None).update(writing_at=None)


def ended_before(since: datetime) -> QuerySet[Presence]:
    return Presence.objects.filter(seen_at__lt=since)
