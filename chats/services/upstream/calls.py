"""The one way from the desk to Market: the ledger is asked, the token opened, the call made, the ledger settled."""

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TypeVar, cast

from django.conf import settings

from chats.fields import Undecryptable
from chats.market.client import Client
from chats.market.errors import Broken, MarketError, NotReached, RateLimited
from chats.market.limits import Answer
from chats.market.token import Token
from chats.models import Seller
from chats.problems import BUSY, LOST_TOKEN, NO_TOKEN, NotNow
from chats.services.upstream import circuit, ledger
from chats.services.upstream.ledger import Lane

logger = logging.getLogger(__name__)

R = TypeVar("R")
MOST_RETRIES = 2
RETRY_WITHIN = 3.0  # seconds since the first try; what is slower than that is not tried again while a person waits
QUEUE = 2.0  # seconds a person's own action waits for a free slot or place

# At most half of a process's threads wait for Market, and at most a quarter for one of these places, so that a hung
# Market leaves the others to the desk.
places = threading.BoundedSemaphore(max(1, settings.WEB_THREADS // 2))
queue_for_places = threading.BoundedSemaphore(max(1, settings.WEB_THREADS // 4))


def client() -> Client:
    """The client of this process, as the settings say now."""
    return client_for(settings.MARKET_API_URL, settings.MARKET_PROXY, settings.MARKET_CA_FILE, settings.MARKET_DEADLINE)


@lru_cache(maxsize=4)
def client_for(url: str, proxy: str, ca_file: str, deadline: float) -> Client:
    return Client(
        url,
        proxy=proxy,
        connect_timeout=settings.MARKET_CONNECT_TIMEOUT,
        read_timeout=settings.MARKET_READ_TIMEOUT,
        deadline=deadline,
        max_answer_bytes=settings.MARKET_MAX_ANSWER_BYTES,
        ca_file=ca_file,
    )


@contextmanager
def waiting_place(lane: Lane, *, now: datetime) -> Iterator[None]:
    """One of the places in which this process's threads wait for Market. Raises NotNow (busy) when all are taken."""
    if not (places.acquire(blocking=False) or (lane <= Lane.SEND and queued_for_a_place())):
        raise NotNow(BUSY, now + timedelta(seconds=QUEUE))
    try:
        yield
    finally:
        places.release()


def queued_for_a_place() -> bool:
    if not queue_for_places.acquire(blocking=False):
        return False
    try:
        return places.acquire(timeout=QUEUE)
    finally:
        queue_for_places.release()


def ask(
    seller: Seller, operation: str, lane: Lane, request: Callable[[Client, Token], Answer[R]], *, now: datetime
) -> Answer[R]:
    """Call Market for a seller through the shared ledger.

    `operation` is Market's operationId; `request` makes the call with the client and the opened token. Reads in a
    person's own lane are tried up to three times in three seconds when Market fails or is not reached. Raises
    MarketError as the client does, and NotNow when the desk itself holds the call back.
    """
    token = open_token(seller)
    started = time.monotonic()
    leave = claim_with_patience(seller, operation, lane, now=now)
    try:
        answer = attempt(seller, token, lane, request, now=now)
    except MarketError as error:
        finished = now + timedelta(seconds=time.monotonic() - started)
        settle_failure(leave, error, now=finished)
        logger.warning("seller=%s %s %s trace=%s", seller.pk, operation, error.kind, error.trace)
        raise
    finished = now + timedelta(seconds=time.monotonic() - started)
    ledger.settle(leave, answer.limits, counted=True, now=finished)
    circuit.record_success(seller, now=finished)
    logger.info("seller=%s %s ok trace=%s", seller.pk, operation, answer.trace)
    return answer


def open_token(seller: Seller) -> Token:
    if seller.token is None:
        raise NotNow(NO_TOKEN)
    try:
        return cast(Token, seller.token.open())
    except Undecryptable:
        raise NotNow(LOST_TOKEN) from None


def claim_with_patience(seller: Seller, operation: str, lane: Lane, *, now: datetime) -> ledger.Claim:
    """Claim at once, or wait up to two seconds for a free slot where a person waits."""
    circuit.check(seller, lane, now=now)
    started = time.monotonic()
    while True:
        waited = time.monotonic() - started
        try:
            return ledger.claim(seller, operation, lane, now=now + timedelta(seconds=waited))
        except NotNow as refusal:
            if refusal.kind != BUSY or lane > Lane.SEND or waited > QUEUE:
                raise
        time.sleep(random.uniform(0.03, 0.08))  # noqa: S311  (spreads waiting processes, guards nothing)


def attempt(
    seller: Seller, token: Token, lane: Lane, request: Callable[[Client, Token], Answer[R]], *, now: datetime
) -> Answer[R]:
    started = time.monotonic()
    for tries_left in reversed(range(MOST_RETRIES + 1)):
        try:
            return request(client(), token)
        except MarketError as error:
            waited = time.monotonic() - started
            shut = circuit.record_failure(seller, error, now=now + timedelta(seconds=waited))
            if shut or lane is not Lane.AGENT or waited > RETRY_WITHIN or tries_left < tries_needed(error):
                raise
            time.sleep(pause_before_retry(error))
    raise RuntimeError("unreachable: the last try returns or raises")


def tries_needed(error: MarketError) -> int:
    """How many tries must be left for another one: a parallel limit gets one retry, a failure two, the rest none."""
    if isinstance(error, RateLimited) and error.kind == "parallel_limit":
        return MOST_RETRIES
    if isinstance(error, Broken) or (isinstance(error, NotReached) and error.retriable):
        return 1
    return MOST_RETRIES + 1


def pause_before_retry(error: MarketError) -> float:
    slow = isinstance(error, RateLimited)
    return random.uniform(1, 2) if slow else random.uniform(0.2, 0.6)  # noqa: S311


def settle_failure(leave: ledger.Claim, error: MarketError, *, now: datetime) -> None:
    # A call that ended without an answer may well have counted: Market takes it for a 499.
    ledger.settle(leave, error.limits, counted=not isinstance(error, Broken), now=now)
    if isinstance(error, RateLimited) and error.kind != "parallel_limit":
        error.until = ledger.shut(leave, error.limits, known_hour=error.kind == "hourly_limit", now=now)
