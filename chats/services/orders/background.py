"""Orders and returns behind open chats, asked for without anybody at the page."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from django.db.models import Q, QuerySet

from chats import database
from chats.market.errors import MarketError
from chats.market.limits import GET_BUSINESS_ORDERS, ORDERS_PER_PAGE
from chats.market.types import ContextType
from chats.models import Chat, Order, Return, Seller
from chats.models.sightings import UNFINISHED
from chats.problems import NotNow
from chats.services import jobs, upstream
from chats.services.orders import calls
from chats.services.orders.refresh import LEASE, keep, keep_problem, next_look, note_deadlines
from chats.services.sellers import may_read_orders, may_read_returns
from chats.services.upstream import Lane

# What nothing has announced is this old at most. A return has to be decided on within 48 hours.
EVERY = timedelta(hours=1)


def refresh_oldest(seller: Seller, *, now: datetime) -> bool:
    """Ask Market for up to fifty orders behind open chats of a business that are older than an hour, or else for one
    such return. One call, none when nothing is old: returns whether there was one. Raises MarketError and NotNow.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getBusinessOrders
    https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getReturn
    """
    if may_read_orders(seller) and (numbers := old_orders(seller, now=now)):
        refresh_orders(seller, numbers, now=now)
        return True
    chat = old_return(seller, now=now) if may_read_returns(seller) else None
    if chat is not None:
        refresh_return(chat, now=now)
    return chat is not None


def open_chats(seller: Seller) -> QuerySet[Chat]:
    chats = Chat.objects.filter(UNFINISHED, seller=seller, order_id__isnull=False)
    return chats.exclude(context_type=ContextType.DIRECT)


def is_fresh(*, now: datetime) -> Q:
    """Seen within the hour, and not announced since: that empties `swept_at`. Or somebody asks at this moment."""
    seen = Q(seen_at__gt=now - EVERY, seen_at__lte=now, swept_at__isnull=False)
    lately = seen | Q(swept_at__gt=now - EVERY, swept_at__lte=now)
    lately |= Q(leased_until__gt=now, leased_until__lte=now + jobs.LONGEST_LEASE)  # somebody is asking
    return lately | Q(due_at__gt=now, due_at__lte=now + Order.longest_wait)


def old_orders(seller: Seller, *, now: datetime) -> list[int]:
    fresh = Order.objects.filter(is_fresh(now=now), seller=seller).values("order_id")
    old = open_chats(seller).exclude(order_id__in=fresh).order_by("order_id")
    return [number for number in old.values_list("order_id", flat=True).distinct()[:ORDERS_PER_PAGE] if number]


def refresh_orders(seller: Seller, numbers: Sequence[int], *, now: datetime) -> None:
    """What Market does not list is looked for by whoever opens the chat: an order of more than 30 days ago takes
    further calls."""
    page = upstream.ask(
        seller,
        GET_BUSINESS_ORDERS,
        Lane.BACKGROUND,
        lambda client, token: client.get_business_orders(token, business_id=seller.business_id, order_ids=numbers),
        now=now,
    ).result
    with database.without_fsync():
        rows = {number: row_of(seller, number, now=now) for number in numbers}
        for found in page.orders:
            if row := rows.get(found.order_id):
                body = msgspec.to_builtins(found)
                jobs.finish(row, now + next_look(found), lease=None, body=body, seen_at=now, swept_at=now)
                note_deadlines(row, now=now)
        Order.objects.filter(pk__in=[row.pk for row in rows.values()]).update(swept_at=now)


def row_of(seller: Seller, number: int, *, now: datetime) -> Order:
    return Order.objects.get_or_create(seller=seller, order_id=number, defaults={"due_at": now})[0]


def old_return(seller: Seller, *, now: datetime) -> Chat | None:
    fresh = Return.objects.filter(is_fresh(now=now), seller=seller).values("return_id")
    named = open_chats(seller).filter(return_id__isnull=False, campaign_id__isnull=False)
    return named.select_related("seller").exclude(return_id__in=fresh).order_by("return_id").first()


def refresh_return(chat: Chat, *, now: datetime) -> None:
    number = chat.return_id or 0
    known = Return.objects.get_or_create(seller=chat.seller, return_id=number, defaults={"due_at": now})[0]
    claimed = jobs.claim(Return.objects.filter(pk=known.pk), 1, now=now, lease=LEASE)
    if not claimed:
        return
    row = claimed[0]
    try:
        found = calls.fetch_return(chat, Lane.BACKGROUND, now=now)
    except NotNow:
        jobs.finish(row, row.due_at, lease=row.leased_until, problem=row.problem)
        raise
    except MarketError as error:
        keep_problem(row, error, now=now)
    else:
        keep(row, found, now=now)
    Return.objects.filter(pk=row.pk).update(swept_at=now)
