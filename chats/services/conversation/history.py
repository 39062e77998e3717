"""The messages of a chat: kept once in the desk's own table, read on at Market from the newest one known."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from chats import database
from chats.clock import is_recent
from chats.market.errors import MarketError
from chats.market.limits import GET_CHAT_HISTORY
from chats.models import Chat, History, Message
from chats.problems import BUSY, NotNow, Problem, problem_of
from chats.services import jobs, sightings, upstream
from chats.services.conversation.messages import newest_message
from chats.services.conversation.reader import OtherChat, Reader, Reading, differs, position
from chats.services.conversation.settle import settle_by_history
from chats.services.conversation.store import store
from chats.services.conversation.unreadable import Unreadable, unreadable_in
from chats.services.upstream import Lane

logger = logging.getLogger(__name__)

ALARMING = 3  # attempts in a row without a free slot, after which the page says that messages could not be read
HISTORY_LAG = timedelta(minutes=1)  # how long the history may lag behind the chat's `updatedAt`


def read_on(  # noqa: PLR0913  (the optional ones are keyword-only)
    chat: Chat,
    lane: Lane,
    *,
    now: datetime,
    deadline: float | None = None,
    claimed: History | None = None,
    again_from: Message | None = None,
) -> Problem | None:
    """Ask Market for messages newer than the ones stored, store them, then match replies with them.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChatHistory

    Returns the problem that stopped it, which is stored in `History` too. `chat` needs its seller; `deadline` is in
    seconds, for the reading; `claimed` is the history with its lease, None when a person asks regardless of any lease;
    `again_from` is a message from which on all is read once more. In Lane.BACKGROUND, no more is read than one page
    that leaves no gap, and MarketError and NotNow are raised.
    """
    before = claimed or History.objects.filter(chat=chat).first()
    last = again_from or newest_message(chat)
    reader = Reader(chat=chat, lane=lane, now=now, since=last.message_id if last else None, deadline=deadline)
    try:
        reading = reader.since_then(position(last)) if last else reader.newest()
    except (MarketError, NotNow) as error:
        if isinstance(error, OtherChat):
            make_status_due(chat, at_once=False, now=now)
        if lane is Lane.BACKGROUND:
            raise  # the worker says when to try again
        return store_problem(chat, problem_of(error, at=now), claimed=claimed, now=now)
    starts_over = last is not None and leaves_a_gap(reading)
    if starts_over and again_from:
        return None
    effect: dict[str, Any] = {"read_at": now, "complete_upto": complete_upto_after(chat, reading, last, now=now)}
    if lane is not Lane.BACKGROUND or is_open(before, now=now):
        effect["look_at"] = now + look_gap(chat, now=now) * reading.pages
    left_out = unreadable_in(reading, None if starts_over else last)
    if starts_over or last is None:
        effect |= new_beginning(reading, starts_over=starts_over)
    lease = lease_of(claimed)
    store_reading(chat, reading, effect, left_out, starts_over=starts_over, before=before, lease=lease, now=now)
    make_due_if_moved(chat, reading, last, now=now)
    settle_by_history(chat, now=now)
    return None


def is_open(row: History | None, *, now: datetime) -> bool:
    """Whether a page looks for the chat's messages. By `look_at` open chats are counted, so nothing else may set it."""
    looked_for = row.look_at if row else None
    return looked_for is not None and now - sightings.CLOSED_AFTER < looked_for < now + History.longest_wait


def look_gap(chat: Chat, *, now: datetime) -> timedelta:
    """How long an open page waits until it looks for new messages again."""
    shortest = timedelta(seconds=settings.OPEN_CHAT_MESSAGES_MAX_AGE)
    calls = max(sightings.open_chats(chat.seller, now=now).count(), 1)
    return upstream.next_gap(chat.seller, GET_CHAT_HISTORY, Lane.OPEN_CHAT, shortest=shortest, calls=calls, now=now)


def make_due_if_moved(chat: Chat, reading: Reading, last: Message | None, *, now: datetime) -> None:
    """The next pulse asks for the chat itself when the history tells what its sighting does not have yet: its status
    may have changed with that."""
    newest = reading.newest
    is_news = last and newest and position(newest) > position(last) and newest.created_at > chat.updated_at
    if is_news or (reading.context and differs(chat, reading.context)):
        make_status_due(chat, at_once=bool(is_news), now=now)
        sightings.mark_doubtful(chat.seller_id, [chat.pk], at=now)


def make_status_due(chat: Chat, *, at_once: bool, now: datetime) -> None:
    """Unless `at_once`, not while the sighting is young: what it does not tell now, the next one would not either."""
    if at_once or not is_recent(chat.seen_at, timedelta(seconds=settings.OPEN_CHAT_MAX_AGE), now=now):
        sightings.end_rest(chat.pk, now=now)
        chat.due_at = min(chat.seen_at, now)


def lease_of(claimed: History | None) -> datetime | None:
    return claimed.leased_until if claimed else None


def store_reading(  # noqa: PLR0913  (all by keyword but what and where)
    chat: Chat,
    reading: Reading,
    effect: dict[str, Any],
    left_out: Unreadable,
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
        updated_at = database.lock(Chat.objects.only("updated_at")).get(pk=chat.pk).updated_at
        row = database.lock(History.objects.all()).get_or_create(chat=chat)[0]
        next_at = now + jobs.SOONEST
        if was_made_due(row, before):
            # A reply has left, or was settled, after Market was asked: the reading may lack it.
            effect["complete_upto"], next_at = None, row.due_at or now
        elif updated_at < chat.updated_at:
            effect["complete_upto"] = None  # Market has corrected the time meanwhile: see `merge`
        complete_upto = effect["complete_upto"]
        is_complete = complete_upto is not None and updated_at <= complete_upto
        tells = starts_over or row.unreadable != left_out.after
        if (count := reading.items.count(None)) > row.unreadable:
            # One line for those that are new, and none for each reading of the same.
            logger.warning("chat=%s unreadable messages: %d, the first: %s", chat.pk, count, reading.why_unreadable)
        if jobs.finish(row, None if is_complete else next_at, lease=lease, unreadable=left_out.after, **effect):
            store(chat, reading, left_out, tells=tells, now=now)
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


def store_problem(chat: Chat, problem: Problem, *, claimed: History | None, now: datetime) -> Problem:
    with database.without_fsync():
        chat.history = History.objects.get_or_create(chat=chat)[0]
        if claimed and problem.kind == BUSY and (claimed.complete_upto is not None or claimed.attempts < ALARMING):
            # The parts of a page that was just opened ask at the same moment, and the next pulse comes soon.
            known = {"look_at": now + jobs.SOONEST, "attempts": claimed.attempts}
            jobs.finish(chat.history, claimed.due_at, lease=claimed.leased_until, problem=claimed.problem, **known)
            return problem
        next_at = jobs.next_try(problem, now=now)
        jobs.finish(chat.history, next_at, lease=lease_of(claimed), problem=problem, look_at=next_at)
    return problem


def history_of(chat: Chat) -> History | None:
    """How far the chat has been read. No query when the chat came with select_related("history"), else one."""
    found: History | None = getattr(chat, "history", None)
    return found


def messages_at(chat: Chat) -> datetime | None:
    """Up to when the messages of the chat are known here; None when they were never read.

    That is when they were read last, or, where nothing stopped the reading, a later sighting by which there were none.
    """
    row = history_of(chat)
    if row is None or row.read_at is None:
        return None
    all_read = row.problem is None and row.complete_upto is not None and row.complete_upto >= chat.updated_at
    return max(row.read_at, chat.seen_at) if all_read else row.read_at


def problem_of_history(chat: Chat) -> Problem | None:
    """What stopped the last reading, if anything did."""
    row = history_of(chat)
    return row.problem if row else None
