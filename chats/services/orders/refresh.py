"""The order and the return behind a chat: asked for when old enough, by one caller at a time, kept with their age."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import msgspec

from chats import database
from chats.clock import is_recent
from chats.market import types_orders as market_types
from chats.market.errors import KeyRejected, MarketError, NotFound
from chats.market.types import ContextType
from chats.market.types_orders import OrderStatus, RefundStatus
from chats.models import Chat, Order, Return
from chats.models.sightings import UNFINISHED
from chats.problems import NO_ORDER, NO_ORDER_ACCESS, NO_STORE, NotNow, Problem, problem_of
from chats.services import jobs
from chats.services.orders import calls
from chats.services.orders.deadlines import note_deadline
from chats.services.sellers import may_read_orders, may_read_returns
from chats.services.upstream import Lane

logger = logging.getLogger(__name__)

T = TypeVar("T", market_types.Order, market_types.Return)
Row = Order | Return

WHILE_MOVING, WHEN_FINAL = timedelta(minutes=10), timedelta(hours=24)  # until the next look
FINAL_ORDERS = {OrderStatus.DELIVERED, OrderStatus.CANCELLED, OrderStatus.RETURNED, OrderStatus.PARTIALLY_RETURNED}
FINAL_RETURNS = {
    RefundStatus.REFUNDED,
    RefundStatus.REFUNDED_WITH_BONUSES,
    RefundStatus.REFUNDED_BY_SHOP,
    RefundStatus.COMPLETE_WITHOUT_REFUND,
    RefundStatus.CANCELLED,
    RefundStatus.REJECTED,
}
AFTER_NOTHING = timedelta(hours=1)
LEASE = timedelta(seconds=90)  # longer than the four calls of a missing order may take
NOTHING_THERE = {NO_ORDER, NO_STORE, NO_ORDER_ACCESS}


@dataclass(frozen=True, kw_only=True)
class LastSeen(Generic[T]):
    """An order or a return as last seen: `value` is None when it never was, `problem` why there is nothing newer."""

    number: int
    value: T | None = None
    seen_at: datetime | None = None
    problem: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a chat is about; None where it is not about one."""

    order: LastSeen[market_types.Order] | None = None
    return_: LastSeen[market_types.Return] | None = None


def order_of(chat: Chat) -> LastSeen[market_types.Order] | None:
    """The order of a chat as the desk last saw it, its seller loaded. None when the chat has none."""
    if not chat.order_id or chat.context_type == ContextType.DIRECT:
        return None
    row = Order.objects.filter(seller=chat.seller, order_id=chat.order_id).first()
    no_access = None if may_read_orders(chat.seller) else Problem(kind=NO_ORDER_ACCESS, at=chat.seen_at)
    return last_seen(row, market_types.Order, chat.order_id, no_access)


def return_of(chat: Chat) -> LastSeen[market_types.Return] | None:
    """The return of a chat as the desk last saw it, its seller loaded. None when the chat has none."""
    if not chat.return_id or chat.context_type == ContextType.DIRECT:
        return None
    row = Return.objects.filter(seller=chat.seller, return_id=chat.return_id).first()
    no_access = None if may_read_returns(chat.seller) else Problem(kind=NO_ORDER_ACCESS, at=chat.seen_at)
    return last_seen(row, market_types.Return, chat.return_id, no_access)


def known_subject(chat: Chat) -> Subject:
    """Both, from the desk's own tables. Costs no call."""
    return Subject(order=order_of(chat), return_=return_of(chat))


def refresh_subject(chat: Chat, lane: Lane, *, now: datetime) -> Subject:
    """Ask Market for what is due of a chat's order and return, and give both as they stand then.

    Lane.OPEN_CHAT asks for what is old enough: ten minutes, or a day when nothing moves any more. Lane.AGENT, a
    person's press, asks for what is older than three seconds. A token that is known to lack the scope costs no call.
    Raises nothing of Market's: `LastSeen.problem` says what went wrong. If the
    database is locked, returns what is stored.
    """
    try:
        for row, ask in claimed_rows(chat, lane, now=now):
            renew(row, ask, now=now)
    except database.AWAY as error:
        logger.warning("chat=%s order not asked for: %s", chat.pk, error)
    return known_subject(chat)


def claimed_rows(
    chat: Chat, lane: Lane, *, now: datetime
) -> Iterator[tuple[Row, Callable[[], market_types.Order | market_types.Return]]]:
    """The order and the return of a chat, those that could be claimed, each with the call that fetches it."""
    if chat.context_type == ContextType.DIRECT:
        return
    fresh = {"due_at": now}
    if chat.order_id and may_read_orders(chat.seller):
        order = Order.objects.get_or_create(seller=chat.seller, order_id=chat.order_id, defaults=fresh)[0]
        if claim_row(order, lane, now=now):
            yield order, lambda: calls.fetch_order(chat, lane, now=now)
    if chat.return_id and may_read_returns(chat.seller):
        return_ = Return.objects.get_or_create(seller=chat.seller, return_id=chat.return_id, defaults=fresh)[0]
        if claim_row(return_, lane, now=now):
            yield return_, lambda: calls.fetch_return(chat, lane, now=now)


def claim_row(row: Row, lane: Lane, *, now: datetime) -> bool:
    """Claim the row if it is due. True if claimed: the row then carries its lease."""
    if lane is Lane.AGENT:
        wanted = bool(row.problem_kind) or row.seen_at is None or not is_recent(row.seen_at, jobs.FRESH_ENOUGH, now=now)
    else:
        wanted = jobs.is_due(row, now=now)
    if not wanted:
        return False
    rows = type(row)._default_manager.filter(pk=row.pk)
    found = jobs.claim(rows if lane is Lane.AGENT else jobs.due(rows, now=now), 1, now=now, lease=LEASE)
    for one in found:
        row.leased_until = one.leased_until
    return bool(found)


def renew(row: Row, ask: Callable[[], market_types.Order | market_types.Return], *, now: datetime) -> None:
    """One question to Market; what comes of it is kept, unless the lease was lost meanwhile."""
    try:
        found = ask()
    except (MarketError, NotNow) as error:
        keep_problem(row, error, now=now)
    else:
        keep(row, found, now=now)


def keep(row: Row, found: market_types.Order | market_types.Return, *, now: datetime) -> None:
    with database.without_fsync():
        body = msgspec.to_builtins(found)
        if jobs.finish(row, now + next_look(found), lease=row.leased_until, body=body, seen_at=now):
            note_deadlines(row, now=now)


def note_deadlines(row: Row, *, now: datetime) -> None:
    """Note with the unfinished chats about an order or a return until when the shop has to act on it."""
    of_row = {"order_id": row.order_id} if isinstance(row, Order) else {"return_id": row.return_id}
    for chat in Chat.objects.filter(UNFINISHED, seller=row.seller_id, **of_row).select_related("seller"):
        subject = known_subject(chat)
        order = subject.order.value if subject.order else None
        return_ = subject.return_.value if subject.return_ else None
        note_deadline(chat, order, return_, now=now)


def keep_problem(row: Row, error: MarketError | NotNow, *, now: datetime) -> None:
    problem = order_problem(error, now=now)
    next_at = now + AFTER_NOTHING if problem.kind in NOTHING_THERE else jobs.next_try(problem, now=now)
    with database.without_fsync():
        jobs.finish(row, next_at, lease=row.leased_until, problem=problem)


def next_look(found: market_types.Order | market_types.Return) -> timedelta:
    return WHEN_FINAL if is_final(found) else WHILE_MOVING


def is_final(found: market_types.Order | market_types.Return) -> bool:
    if isinstance(found, market_types.Order):
        return found.status in FINAL_ORDERS
    return found.refund_status in FINAL_RETURNS


def order_problem(error: MarketError | NotNow, *, now: datetime) -> Problem:
    """The problem, with kinds about chats replaced by those about orders."""
    problem = problem_of(error, at=now)
    if isinstance(error, NotFound):
        return Problem(kind=NO_ORDER, at=now, trace=problem.trace)
    if isinstance(error, KeyRejected) and error.kind == "missing_scope":
        return Problem(kind=NO_ORDER_ACCESS, at=now, trace=problem.trace)
    return problem


def last_seen(row: Row | None, shape: type[T], number: int, no_access: Problem | None) -> LastSeen[T]:
    value = kept(row, shape) if row else None
    seen_at = row.seen_at if row and value else None
    return LastSeen(number=number, value=value, seen_at=seen_at, problem=no_access or (row.problem if row else None))


def kept(row: Row, shape: type[T]) -> T | None:
    """What the row holds; None when that is nothing, or was kept by a desk of another version."""
    try:
        return msgspec.convert(row.body, shape) if row.body else None
    except msgspec.ValidationError:
        return None
