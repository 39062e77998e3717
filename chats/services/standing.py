"""How a seller's line to Market stands: a circuit that opens after failures, and quiet after a refused token."""

import random
from datetime import datetime, timedelta

from django.db.models import F

from chats.market.errors import MarketError, NotFound, NotReached, RateLimited, Refused
from chats.models import Seller, Standing
from chats.services.problems import SELLER_AT_FAULT, SHUT, NotNow
from chats.services.quota import Lane, is_ahead

FAILURES_TO_OPEN = 5
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(seconds=120)
QUIET = timedelta(minutes=15)
PROBE = timedelta(seconds=20)
ANSWERS = (NotFound, Refused, RateLimited)  # errors that only a Market which is well can give


def check(seller: Seller, lane: Lane, *, now: datetime) -> None:
    """Raise NotNow while the circuit is open, or while a refused token keeps lanes quiet that nobody waits in."""
    standing = Standing.objects.filter(seller=seller).first()
    if standing is None:
        return
    if standing.shut_until and is_ahead(standing.shut_until, LONGEST_PAUSE * 1.2, now=now):
        raise NotNow(SHUT, standing.shut_until)
    if lane >= Lane.OPEN_CHAT and standing.quiet_until and is_ahead(standing.quiet_until, QUIET, now=now):
        raise NotNow(standing.error_kind, standing.quiet_until)
    if standing.failures >= FAILURES_TO_OPEN:
        let_one_through(standing, now=now)


def let_one_through(standing: Standing, *, now: datetime) -> None:
    same = Standing.objects.filter(pk=standing.pk, shut_until=standing.shut_until)
    if not same.update(shut_until=now + PROBE):
        raise NotNow(SHUT, now + PROBE)


def went_well(seller: Seller) -> None:
    """Forget what went wrong. Costs a write only when something had."""
    troubled = Standing.objects.filter(seller=seller).exclude(failures=0, error_kind="")
    troubled.update(failures=0, shut_until=None, quiet_until=None, error_kind="", error_at=None, error_trace="")


def went_wrong(seller: Seller, error: MarketError, *, now: datetime) -> bool:
    """Note the error; open the circuit after five failures in a row, keep quiet after a refused token.

    Gives whether the circuit is open now. A refusal such as "no such chat" is an answer: the line stands.
    """
    if isinstance(error, ANSWERS):
        went_well(seller)
    if not (error.kind in SELLER_AT_FAULT or is_failure(error)):
        return False
    standing = Standing.objects.get_or_create(seller=seller)[0]
    Standing.objects.filter(pk=standing.pk).update(
        failures=F("failures") + 1 if is_failure(error) else 0,
        quiet_until=now + QUIET if error.kind in SELLER_AT_FAULT else None,
        shut_until=None,
        error_kind=error.kind,
        error_at=now,
        error_trace=error.trace,
    )
    standing.refresh_from_db()
    if standing.failures < FAILURES_TO_OPEN:
        return False
    Standing.objects.filter(pk=standing.pk).update(shut_until=now + pause(standing.failures))
    return True


def is_failure(error: MarketError) -> bool:
    return isinstance(error, NotReached) or error.kind == "broken"


def pause(failures: int) -> timedelta:
    doubled: timedelta = FIRST_PAUSE * 2 ** min(failures - FAILURES_TO_OPEN, 4)
    # Spread, so that processes do not all come back at the same moment; nothing secret hangs on it.
    return float(random.uniform(0.8, 1.2)) * min(doubled, LONGEST_PAUSE)  # noqa: S311
