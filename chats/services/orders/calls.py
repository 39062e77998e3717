"""Market asked for one order or return, with the quirks of getBusinessOrders."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TypedDict

from chats.market import types_orders as market_types
from chats.market.errors import NotUnderstood
from chats.market.limits import GET_BUSINESS_ORDERS, GET_RETURN
from chats.models import Chat
from chats.problems import NO_ORDER, NO_STORE, NotNow
from chats.services import upstream
from chats.services.upstream import Lane

A_DAY = timedelta(days=1)
WINDOW = timedelta(days=29)  # Market takes 30 at most; one is left for the difference of zones
WINDOWS = 2  # back from the day of the chat: who asks about an order made it about then, who returns one, before
TEST_ORDERS_LIVE = timedelta(days=11)


class Filters(TypedDict, total=False):
    created_from: date
    created_to: date
    fake: bool


def fetch_order(chat: Chat, lane: Lane, *, now: datetime) -> market_types.Order:
    """The order of a chat, looked for among the last 30 days, then around the chat's own day, then among test orders.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getBusinessOrders

    One call where Market gives an order by its id whatever its age, which it does not promise; else up to four. Raises
    MarketError, and NotNow: of the desk's own, or with NO_ORDER when all that led to nothing.
    """
    with upstream.thread_budget(lane, now=now):
        for filters in search_attempts(chat, now=now):
            found = ask_for_order(chat, lane, filters, now=now)
            if found:
                return found
    raise NotNow(NO_ORDER)


def search_attempts(chat: Chat, *, now: datetime) -> Iterator[Filters]:
    yield {}
    if now - chat.created_at < TEST_ORDERS_LIVE:
        yield {"fake": True}
    last = chat.created_at.date() + A_DAY
    for _ in range(WINDOWS):
        yield {"created_from": last - WINDOW, "created_to": last}
        last -= WINDOW


def ask_for_order(chat: Chat, lane: Lane, filters: Filters, *, now: datetime) -> market_types.Order | None:
    seller, number = chat.seller, chat.order_id
    page = upstream.ask(
        seller,
        GET_BUSINESS_ORDERS,
        lane,
        lambda client, token: client.get_business_orders(
            token,
            business_id=seller.business_id,
            order_ids=[number] if number else [],
            created_from=filters.get("created_from"),
            created_to=filters.get("created_to"),
            fake=filters.get("fake"),
        ),
        now=now,
    ).result
    if not page.orders and page.left_out:
        raise NotUnderstood(GET_BUSINESS_ORDERS, "the order itself")
    return next((one for one in page.orders if one.order_id == number), None)


def fetch_return(chat: Chat, lane: Lane, *, now: datetime) -> market_types.Return:
    """The return of a chat.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getReturn

    One call. Raises MarketError, and NotNow: of the desk's own, or with NO_STORE when Market said neither which store
    nor which order it belongs to.
    """
    campaign_id, order_id, return_id = chat.campaign_id, chat.order_id, chat.return_id
    if not (campaign_id and order_id and return_id):
        raise NotNow(NO_STORE)
    with upstream.thread_budget(lane, now=now):
        return upstream.ask(
            chat.seller,
            GET_RETURN,
            lane,
            lambda client, token: client.get_return(
                token, campaign_id=campaign_id, order_id=order_id, return_id=return_id
            ),
            now=now,
        ).result
