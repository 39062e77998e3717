"""Orders in a lookup: the order itself when no chat was found, and the shop's own numbers of orders."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from time import monotonic

from django.conf import settings

from chats.market import types_orders
from chats.market.errors import KeyRejected, MarketError, NotFound
from chats.market.types import ContextFilter, ContextType
from chats.models import Chat, Seller
from chats.problems import NO_ORDER_ACCESS, SLOW, NotNow, Problem, problem_of
from chats.services import sellers as seller_rules
from chats.services import sightings
from chats.services.lookup import calls
from chats.services.lookup.identifiers import OwnNumber
from chats.services.lookup.in_parallel import Question, SellerAnswer, ask_sellers, failed, seen_at_market
from chats.services.lookup.results import LookupResult, OrderFound, SellerAsked


def with_orders(found: LookupResult, *, ends: float, now: datetime) -> LookupResult:
    """The result of a number without a chat, completed by the order of this number where Market has one.

    One call for each seller that has answered and whose token reads orders. `ends`, of time.monotonic, is when the page
    cannot wait any longer.
    """
    number, left = found.number, ends - monotonic()
    answered = [one.seller for one in found.asked if one.problem is None]

    def question(seller: Seller) -> SellerAnswer:
        ids = [number] if number else []
        orders = calls.orders_of(seller, order_ids=ids, seconds=max(left, settings.MARKET_DEADLINE / 5), now=now)
        return SellerAnswer(asked=SellerAsked(seller=seller, at=now), orders=as_found(seller, orders))

    if left > 0:
        answers = ask_sellers(answered, readers_only(question, now=now), patience=settings.LOOKUP_PATIENCE, now=now)
    else:
        slow = Problem(kind=SLOW, at=now)
        answers = [failed(one, slow, now=now) for one in answered]
    by_seller = {answer.asked.seller: answer.asked.problem for answer in answers}
    asked = tuple(
        replace(one, order_asked=by_seller[one.seller] is None, order_problem=by_seller[one.seller])
        if one.seller in by_seller
        else one
        for one in found.asked
    )
    return replace(found, asked=asked, orders=tuple(order for answer in answers for order in answer.orders))


def look_up_own(sellers: Sequence[Seller], numbers: Sequence[OwnNumber], *, now: datetime) -> tuple[LookupResult, ...]:
    """What the shop's own numbers of orders lead to: the chats about those orders, or the orders that have none. One
    result for each number.

    One call for each seller, and one more (or more, for further pages) where it has such orders. Raises nothing when
    Market fails.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getBusinessOrders
    """
    if not numbers:
        return ()
    texts = tuple(dict.fromkeys(text for one in numbers for text in spellings(one.text)))

    def question(seller: Seller) -> SellerAnswer:
        orders = as_found(seller, calls.orders_of(seller, own_numbers=texts, now=now))
        contexts = [ContextFilter(type=ContextType.ORDER, id=order.order_id) for order in orders]
        seconds = settings.MARKET_DEADLINE / 5
        chats = sightings.chats_about(seller, contexts, seconds=seconds, now=now) if contexts else ()
        return replace(seen_at_market(seller, chats, now=now), orders=orders)

    answers = ask_sellers(sellers, readers_only(question, now=now), patience=settings.LOOKUP_PATIENCE, now=now)
    return tuple(result_of(number.text, answers) for number in numbers)


def spellings(own_number: str) -> tuple[str, ...]:
    """How a shop may have written its number: people leave out case and hyphens."""
    written = (own_number, own_number.upper())
    if " " not in own_number:
        return written
    return (*written, own_number.upper().replace(" ", "-"), own_number.upper().replace(" ", ""))


def result_of(own_number: str, answers: Sequence[SellerAnswer]) -> LookupResult:
    """Where the chats of an order could not be asked for, the order is not given: it would be said to have none."""
    wanted = {text.casefold() for text in spellings(own_number)}
    numbers, chats, orders = list[int](), list[Chat](), list[OrderFound]()
    for answer in answers:
        mine = [order for order in answer.orders if (order.own_number or "").casefold() in wanted]
        numbers += [order.order_id for order in mine]
        chats += [chat for chat in answer.chats if chat.order_id in {order.order_id for order in mine}]
        orders += [] if answer.asked.problem else mine
    return LookupResult(
        number=numbers[0] if numbers else None,
        chats=sightings.likeliest_first(chats),
        known=False,
        asked=tuple(answer.asked for answer in answers),
        orders=() if chats else tuple(orders),
        own_number=own_number,
    )


def readers_only(question: Question, *, now: datetime) -> Question:
    """The question, without asking where the seller's token is known not to read orders."""

    def asked(seller: Seller) -> SellerAnswer:
        if not seller_rules.may_read_orders(seller):
            raise NotNow(NO_ORDER_ACCESS)
        try:
            return question(seller)
        except NotFound:
            return SellerAnswer(asked=SellerAsked(seller=seller, at=now))
        except MarketError as error:
            problem = problem_of(error, at=now)
            if isinstance(error, KeyRejected) and error.kind == "missing_scope":
                problem = Problem(kind=NO_ORDER_ACCESS, at=now, trace=problem.trace)
            return failed(seller, problem, now=now)

    return asked


def as_found(seller: Seller, orders: Iterable[types_orders.Order]) -> tuple[OrderFound, ...]:
    return tuple(
        OrderFound(
            seller=seller,
            order_id=order.order_id,
            status=order.status,
            created_at=order.creation_date,
            program_type=order.program_type,
            own_number=order.external_order_id,
        )
        for order in orders
    )
