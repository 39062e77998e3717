"""The queue of chats that wait for the shop: whether a chat is in it, since when, and before which others.

Deadlines of Market's come first, those that have passed before those that run out, then disputes, then whoever has
waited longest. The place is stored with the chat (`Chat.urgency`, `Chat.queue_at`), and worked out anew whenever
something changes on which it depends.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from chats import database
from chats.market.types import ChatStatus, ChatType, Sender
from chats.models import Chat, Message
from chats.models.sightings import UNFINISHED
from chats.services.sightings import snoozed

WAITS_FOR_SHOP = (ChatStatus.NEW, ChatStatus.WAITING_FOR_PARTNER)
# For this long a status from before the shop's own message is taken for answered; then Market is believed again.
ANSWERED = timedelta(minutes=5)
# A deadline that has passed keeps its place for as long as Market says that the shop's decision is awaited. Longer than
# this, that is taken for something that Market has forgotten, and the chat waits like any other.
OVERDUE = timedelta(days=7)
MOST_AT_ONCE = 500  # chats whose place is put right in one batch
NEEDED = (
    *("seller_id", "type", "status", "updated_at", "message_at", "seen_at", "last_sender"),
    *("waiting_since", "deadline_at", "urgency", "queue_at", "disputed_at", "last_message_id"),
    *("snoozed_until", "snoozed_at", "snoozed_by", "returned_at"),
)
PLACED = ("waiting_since", "urgency", "queue_at", "disputed_at", "snoozed_until", "returned_at")


def place(chat: Chat, *, now: datetime, unanswered_since: datetime | None = None) -> dict[str, Any]:
    """Works out a chat's place, sets its columns, and returns them. It does not save.

    `unanswered_since` is when the first message after the shop's last one was written, where the caller knows it.
    """
    chat.waiting_since = waiting_since(chat, unanswered_since, now=now)
    snoozed.end_if_over(chat, now=now)
    if chat.returned_at and shop_wrote_after(chat, chat.returned_at):
        chat.returned_at = None
    since = chat.waiting_since or chat.returned_at
    is_dispute = chat.type == ChatType.ARBITRAGE and chat.status != ChatStatus.FINISHED
    chat.disputed_at = chat.updated_at if is_dispute else None
    chat.urgency, chat.queue_at = None, None
    if chat.status == ChatStatus.FINISHED or chat.snoozed_until:
        pass
    elif chat.deadline_at and is_urgent(chat.deadline_at, now=now):
        chat.urgency, chat.queue_at = Chat.Urgency.DEADLINE, chat.deadline_at
    elif since:
        chat.urgency, chat.queue_at = Chat.Urgency.DISPUTE if is_dispute else Chat.Urgency.WAITS, since
    return {name: getattr(chat, name) for name in PLACED}


def is_urgent(deadline: datetime, *, now: datetime) -> bool:
    """Whether a deadline of Market's, ahead or passed, puts its chat in front."""
    return deadline > now - OVERDUE


def waiting_since(chat: Chat, unanswered_since: datetime | None, *, now: datetime) -> datetime | None:
    if chat.status not in WAITS_FOR_SHOP or is_answered(chat, now=now):
        return None
    if unanswered_since:
        return unanswered_since
    if chat.waiting_since and not shop_wrote_after(chat, chat.waiting_since):
        return chat.waiting_since
    return chat.last_message_at


def shop_wrote_after(chat: Chat, moment: datetime) -> bool:
    return chat.last_sender == Sender.PARTNER and chat.message_at is not None and chat.message_at > moment


def is_answered(chat: Chat, *, now: datetime) -> bool:
    """Whether the shop wrote last, and Market's status is from before that."""
    if chat.last_sender != Sender.PARTNER or chat.message_at is None:
        return False
    return chat.updated_at < chat.message_at and now < chat.message_at + ANSWERED


def first_unanswered(chat: Chat) -> datetime | None:
    """When the first message after the shop's last one was written; None where there is none stored."""
    known = Message.objects.filter(chat=chat).order_by("created_at", "message_id")
    ours = known.filter(sender=Sender.PARTNER).values_list("created_at", "message_id").last()
    later = known.exclude(sender=Sender.PARTNER)
    if ours:
        at, message_id = ours
        later = later.filter(created_at__gte=at).exclude(created_at=at, message_id__lt=message_id)
    return later.values_list("created_at", flat=True).first()


def put_right(*, now: datetime) -> tuple[int, bool]:
    """Move the chats whose place has changed by time alone: a deadline passed a week ago, a chat that was set aside
    comes back, or Market still says, after a while, that a chat waits in which the shop wrote last. Returns how many,
    and whether there may be more."""
    returning = Chat.objects.filter(snoozed_until__lte=now).order_by("snoozed_until")
    forgotten = Chat.objects.filter(urgency=Chat.Urgency.DEADLINE, queue_at__isnull=False, queue_at__lte=now - OVERDUE)
    doubted = Chat.objects.filter(
        UNFINISHED, status__in=WAITS_FOR_SHOP, waiting_since=None, updated_at__lt=now - ANSWERED
    )
    moved = 0
    for rows in (forgotten, returning, doubted):
        for pk in rows.values_list("pk", flat=True)[:MOST_AT_ONCE]:
            moved += place_anew(pk, now=now)
    return moved, moved >= MOST_AT_ONCE


def place_anew(pk: int, *, now: datetime, **changes: Any) -> bool:
    """Work out one chat's place anew, after `changes` of its columns. Returns whether anything changed. One
    transaction, in which the chat is locked."""
    with database.without_fsync():
        chat = database.lock(Chat.objects.only(*NEEDED)).filter(pk=pk).first()
        if chat is None:
            return False
        before = {name: getattr(chat, name) for name in (*NEEDED, *changes)}
        for name, value in changes.items():
            setattr(chat, name, value)
        if chat.deadline_at and chat.deadline_at > now and chat.deadline_at != before["deadline_at"]:
            snoozed.bring_back(chat, now=now)
        columns = place(chat, now=now) | changes
        if all(before[name] == value for name, value in columns.items()):
            return False
        Chat.objects.filter(pk=pk).update(**columns, version=F("version") + 1)
    return True
