"""Find the chats that a number means: in the desk's own table first, then at Market, for all sellers in parallel."""

from collections.abc import Iterable, Iterator, Sequence
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
from chats.market.types import ChatsPage, ChatStatus, ContextFilter, ContextType
from chats.models import Chat, Seller
from chats.problems import SLOW, NotNow, Problem, problem_of
from chats.services import people, sightings, upstream
from chats.services.lookup.identifiers import Identifier, Meaning
from chats.services.upstream import Lane

MOST_PAGES = 20  # of chats about one number; Market puts twenty on each
# Seconds to wait for the other sellers after the first hit: one number can mean a chat of each.
GRACE = 0.15
executor = ThreadPoolExecutor(max_workers=8, thread_name_prefix="lookup")


@dataclass(frozen=True, kw_only=True)
class SellerAsked:
    """One seller for whom Market was asked; `problem` is None when Market answered."""

    seller: Seller
    at: datetime
    problem: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class LookupResult:
    """What one number led to. `chats` have their seller loaded; the most likely one comes first."""

    number: int
    chats: tuple[Chat, ...]
    known: bool  # from the desk's own table, without asking Market
    asked: tuple[SellerAsked, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SellerAnswer:
    asked: SellerAsked
    chats: tuple[Chat, ...] = ()


def look_up(agent: User, wanted: Identifier, *, seller: Seller | None, ask_market: bool, now: datetime) -> LookupResult:
    """Find the chats that a number means, of all sellers the agent may see or of the one given as `seller`.

    They come from the desk's own table; Market is asked when none is there, or when `ask_market` is set. Raises nothing
    when Market fails: each seller's problem is in `asked`.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChat
    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChats
    """
    sellers = sellers_asked(agent, wanted, seller)
    known = () if ask_market else known_chats(sellers, wanted)
    if known:
        return LookupResult(number=wanted.number, chats=likeliest_first(known), known=True)
    answers = ask_sellers(sellers, wanted, now=now)
    chats = {chat.pk: chat for answer in answers for chat in answer.chats}
    return LookupResult(
        number=wanted.number,
        chats=likeliest_first(chats.values()),
        known=False,
        asked=tuple(answer.asked for answer in answers),
    )


def found_by_address(seller: Seller, chat_id: int, outcome: Chat | Problem, *, now: datetime) -> LookupResult:
    """The result of opening an address of a chat that the desk did not know yet: that is a lookup too, of one seller.
    `outcome` is what `sightings.fetch_chat` returned."""
    if isinstance(outcome, Chat):
        return LookupResult(number=chat_id, chats=(outcome,), known=False, asked=(SellerAsked(seller=seller, at=now),))
    problem = None if outcome.kind == NotFound.kind else outcome
    return LookupResult(
        number=chat_id, chats=(), known=False, asked=(SellerAsked(seller=seller, at=now, problem=problem),)
    )


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
    return tuple(Chat.objects.filter(meant, seller__in=sellers).select_related("seller"))


def likeliest_first(chats: Iterable[Chat]) -> tuple[Chat, ...]:
    ordered = sorted(chats, key=lambda chat: chat.updated_at, reverse=True)
    return tuple(sorted(ordered, key=lambda chat: chat.status == ChatStatus.FINISHED))


def ask_sellers(sellers: Sequence[Seller], wanted: Identifier, *, now: datetime) -> list[SellerAnswer]:
    """Ask for all sellers in parallel. The first hit ends the waiting; a seller without an answer by then, or within
    settings.LOOKUP_PATIENCE, gets the problem SLOW. The whole lookup takes one thread of the budget."""
    if not sellers:
        return []
    try:
        with upstream.thread_budget(Lane.AGENT, now=now):
            if len(sellers) == 1:
                return [ask_seller(sellers[0], wanted, now=now)]
            return ask_in_parallel(sellers, wanted, now=now)
    except NotNow as refusal:
        return [
            SellerAnswer(asked=SellerAsked(seller=each, at=now, problem=problem_of(refusal, at=now)))
            for each in sellers
        ]


def ask_in_parallel(sellers: Sequence[Seller], wanted: Identifier, *, now: datetime) -> list[SellerAnswer]:
    futures = {executor.submit(ask_seller_in_thread, each, wanted, now=now): each for each in sellers}
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
        # Django closes connections at the end of a request, and this thread has none.
        connection.close()


def ask_seller(seller: Seller, wanted: Identifier, *, now: datetime) -> SellerAnswer:
    """Ask Market for one seller: getChat by this number, then getChats by order or return, page by page. What came
    before a failure counts as found."""
    rows, problem = [], None
    try:
        for chat in market_chats(seller, wanted, now=now):
            row = sightings.record_chat(seller, chat, seen_at=now, source=Chat.Source.LOOKUP)
            row.seller = seller
            rows.append(row)
    except NotFound:
        pass
    except (MarketError, NotNow) as error:
        problem = problem_of(error, at=now)
    return SellerAnswer(asked=SellerAsked(seller=seller, at=now, problem=problem), chats=tuple(rows))


def market_chats(seller: Seller, wanted: Identifier, *, now: datetime) -> Iterator[MarketChat]:
    ends = monotonic() + settings.MARKET_DEADLINE
    if wanted.meaning in {Meaning.ANY, Meaning.CHAT}:
        try:
            yield chat_of(seller, wanted.number, now=now)
            return
        except NotFound:
            if wanted.meaning is Meaning.CHAT:
                return
    yield from chats_about(seller, wanted, seconds=max(ends - monotonic(), settings.MARKET_DEADLINE / 5), now=now)


def chat_of(seller: Seller, chat_id: int, *, now: datetime) -> MarketChat:
    return upstream.ask(
        seller,
        GET_CHAT,
        Lane.AGENT,
        lambda client, token: client.get_chat(token, business_id=seller.business_id, chat_id=chat_id),
        now=now,
    ).result


def chats_about(seller: Seller, wanted: Identifier, *, seconds: float, now: datetime) -> Iterator[MarketChat]:
    """The chats about an order or a return of this number, of all of Market's pages. `seconds` is what is left of the
    time a page may take: two calls at full length would outlast the browser's patience. Raises NotNow, of the kind
    SLOW, when there are more pages than can be read in it."""
    ends = monotonic() + seconds
    token: str | None = None
    seen, tokens = set[int](), set[str]()
    while True:
        page = page_about(seller, wanted, token, seconds=ends - monotonic(), now=now)
        for chat in page.chats:
            # A chat about another number would be shown as a hit, should Market ever ignore the filter.
            if wanted.number in (chat.context.order_id, chat.context.return_id) and chat.chat_id not in seen:
                seen.add(chat.chat_id)
                yield chat
        token = page.next_page_token
        # A repeated token would loop for ever.
        if token is None or token in tokens:
            return
        tokens.add(token)
        if monotonic() > ends or len(tokens) >= MOST_PAGES:
            raise NotNow(SLOW)


def page_about(seller: Seller, wanted: Identifier, token: str | None, *, seconds: float, now: datetime) -> ChatsPage:
    contexts = [
        ContextFilter(type=kind, id=wanted.number)
        for kind in (ContextType.ORDER, ContextType.RETURN)
        if wanted.meaning in {Meaning.ANY, kind}
    ]
    return upstream.ask(
        seller,
        GET_CHATS,
        Lane.AGENT,
        lambda client, key: client.get_chats(
            key, business_id=seller.business_id, contexts=contexts, page_token=token, deadline=seconds
        ),
        now=now,
    ).result
