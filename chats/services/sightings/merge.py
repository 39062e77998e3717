"""Sightings: the desk's own memory of chats. An older answer never overwrites a newer one."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from chats import database
from chats.clock import is_ahead, is_recent
from chats.market import types as market_types
from chats.market.types import ChatStatus
from chats.models import Chat, History, Order, Return, Seller
from chats.problems import Problem
from chats.services.sightings.buyers import buyer_key
from chats.services.sightings.queue import WAITS_FOR_SHOP, first_unanswered, place

NO_PROBLEM = Chat.problem_columns(None)
NOT_ON_THE_PAGE = {"seen_at", "source", "due_at", "buyer_key", "doubtful_since", "absences"}
# An answer is never this late. A larger difference means that the clock was set back.
BELATED = timedelta(minutes=15)
# A lower `updatedAt` is an answer from before for this long after the chat was seen; later, Market has corrected it.
LAGS_BEHIND = timedelta(minutes=5)


def record_chat(seller: Seller, chat: market_types.Chat, *, seen_at: datetime, source: str) -> Chat:
    """Merge one answer of Market into the table and give the row as it stands now.

    `seen_at` is when the question was asked. Sightings merge by Market's `updatedAt`, then by `seen_at`; one far in
    the future is ignored. Where no answer has agreed with the row for five minutes, a lower `updatedAt` is believed.
    """
    fresh = columns_of(chat, seen_at=seen_at, source=source)
    with database.without_fsync():
        row = locked(seller, chat.chat_id)
        if row is None:
            return created_or_merged(seller, chat.chat_id, fresh)
        return merge(row, fresh)


def columns_of(chat: market_types.Chat, *, seen_at: datetime, source: str) -> dict[str, Any]:
    """All columns that one answer of Market sets."""
    told = as_row(chat)
    key = {"buyer_key": buyer_key(told["customer_name"])}
    return {**told, **key, **NO_PROBLEM, **seen_columns(seen_at=seen_at, source=source)}


def seen_columns(*, seen_at: datetime, source: str) -> dict[str, Any]:
    """The columns that are set when a chat was seen, whether or not it has changed."""
    return {"seen_at": seen_at, "source": source, "due_at": seen_at + timedelta(seconds=settings.OPEN_CHAT_MAX_AGE)}


def locked(seller: Seller, chat_id: int) -> Chat | None:
    return database.lock(Chat.objects.filter(seller=seller, chat_id=chat_id)).first()


def created_or_merged(seller: Seller, chat_id: int, fresh: dict[str, Any]) -> Chat:
    try:
        with transaction.atomic():
            row = Chat(seller=seller, chat_id=chat_id, **fresh)
            place(row, now=row.seen_at)
            row.save(force_insert=True)
            make_subjects_due(seller, [row], now=row.seen_at)
            return row
    except IntegrityError:
        # Another process saw the chat for the first time at this very moment.
        return merge(database.lock(Chat.objects.all()).get(seller=seller, chat_id=chat_id), fresh)


def make_subjects_due(seller: Seller, chats: Iterable[Chat], *, now: datetime) -> None:
    """New chats are often the first sign that their orders and returns have changed, such as a request to cancel: so
    what the desk knows of these is asked for again in the background, and Market's deadlines noted with the chats."""
    open_ones = [chat for chat in chats if chat.status != ChatStatus.FINISHED]
    if orders := [chat.order_id for chat in open_ones if chat.order_id]:
        known = Order.objects.filter(seller=seller, order_id__in=orders, seen_at__lt=now)
        known.update(due_at=now, swept_at=None)
    if returns := [chat.return_id for chat in open_ones if chat.return_id]:
        applied = Return.objects.filter(seller=seller, return_id__in=returns, seen_at__lt=now)
        applied.update(due_at=now, swept_at=None)


def merge(row: Chat, fresh: dict[str, Any]) -> Chat:
    """Merge an answer into a row that is locked, and make its history due when something was written that is not stored
    here."""
    if row.doubtful_since and row.doubtful_since <= fresh["seen_at"]:
        fresh["doubtful_since"] = None
    if not row.problem_kind and row.due_at:
        # Calls may be so few that an open page waits for longer than usual: it still does.
        fresh["due_at"] = max(row.due_at, fresh["due_at"])
    if is_older(fresh, row):
        # Not news of the chat, but Market has answered again.
        later = row.problem_at is not None and row.problem_at < fresh["seen_at"]
        doubt = {name: fresh[name] for name in ("doubtful_since",) if name in fresh}
        fresh = {**(NO_PROBLEM if later else {}), **doubt}
    before = row.updated_at
    if any(name in fresh and fresh[name] != getattr(row, name) for name in ("status", "updated_at")):
        fresh["absences"] = 0
    looks_different = any(getattr(row, name) != fresh[name] for name in fresh.keys() - NOT_ON_THE_PAGE)
    for name, value in fresh.items():
        setattr(row, name, value)
    placed = place_again(row) if "status" in fresh else {}
    row.version += looks_different
    row.save(update_fields=[*fresh, *placed, "version"])
    if row.updated_at < before:
        # Else what is written between the two times would pass for read.
        History.objects.filter(chat=row, complete_upto__gt=row.updated_at).update(complete_upto=row.updated_at)
    if row.updated_at != before:
        make_history_due(row)
    return row


def place_again(row: Chat) -> dict[str, Any]:
    """The columns of the chat's place in the queue, now that it was seen anew."""
    has_begun_to_wait = row.status in WAITS_FOR_SHOP and row.waiting_since is None
    since = first_unanswered(row) if has_begun_to_wait and row.last_message_id else None
    return place(row, now=row.seen_at, unanswered_since=since)


def make_history_due(chat: Chat) -> None:
    """Something was written, or the chat changed: there may be messages to read. Not when the newest one is stored
    already, such as a reply that was read back. Locked in this order everywhere: Reply, Chat, History."""
    if chat.message_at and chat.message_at >= chat.updated_at:
        known = History.objects.filter(chat=chat, due_at=None, complete_upto__lt=chat.updated_at)
        known.update(complete_upto=chat.updated_at)
    else:
        idle = Q(due_at=None) | Q(is_news=False)
        History.objects.filter(idle, chat=chat).update(due_at=chat.seen_at, is_news=True)


def is_older(fresh: dict[str, Any], row: Chat) -> bool:
    if is_seen_after(fresh["seen_at"], row):
        return bool(fresh["updated_at"] <= row.updated_at)
    lower = fresh["updated_at"] < row.updated_at
    return bool(lower and is_recent(row.seen_at, LAGS_BEHIND, now=fresh["seen_at"]))


def is_seen_after(moment: datetime, row: Chat) -> bool:
    return is_ahead(row.seen_at, BELATED, now=moment)


def as_row(chat: market_types.Chat) -> dict[str, Any]:
    """What Market says of a chat, by the names of the columns."""
    customer = chat.context.customer or market_types.Customer()
    return {
        "type": chat.type,
        "status": chat.status,
        "context_type": chat.context.type,
        "customer_name": customer.name or "",
        "customer_public_id": customer.public_id or "",
        "campaign_id": chat.context.campaign_id,
        "order_id": chat.context.order_id,
        "return_id": chat.context.return_id,
        "created_at": chat.created_at,
        "updated_at": chat.updated_at,
    }


def record_chat_problem(chat: Chat, problem: Problem) -> Chat:
    """Keep the last sighting and note beside it why there is no newer one."""
    columns = Chat.problem_columns(problem)
    with database.without_fsync():
        row = database.lock(Chat.objects.all()).get(pk=chat.pk)
        if is_seen_after(problem.at, row):
            return row
        row.version += any(getattr(row, name) != columns[name] for name in columns if name != "problem_at")
        for name, value in columns.items():
            setattr(row, name, value)
        row.save(update_fields=[*columns, "version"])
        return row
