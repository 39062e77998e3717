"""Setting a chat aside until a time, or until somebody writes. It is set aside for all agents."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction

from chats import database
from chats.market.types import ChatStatus, Sender
from chats.models import Chat
from chats.models.sightings import UNTIL_WRITTEN
from chats.services import sightings

LONGEST: Final = timedelta(days=90)
EVENING, MORNING = time(18), time(9)
MOMENTS: Final = ("1h", "3h", "evening", "tomorrow", "monday")  # by these names they are offered
MINUTE: Final = timedelta(minutes=1)


class Refusal(Enum):
    """Why a chat is not set aside."""

    PAST = "past"
    TOO_FAR = "too_far"
    DEADLINE = "deadline"  # one of Market's would run out before
    FINISHED = "finished"
    WRITTEN = "written"  # somebody has written what the agent has not seen


class NotSnoozed(Exception):
    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


def moments_ahead(now: datetime, zone: tzinfo) -> Mapping[str, datetime]:
    """The times that are offered, by name, in whole minutes. Those by the clock are the agent's, in `zone`."""
    minute = now + (-timedelta(seconds=now.second, microseconds=now.microsecond) % MINUTE)
    today = now.astimezone(zone).date()
    moments = (
        minute + timedelta(hours=1),
        minute + timedelta(hours=3),
        datetime.combine(today, EVENING, zone),
        datetime.combine(today + timedelta(days=1), MORNING, zone),
        datetime.combine(next_monday(today), MORNING, zone),
    )
    return {name: moment for name, moment in zip(MOMENTS, moments, strict=True) if moment > now}


def next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def offered(chat: Chat, *, now: datetime, zone: tzinfo) -> Mapping[str, datetime]:
    """Those of them that the chat can be set aside to, each time once."""
    found: dict[str, datetime] = {}
    for name, moment in moments_ahead(now, zone).items():
        if moment not in found.values() and not sightings.is_beyond_deadline(chat, moment, now=now):
            found[name] = moment
    return found


def snooze(agent: User, chat: Chat, until: datetime, *, seen: Collection[int | None], now: datetime) -> datetime | None:
    """Sets the chat aside. `seen` are the IDs of messages any of which may be the newest one that the agent has seen.
    Returns until when it was set aside before. Raises NotSnoozed.

    Waits for the disk, since only the desk knows of it. Messages are stored by whoever has locked the chat, so that one
    is either here already, and refuses this, or comes afterwards, and ends it.
    """
    with transaction.atomic():
        row = database.lock(Chat.objects.only(*sightings.NEEDED)).get(pk=chat.pk)
        if why := refusal(row, until, seen=seen, now=now):
            raise NotSnoozed(why)
        since = max(now, row.updated_at)  # Market's clock may be ahead
        changes = {"snoozed_until": until, "snoozed_by_id": agent.pk, "snoozed_at": since}
        sightings.place_anew(row.pk, now=now, **changes)
        return row.snoozed_until


def refusal(chat: Chat, until: datetime, *, seen: Collection[int | None], now: datetime) -> Refusal | None:
    if chat.status == ChatStatus.FINISHED:
        return Refusal.FINISHED
    if until <= now:
        return Refusal.PAST
    if until != UNTIL_WRITTEN and until > now + LONGEST:
        return Refusal.TOO_FAR
    if sightings.is_beyond_deadline(chat, until, now=now):
        return Refusal.DEADLINE
    unseen = chat.last_message_id not in (None, *seen) and chat.last_sender != Sender.PARTNER
    return Refusal.WRITTEN if unseen else None


def bring_back(chat: Chat, *, now: datetime) -> bool:
    """The chat has the place that it would have without having been set aside. Returns whether that is news."""
    with transaction.atomic():
        return sightings.place_anew(chat.pk, now=now, snoozed_until=None)


def done(chat: Chat, *, now: datetime) -> bool:
    """A chat that has come back though nobody waits for the shop leaves the queue again. Returns whether that is
    news."""
    with transaction.atomic():
        return sightings.place_anew(chat.pk, now=now, returned_at=None)
