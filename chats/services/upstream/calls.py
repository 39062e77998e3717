"""One call to Market for a seller: open the token, claim in the ledger, call, release the claim.

The order matters. The claim is committed before the call leaves, so that no two processes spend the same unit of the
quota; it is released whatever the call came to. Only a process that dies in between leaves its claim to run out.
"""

import logging
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TypeVar, cast

from django.conf import settings

from chats.clock import Clock
from chats.fields import Undecryptable
from chats.market.client import Client
from chats.market.errors import Broken, MarketError, NotReached, RateLimited
from chats.market.limits import Answer
from chats.market.token import Token
from chats.models import Seller
from chats.problems import BUSY, LOST_TOKEN, NO_TOKEN, NotNow
from chats.services.upstream import circuit, ledger, tally
from chats.services.upstream.ledger import Lane

logger = logging.getLogger(__name__)

R = TypeVar("R")
MOST_RETRIES = 2
RETRY_SECONDS = 3.0  # since the first try; after that no retry, because a person is waiting
SLOT_WAIT_SECONDS = 2.0  # for a person's own action, when all slots are taken


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


def ask(
    seller: Seller, operation: str, lane: Lane, request: Callable[[Client, Token], Answer[R]], *, now: datetime
) -> Answer[R]:
    """Call Market for a seller, within the quota that all processes share.

    `operation` is Market's operationId, such as getChat; `request` makes the call with the client and the opened
    token. In Lane.AGENT, whose calls are safe to repeat, a call is made up to three times within three seconds when
    Market fails or is not reached. Returns Market's answer. Raises MarketError as the client does, and NotNow when the
    desk itself holds the call back: no token, one that no key opens, an open circuit, the quota used up, or all slots
    taken.

    https://yandex.ru/dev/market/partner-api/doc/ru/concepts/limits
    """
    token = open_token(seller)
    clock = Clock(now)
    claim = claim_with_patience(seller, operation, lane, clock)
    try:
        answer = call_with_retries(seller, token, lane, request, clock)
    except MarketError as error:
        release_after_failure(claim, error, now=clock.now)
        logger.warning("seller=%s %s %s trace=%s", seller.pk, operation, error.kind, error.trace)
        raise
    finished = clock.now
    ledger.release(claim, answer.limits, counted=True, now=finished)
    tally.held_back.write_if_due(now=finished)
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


def claim_with_patience(seller: Seller, operation: str, lane: Lane, clock: Clock) -> ledger.Claim:
    """Claim at once; where a person waits, keep trying for two seconds when all slots are taken."""
    circuit.ensure_call_allowed(seller, lane, now=clock.now)
    gives_up_at = clock.now + timedelta(seconds=SLOT_WAIT_SECONDS)
    while True:
        tried_at = clock.now
        try:
            return ledger.claim(seller, operation, lane, now=tried_at)
        except NotNow as refusal:
            if refusal.kind != BUSY or lane > Lane.SEND or tried_at > gives_up_at:
                tally.held_back.count(seller, operation, lane, now=tried_at)
                raise
        time.sleep(random.uniform(0.03, 0.08))  # noqa: S311  (keeps waiting processes out of step; guards nothing)


def call_with_retries(
    seller: Seller, token: Token, lane: Lane, request: Callable[[Client, Token], Answer[R]], clock: Clock
) -> Answer[R]:
    """Make the call, again while that makes sense; each failed try counts for the circuit.

    Only Lane.AGENT retries: its calls are safe to repeat, and a person waits. A reply (Lane.SEND) that got no answer
    may have arrived, and the other lanes come round again anyway.
    """
    last_retry_at = clock.now + timedelta(seconds=RETRY_SECONDS)
    for tries_left in reversed(range(MOST_RETRIES + 1)):
        try:
            return request(client(), token)
        except MarketError as error:
            failed_at = clock.now
            is_open = circuit.record_failure(seller, error, now=failed_at)
            if is_open or lane is not Lane.AGENT or failed_at > last_retry_at or tries_left < tries_needed(error):
                raise
            time.sleep(pause_before_retry(error))
    raise RuntimeError("unreachable: the last try returns or raises")


def tries_needed(error: MarketError) -> int:
    """How many tries must be left to retry after this error: a failure is retried twice, the parallel limit once,
    anything else never."""
    if isinstance(error, RateLimited) and error.kind == "parallel_limit":
        return MOST_RETRIES
    if isinstance(error, Broken) or (isinstance(error, NotReached) and error.retriable):
        return 1
    return MOST_RETRIES + 1


def pause_before_retry(error: MarketError) -> float:
    """Seconds: long enough after the parallel limit for another program's request to end, else short."""
    slow = isinstance(error, RateLimited)
    return random.uniform(1, 2) if slow else random.uniform(0.2, 0.6)  # noqa: S311  (jitter)


def release_after_failure(claim: ledger.Claim, error: MarketError, *, now: datetime) -> None:
    # Market does not count a call that it answers with 5xx. It may count one that got no answer here, as a 499.
    ledger.release(claim, error.limits, counted=not isinstance(error, Broken), now=now)
    if isinstance(error, RateLimited) and error.kind != "parallel_limit":
        error.until = ledger.block_operation(claim, error.limits, kind=error.kind, now=now)
