"""The messages of a chat: kept once in the desk's own table, read on at Market from the newest one known."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from chats import database
from chats.market.errors import MarketError, Refused
from chats.models import Chat, History, Message
from chats.problems import NotNow, Problem, problem_of
from chats.services import jobs
from chats.services.conversation.messages import (
    earlier_than,
    known,
    newest_message,
)
from chats.services.conversation.reader import Place, Reader, Reading, place
from chats.services.conversation.settle import settle_by_history
from chats.services.upstream import Lane

logger = logging.getLogger(__name__)

SETTLED = timedelta(minutes=1)  # so long the history may lag behind the chat's `updatedAt`


def read_on(
    chat: Chat, lane: Lane, *, now: datetime, deadline: float | None = None, lease: datetime | None = None
) -> Problem | None:
    """Ask Market for what is newer than the messages known here and keep it, then settle replies by it.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChatHistory

    Gives the problem that stopped it, which is kept in `History` too. `chat` needs its seller; `deadline` is in seconds
    and for each call; `lease` is that of a claimed history, None for a person who reads out of turn.
    """
    last = newest_message(chat)
    reader = Reader(chat=chat, lane=lane, now=now, since=last.message_id if last else None, deadline=deadline)
    try:
        reading = reader.since_then(place(last)) if last else reader.newest()
    except (MarketError, NotNow) as error:
        return noted(chat, problem_of(error, at=now), lease=lease, now=now)
    starts_over = last is not None and leaves_a_gap(reading)
    upto = known_upto(chat, reading, last, now=now)
    effect: dict[str, Any] = {"read_at": now, "upto": upto}
    if starts_over or last is None:
        effect |= beginning_after(reading, starts_over=starts_over)
    with database.without_fsync():
        row = History.objects.get_or_create(chat=chat)[0]
        # Whoever holds the row by now reads the same pages.
        if jobs.finish(row, None if upto else now + jobs.SOONEST, lease=lease, **effect):
            keep(chat, reading, starts_over=starts_over)
        chat.history = row
    settle_by_history(chat, now=now)
    return None


def known_upto(chat: Chat, reading: Reading, last: Message | None, *, now: datetime) -> datetime | None:
    """The `updated_at` that is read up to; None while more is to be read, or the history may lag behind the chat."""
    if not (reading.ended or reading.enough) and (reading.messages.keys() - {last and last.message_id}):
        return None
    moments = [one.created_at for one in (reading.newest, last) if one]
    latest = max(moments, default=chat.updated_at)
    if latest < chat.updated_at and abs(now - chat.updated_at) < SETTLED:
        return None
    return max(latest, chat.updated_at)


def leaves_a_gap(reading: Reading) -> bool:
    """More came since the last reading than one takes, newest first: what is between is not known."""
    return not (reading.ended or reading.enough or reading.runs_up)


def beginning_after(reading: Reading, *, starts_over: bool) -> dict[str, Any]:
    """How far back the messages known here go, after a reading that counts on none from before."""
    whole = (reading.ended or reading.runs_up) and not starts_over
    # With `messageIdFrom` the next page's token would be one of another list.
    return {"whole": whole, "older_token": "" if whole or starts_over else reading.token or ""}


def keep(chat: Chat, reading: Reading, *, starts_over: bool = False) -> None:
    """Messages do not change, so each is written once; losing the power loses nothing that Market has not."""
    if starts_over:
        Message.objects.filter(chat=chat).delete()
    here = Message.objects.filter(chat=chat, message_id__in=reading.messages.keys())
    missing = reading.messages.keys() - set(here.values_list("message_id", flat=True))
    rows = [row_of(chat, reading, message_id) for message_id in missing]
    if rows or starts_over:
        # By its version alone an open page learns that there is something new.
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


def noted(chat: Chat, problem: Problem, *, lease: datetime | None, now: datetime) -> Problem:
    with database.without_fsync():
        chat.history = History.objects.get_or_create(chat=chat)[0]
        jobs.finish(chat.history, jobs.next_try(problem, now=now), lease=lease, problem=problem)
    return problem


def read_on_if_due(chat: Chat, *, now: datetime, lane: Lane = Lane.OPEN_CHAT) -> Problem | None:
    """The pulse of an open page, after the chat itself is refreshed: reads on only when the chat's `updated_at` is
    later than what is known here, or nothing was ever read; one reader at a time. While the database takes nothing,
    what is known stays."""
    row = history_of(chat)
    if row is not None and not is_due(chat, row, now=now):
        return None
    try:
        lease = claimed(chat, row, now=now)
        return read_on(chat, lane, now=now, lease=lease) if lease else None
    except database.AWAY as error:
        logger.warning("chat=%s history not read: %s", chat.pk, error)
        return None


def history_of(chat: Chat) -> History | None:
    """How far the chat has been read; fetched with it by select_related("history"), or once."""
    found: History | None = getattr(chat, "history", None)
    return found


def is_due(chat: Chat, row: History, *, now: datetime) -> bool:
    """Whether there may be messages to read, and this is the time. A chat that has moved while its history had nothing
    to do (`due_at` is None) is due at once."""
    if row.upto is not None and row.upto >= chat.updated_at:
        return False
    return row.due_at is None or jobs.is_due(row, now=now)


def claimed(chat: Chat, row: History | None, *, now: datetime) -> datetime | None:
    """The lease of the chat's history, or None when another reads it, or has just read it."""
    if row is None:
        History.objects.get_or_create(chat=chat, defaults={"due_at": now})
    behind = History.objects.filter(Q(upto=None) | Q(upto__lt=chat.updated_at), chat=chat)
    rows = jobs.claim(behind.filter(due_at=None) | jobs.due(behind, now=now), 1, now=now)
    return rows[0].leased_until if rows else None


def read_older(chat: Chat, message: Message, *, now: datetime) -> Problem | None:
    """A person wants what is before that message: asks Market only when the table has nothing before it and the
    beginning of the chat is not known yet. Afterwards `before` has it."""
    row = History.objects.filter(chat=chat).first()
    if row is None or row.whole or known(chat).filter(earlier_than(place(message))).exists():
        return None
    reader = Reader(chat=chat, lane=Lane.AGENT, now=now)
    try:
        reading = older(reader, row.older_token, place(message))
    except (MarketError, NotNow) as error:
        return problem_of(error, at=now)
    row.whole, row.older_token = reading.ended, "" if reading.ended else reading.token or ""
    with database.without_fsync():
        row.save(update_fields=["whole", "older_token"])
        keep(chat, reading)
        chat.history = row
    settle_by_history(chat, now=now)
    return None


def older(reader: Reader, token: str, known: Place) -> Reading:
    if not token:
        return reader.older(None, known)
    try:
        return reader.older(token, known)
    except Refused:
        # Tokens are opaque and nobody says how long they last.
        return reader.older(None, known)


def has_older(chat: Chat, message: Message) -> bool:
    """Whether there is, or may be, something before that message, here or at Market."""
    row = history_of(chat)
    return not (row and row.whole) or known(chat).filter(earlier_than(place(message))).exists()


def problem_of_history(chat: Chat) -> Problem | None:
    """What stopped the last reading, if it was stopped."""
    row = history_of(chat)
    return row.problem if row else None
