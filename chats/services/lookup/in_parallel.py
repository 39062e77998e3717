"""One question asked of Market for several sellers side by side."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.db import connection

from chats.market.errors import MarketError, NotFound
from chats.market.types import Chat as MarketChat
from chats.models import Chat, Seller
from chats.problems import SLOW, NotNow, Problem, problem_of
from chats.services import sightings, upstream
from chats.services.lookup.results import OrderFound, SellerAsked
from chats.services.upstream import Lane

# Seconds to wait for the other sellers after the first hit: one number can mean a chat of each.
GRACE = 0.15
executor = ThreadPoolExecutor(max_workers=8, thread_name_prefix="lookup")


@dataclass(frozen=True, kw_only=True)
class SellerAnswer:
    asked: SellerAsked
    chats: tuple[Chat, ...] = ()
    orders: tuple[OrderFound, ...] = ()


Question = Callable[[Seller], SellerAnswer]


def ask_sellers(sellers: Sequence[Seller], question: Question, *, patience: float, now: datetime) -> list[SellerAnswer]:
    """Ask for all sellers in parallel. The first hit ends the waiting; a seller without an answer by then, or within
    `patience` seconds, gets the problem SLOW. `question` may raise MarketError and NotNow. The whole lookup takes one
    thread of the budget."""
    if not sellers:
        return []
    try:
        with upstream.thread_budget(Lane.AGENT, now=now):
            if len(sellers) == 1:
                return [answer_of(sellers[0], question, now=now)]
            return ask_in_parallel(sellers, question, patience=patience, now=now)
    except NotNow as refusal:
        return [failed(each, problem_of(refusal, at=now), now=now) for each in sellers]


def ask_in_parallel(
    sellers: Sequence[Seller], question: Question, *, patience: float, now: datetime
) -> list[SellerAnswer]:
    futures = {executor.submit(answer_in_thread, each, question, now=now): each for each in sellers}
    wait_for_a_hit(set(futures), patience)
    return [
        future.result() if future.done() else failed(each, Problem(kind=SLOW, at=now), now=now)
        for future, each in futures.items()
    ]


def wait_for_a_hit(pending: set[Future[SellerAnswer]], patience: float) -> None:
    ends = monotonic() + patience
    while pending and monotonic() < ends:
        done, pending = wait(pending, timeout=ends - monotonic(), return_when=FIRST_COMPLETED)
        if any(future.result().chats for future in done):
            ends = min(ends, monotonic() + GRACE)


def answer_in_thread(seller: Seller, question: Question, *, now: datetime) -> SellerAnswer:
    try:
        return answer_of(seller, question, now=now)
    finally:
        # Django closes connections at the end of a request, and this thread has none.
        connection.close()


def answer_of(seller: Seller, question: Question, *, now: datetime) -> SellerAnswer:
    try:
        return question(seller)
    except (MarketError, NotNow) as error:
        return failed(seller, problem_of(error, at=now), now=now)


def seen_at_market(seller: Seller, seen: Iterable[MarketChat], *, now: datetime) -> SellerAnswer:
    """Chats that Market is showing, kept as sightings. What came before a failure counts as found."""
    rows, problem = [], None
    try:
        for chat in seen:
            row = sightings.record_chat(seller, chat, seen_at=now, source=Chat.Source.LOOKUP)
            row.seller = seller
            rows.append(row)
    except NotFound:
        pass
    except (MarketError, NotNow) as error:
        problem = problem_of(error, at=now)
    return SellerAnswer(asked=SellerAsked(seller=seller, at=now, problem=problem), chats=tuple(rows))


def failed(seller: Seller, problem: Problem, *, now: datetime) -> SellerAnswer:
    return SellerAnswer(asked=SellerAsked(seller=seller, at=now, problem=problem))
