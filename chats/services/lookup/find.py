"""From a number to the chats it means: the desk's own table first, then Market, all sellers side by side."""

from collections.abc import Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q

from chats.market.errors import MarketError, NotFound
from chats.market.limits import GET_CHAT, GET_CHATS
from chats.market.types import Chat as MarketChat
from chats.market.types import ChatStatus, ContextFilter, ContextType
from chats.models import Chat, Seller
from chats.problems import SLOW, NotNow, Problem, problem_of
from chats.services import people, sightings, upstream
from chats.services.lookup.identifiers import Identifier, Meaning
from chats.services.upstream import Lane

MOST_CHATS = 20
# After a first hit, sellers about as fast may still add theirs: one number can mean two chats.
GRACE = 0.15
side_by_side = ThreadPoolExecutor(max_workers=8, thread_name_prefix="lookup")


@dataclass(frozen=True, kw_only=True)
class SellerAsked:
    """One seller that was asked at Market; `problem` is None when it answered."""

    seller: Seller
    at: datetime
    problem: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one number led to. `chats` have their seller; the most likely one is first."""

    number: int
    chats: tuple[Chat, ...]
    known: bool  # from the desk's own table: Market was not asked
    asked: tuple[SellerAsked, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SellerAnswer:
    asked: SellerAsked
    chats: tuple[Chat, ...] = ()


def look_up(agent: User, wanted: Identifier, *, seller: Seller | None, ask_market: bool, now: datetime) -> Found:
    """The chats a number means, among the sellers the agent may see, or the one of them given as `seller`.

    Known chats come from the desk's own table; Market is asked when there are none, or when `ask_market` is set.
    Never raises for what happens at Market: each seller's problem is in `asked`.
    """
    sellers = sellers_asked(agent, wanted, seller)
    known = () if ask_market else known_chats(sellers, wanted)
    if known:
        return Found(number=wanted.number, chats=likeliest_first(known), known=True)
    answers = ask_sellers(sellers, wanted, now=now)
    chats = {chat.pk: chat for answer in answers for chat in answer.chats}
    return Found(
        number=wanted.number,
        chats=likeliest_first(chats.values()),
        known=False,
        asked=tuple(answer.asked for answer in answers),
    )


def found_by_address(seller: Seller, chat_id: int, outcome: Chat | Problem, *, now: datetime) -> Found:
    """A chat that was opened by its address before the desk knew it: a lookup too, among one seller's chats."""
    if isinstance(outcome, Chat):
        return Found(number=chat_id, chats=(outcome,), known=False, asked=(SellerAsked(seller=seller, at=now),))
    problem = None if outcome.kind == NotFound.kind else outcome
    return Found(number=chat_id, chats=(), known=False, asked=(SellerAsked(seller=seller, at=now, problem=problem),))


def sellers_asked(agent: User, wanted: Identifier, seller: Seller | None) -> list[Seller]:
    sellers = people.sellers_for(agent)
    if wanted.business_id is not None:
        return list(sellers.filter(business_id=wanted.business_id))
    return list(sellers if seller is None else sellers.filter(pk=seller.pk))


def known_chats(sellers: Sequence[Seller], wanted: Identifier) -> tuple[Chat, ...]:
    number = wanted.number
    meant = {
        Meaning.CHAT: Q(chat_id=number),
        Meaning.ORDER: Q(order_id=number),
        Meaning.RETURN: Q(return_id=number),
        Meaning.ANY: Q(chat_id=number) | Q(order_id=number) | Q(return_id=number),
    }[wanted.meaning]
    return tuple(Chat.objects.filter(meant, seller__in=sellers).select_related("seller")[:MOST_CHATS])


def likeliest_first(chats: Iterable[Chat]) -> tuple[Chat, ...]:
    ordered = sorted(chats, key=lambda chat: chat.updated_at, reverse=True)
    return tuple(sorted(ordered, key=lambda chat: chat.status == ChatStatus.FINISHED))


def ask_sellers(sellers: Sequence[Seller], wanted: Identifier, *, now: datetime) -> list[SellerAnswer]:
    """Ask all at once. One hit ends the waiting; who has not answered by then, or in time, is said to be slow."""
    if not sellers:
        return []
    try:
        with upstream.thread_budget(Lane.AGENT, now=now):
            if len(sellers) == 1:
                return [ask_seller(sellers[0], wanted, now=now)]
            return ask_side_by_side(sellers, wanted, now=now)
    except NotNow as refusal:
        return [
            SellerAnswer(asked=SellerAsked(seller=each, at=now, problem=problem_of(refusal, at=now)))
            for each in sellers
        ]


def ask_side_by_side(sellers: Sequence[Seller], wanted: Identifier, *, now: datetime) -> list[SellerAnswer]:
    futures = {side_by_side.submit(ask_seller_in_thread, each, wanted, now=now): each for each in sellers}
    wait_for_a_hit(set(futures))
    return [
        future.result()
        if future.done()
        else SellerAnswer(asked=SellerAsked(seller=each, at=now, problem=Problem(kind=SLOW, at=now)))
        for future, each in futures.items()
    ]


def wait_for_a_hit(pending: set[Future[SellerAnswer]]) -> None:
    ends = monotonic() + settings.LOOKUP_PATIENCE
    while pending and monotonic() < ends:
        done, pending = wait(pending, timeout=ends - monotonic(), return_when=FIRST_COMPLETED)
        if any(future.result().chats for future in done):
            ends = min(ends, monotonic() + GRACE)


def ask_seller_in_thread(seller: Seller, wanted: Identifier, *, now: datetime) -> SellerAnswer:
    try:
        return ask_seller(seller, wanted, now=now)
    finally:
        connection.close()


def ask_seller(seller: Seller, wanted: Identifier, *, now: datetime) -> SellerAnswer:
    """At most two calls: the chat of this number, then the chats of the order or return of this number."""
    try:
        seen = market_chats(seller, wanted, now=now)
    except NotFound:
        return SellerAnswer(asked=SellerAsked(seller=seller, at=now))
    except (MarketError, NotNow) as error:
        return SellerAnswer(asked=SellerAsked(seller=seller, at=now, problem=problem_of(error, at=now)))
    rows = tuple(sightings.record_chat(seller, chat, seen_at=now, source=Chat.Source.LOOKUP) for chat in seen)
    for row in rows:
        row.seller = seller
    return SellerAnswer(asked=SellerAsked(seller=seller, at=now), chats=rows)


def market_chats(seller: Seller, wanted: Identifier, *, now: datetime) -> Sequence[MarketChat]:
    ends = monotonic() + settings.MARKET_DEADLINE
    if wanted.meaning in {Meaning.ANY, Meaning.CHAT}:
        try:
            return [chat_of(seller, wanted.number, now=now)]
        except NotFound:
            if wanted.meaning is Meaning.CHAT:
                return []
    return chats_about(seller, wanted, seconds=max(ends - monotonic(), settings.MARKET_DEADLINE / 5), now=now)


def chat_of(seller: Seller, chat_id: int, *, now: datetime) -> MarketChat:
    return upstream.ask(
        seller,
        GET_CHAT,
        Lane.AGENT,
        lambda client, token: client.get_chat(token, business_id=seller.business_id, chat_id=chat_id),
        now=now,
    ).result


def chats_about(seller: Seller, wanted: Identifier, *, seconds: float, now: datetime) -> list[MarketChat]:
    """`seconds` are left to the page: with two slow calls the browser's patience would end before the answer."""
    contexts = [
        ContextFilter(type=kind, id=wanted.number)
        for kind in (ContextType.ORDER, ContextType.RETURN)
        if wanted.meaning in {Meaning.ANY, kind}
    ]
    page = upstream.ask(
        seller,
        GET_CHATS,
        Lane.AGENT,
        lambda client, token: client.get_chats(
            token, business_id=seller.business_id, contexts=contexts, deadline=seconds
        ),
        now=now,
    ).result
    # Trust, but check: an answer about another number is not what was asked for.
    return [chat for chat in page.chats if wanted.number in (chat.context.order_id, chat.context.return_id)]
