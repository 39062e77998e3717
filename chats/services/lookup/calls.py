"""The questions that a lookup puts to Market for one seller."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from time import monotonic

from django.conf import settings

from chats.market import types_orders
from chats.market.errors import NotFound, NotUnderstood
from chats.market.limits import GET_BUSINESS_ORDERS
from chats.market.types import Chat as MarketChat
from chats.market.types import ContextFilter, ContextType
from chats.models import Seller
from chats.services import sightings, upstream
from chats.services.lookup.identifiers import Identifier, Meaning
from chats.services.upstream import Lane


def chats_of_number(seller: Seller, wanted: Identifier, *, now: datetime) -> Iterator[MarketChat]:
    """The chat of this number, or else the chats about an order or a return of this number: getChat, then getChats page
    by page.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChat
    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChats

    Raises MarketError and NotNow, perhaps after some chats.
    """
    ends = monotonic() + settings.MARKET_DEADLINE
    if wanted.meaning in {Meaning.ANY, Meaning.CHAT}:
        try:
            yield sightings.ask_for_chat(seller, wanted.number, Lane.AGENT, now=now)
            return
        except NotFound:
            if wanted.meaning is Meaning.CHAT:
                return
    seconds = max(ends - monotonic(), settings.MARKET_DEADLINE / 5)
    yield from sightings.chats_about(seller, contexts_of(wanted), seconds=seconds, now=now)


def contexts_of(wanted: Identifier) -> list[ContextFilter]:
    """What a chat would be about if it were about this number."""
    return [
        ContextFilter(type=kind, id=wanted.number)
        for kind in (ContextType.ORDER, ContextType.RETURN)
        if wanted.meaning in {Meaning.ANY, kind}
    ]


def orders_of(
    seller: Seller,
    *,
    order_ids: Sequence[int] = (),
    own_numbers: Sequence[str] = (),
    seconds: float | None = None,
    now: datetime,
) -> Sequence[types_orders.Order]:
    """The orders with these numbers, of Market's or of the shop's own: one call. Of the last 30 days, because Market
    shows no older ones unless asked for a time, and does not say whether a number is an exception. `seconds`: how long
    the call may take at most.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getBusinessOrders

    Raises MarketError and NotNow.
    """
    page = upstream.ask(
        seller,
        GET_BUSINESS_ORDERS,
        Lane.AGENT,
        lambda client, token: client.get_business_orders(
            token,
            business_id=seller.business_id,
            order_ids=order_ids,
            external_order_ids=own_numbers,
            deadline=seconds,
        ),
        now=now,
    ).result
    if not page.orders and page.left_out:
        raise NotUnderstood(GET_BUSINESS_ORDERS, "the order itself")
    return page.orders
