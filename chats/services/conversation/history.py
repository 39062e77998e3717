"""The messages of a chat: kept once in the desk's own table, read on at Market from the newest one known."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from chats import database
from chats.clock import is_recent
from chats.market.errors import MarketError, Refused
from chats.models import Chat, History, Message
from chats.problems import NotNow, Problem, problem_of
from chats.services import jobs
from chats.services.conversation.messages import (
    earlier_than,
    known,
    newest_message,
)
from chats.services.conversation.reader import Position, Reader, Reading, position
from chats.services.conversation.settle import settle_by_history
from chats.services.upstream import Lane

logger = logging.getLogger(__name__)

HISTORY_LAG = timedelta(minutes=1)  # how long the history may lag behind the chat's `updatedAt`


def read_on(
    chat: Chat, lane: Lane, *, now: datetime, deadline: float | None = None, claimed: History | None = None
) -> Problem | None:
    """Ask Market for messages newer than the ones stored, store them, then match replies with them.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChatHistory

    Returns the problem that stopped it, which is stored in `History` too. `chat` needs its seller; `deadline` is in
    seconds, for each call; `claimed` is the history with its lease, None when a person asks regardless of any lease.
    """
    before = claimed or History.objects.filter(chat=chat).first()
    last = newest_message(chat)
    reader = Reader(chat=chat, lane=lane, now=now, since=last.message_id if last else None, deadline=deadline)
    try:
        reading = reader.since_then(position(last)) if last else reader.newest()
    except (MarketError, NotNow) as error:
        return store_problem(chat, problem_of(error, at=now), claimed=claimed, now=now)
    starts_over = last is not None and leaves_a_gap(reading)
    effect: dict[str, Any] = {"read_at": now, "complete_upto": complete_upto_after(chat, reading, last, now=now)}
    if starts_over or last is None:
        effect |= new_beginning(reading, starts_over=starts_over)
    store_reading(chat, reading, effect, starts_over=starts_over, before=before, lease=lease_of(claimed), now=now)
    settle_by_history(chat, now=now)
    return None


def lease_of(claimed: History | None) -> datetime | None:
    return claimed.leased_until if claimed else None


def store_reading(  # noqa: PLR0913  (all by keyword but what and where)
    chat: Chat,
    reading: Reading,
    effect: dict[str, Any],
    *,
    starts_over: bool,
    before: History | None,
    lease: datetime | None,
    now: datetime,
) -> None:
    """In one transaction, which locks rows in the order Reply, Chat, History: any other order, and it would deadlock
    with a reply that is being settled. `before` is the history as it was when the reading began."""
    with database.without_fsync():
        if starts_over:
            Message.objects.filter(chat=chat).delete()  # locks the replies that became them
        updated_at = Chat.objects.select_for_update().values_list("updated_at", flat=True).get(pk=chat.pk)
        row = History.objects.get_or_create(chat=chat)[0]
        next_at = now + jobs.SOONEST
        if was_made_due(row, before):
            # A reply has left, or was settled, after Market was asked: the reading may lack it.
            effect["complete_upto"], next_at = None, row.due_at or now
        complete_upto = effect["complete_upto"]
        is_complete = complete_upto is not None and updated_at <= complete_upto
        if jobs.finish(row, None if is_complete else next_at, lease=lease, **effect):
            store(chat, reading, is_new=starts_over)
        else:
            # The lease is lost: its new owner reads the same pages.
            transaction.set_rollback(True)
        chat.history = row


def was_made_due(row: History, before: History | None) -> bool:
    """Whether someone has asked for another reading since `before`."""
    if before is None:
        return False
    return row.due_at != before.due_at or (row.complete_upto is None and before.complete_upto is not None)


def complete_upto_after(chat: Chat, reading: Reading, last: Message | None, *, now: datetime) -> datetime | None:
    """The chat's `updated_at` up to which all messages are stored; None while there is more to read, or while the
    history may still lag behind the chat."""
    if not (reading.ended or reading.enough) and (reading.messages.keys() - {last and last.message_id}):
        return None
    moments = [one.created_at for one in (reading.newest, last) if one]
    latest = max(moments, default=chat.updated_at)
    if latest < chat.updated_at and is_recent(chat.updated_at, HISTORY_LAG, now=now):
        return None
    return max(latest, chat.updated_at)


def leaves_a_gap(reading: Reading) -> bool:
    """Newest-first, and more new messages than one reading fetches: those in between are missing."""
    return not (reading.ended or reading.enough or reading.oldest_first)


def new_beginning(reading: Reading, *, starts_over: bool) -> dict[str, Any]:
    """How far back the stored messages go, after a reading that does not build on earlier ones."""
    has_first = (reading.ended or reading.oldest_first) and not starts_over
    # A token that came with `messageIdFrom` belongs to another list.
    return {"has_first_message": has_first, "older_token": "" if has_first or starts_over else reading.token or ""}


def store(chat: Chat, reading: Reading, *, is_new: bool = False) -> None:
    """Messages do not change, so each is written once. After a power cut Market still has them."""
    here = Message.objects.filter(chat=chat, message_id__in=reading.messages.keys())
    missing = reading.messages.keys() - set(here.values_list("message_id", flat=True))
    rows = [row_of(chat, reading, message_id) for message_id in missing]
    if rows or is_new:
        # An open page learns of new messages only through the chat's version.
        Chat.objects.filter(pk=chat.pk).update(version=F("version") + 1)
        chat.version += 1
    Message.objects.bulk_create(rows, ignore_conflicts=True)


def row_of(chat: Chat, reading: Reading, message_id: int) -> Message:
    sent = reading.messages[message_id]
    return Message(
        chat=chat,
        message_id=message_id,
        created_at=sent.created_at,
        sender=sent.sender,
        text=sent.message or "",
        files=[{"name": file.name, "url": file.url, "size": file.size} for file in sent.payload],
    )


def store_problem(chat: Chat, problem: Problem, *, claimed: History | None, now: datetime) -> Problem:
    with database.without_fsync():
        chat.history = History.objects.get_or_create(chat=chat)[0]
        jobs.finish(chat.history, jobs.next_try(problem, now=now), lease=lease_of(claimed), problem=problem)
    return problem


def read_on_if_due(chat: Chat, *, now: datetime) -> None:
    """For the pulse of an open page, after the chat itself is refreshed: reads on only when the chat's `updated_at` is
    later than what is stored, or nothing was ever read; one reader at a time. If the database is locked, nothing is
    read this time."""
    row = history_of(chat)
    if row is not None and not is_due(chat, row, now=now):
        return
    try:
        if claimed := claim(chat, row, now=now):
            read_on(chat, Lane.OPEN_CHAT, now=now, claimed=claimed)
    except database.AWAY as error:
        logger.warning("chat=%s history not read: %s", chat.pk, error)


def history_of(chat: Chat) -> History | None:
    """How far the chat has been read. No query when the chat came with select_related("history"), else one."""
    found: History | None = getattr(chat, "history", None)
    return found


def is_due(chat: Chat, row: History, *, now: datetime) -> bool:
    """Whether there may be messages to read, and now is the time. `merge` makes a history due when its chat moves;
    where that has not happened yet (`due_at` is None), a chat that is ahead of its history makes it due at once."""
    if row.complete_upto is not None and row.complete_upto >= chat.updated_at:
        return False
    return jobs.is_due(row, now=now) if row.due_at else jobs.is_free(row, now=now)


def claim(chat: Chat, row: History | None, *, now: datetime) -> History | None:
    """The chat's history with a lease on it, or None when another reads it, or has just read it."""
    if row is None:
        with database.waiting_at_most(jobs.PATIENCE):
            History.objects.get_or_create(chat=chat, defaults={"due_at": now})
    behind = History.objects.filter(Q(complete_upto=None) | Q(complete_upto__lt=chat.updated_at), chat=chat)
    found = jobs.claim(behind.filter(due_at=None) | jobs.due(behind, now=now), 1, now=now)
    return found[0] if found else None


def read_older(chat: Chat, message: Message, *, now: datetime) -> Problem | None:
    """A person wants what is before that message: asks Market only when the table has nothing before it and the
    beginning of the chat is not known yet. Afterwards `messages_before` has it."""
    row = History.objects.filter(chat=chat).first()
    if row is None or row.has_first_message or known(chat).filter(earlier_than(position(message))).exists():
        return None
    reader = Reader(chat=chat, lane=Lane.AGENT, now=now)
    try:
        reading = older(reader, row.older_token, position(message))
    except (MarketError, NotNow) as error:
        return problem_of(error, at=now)
    row.has_first_message, row.older_token = reading.ended, "" if reading.ended else reading.token or ""
    with database.without_fsync():
        store(chat, reading)  # locks the chat before the history, as everywhere
        row.save(update_fields=["has_first_message", "older_token"])
        chat.history = row
    settle_by_history(chat, now=now)
    return None


def older(reader: Reader, token: str, known: Position) -> Reading:
    if not token:
        return reader.older(None, known)
    try:
        return reader.older(token, known)
    except Refused:
        # Tokens are opaque, and Market does not say how long they last.
        return reader.older(None, known)


def has_older(chat: Chat, message: Message) -> bool:
    """Whether there is, or may be, something before that message, here or at Market."""
    row = history_of(chat)
    return not (row and row.has_first_message) or known(chat).filter(earlier_than(position(message))).exists()


def problem_of_history(chat: Chat) -> Problem | None:
    """What stopped the last reading, if anything did."""
    row = history_of(chat)
    return row.problem if row else None
