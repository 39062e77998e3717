"""How a seller's line to Market stands: a circuit that opens after failures, and quiet after a refused token."""

import random
from datetime import datetime, timedelta

from django.db.models import F, Q

from chats.clock import is_ahead
from chats.market.errors import MarketError, NotFound, NotReached, RateLimited, Refused
from chats.market.limits import CREATE_CHAT, GET_BUSINESS_ORDERS, GET_RETURN, SEND_FILE_TO_CHAT, SEND_MESSAGE_TO_CHAT
from chats.models import Circuit, Seller
from chats.problems import SELLER_AT_FAULT, SHUT, NotNow
from chats.services.upstream.ledger import Lane

FAILURES_TO_OPEN = 5
MINUTE, CALLS_TO_JUDGE = timedelta(seconds=60), 10
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(seconds=120)
QUIET = timedelta(minutes=15)
PROBE = timedelta(seconds=20)
# A token may lack the right to these and read chats all the same.
OF_THEIR_OWN = {GET_BUSINESS_ORDERS, GET_RETURN, SEND_MESSAGE_TO_CHAT, SEND_FILE_TO_CHAT, CREATE_CHAT}
ANSWERS = (NotFound, Refused, RateLimited)  # errors that only a Market which is well can give


def check(seller: Seller, lane: Lane, *, now: datetime) -> None:
    """Raise NotNow while the circuit is open, or while a refused token keeps lanes quiet that nobody waits in."""
    circuit = Circuit.objects.filter(seller=seller).first()
    if circuit is None:
        return
    if circuit.shut_until and is_ahead(circuit.shut_until, LONGEST_PAUSE * 1.2, now=now):
        raise NotNow(SHUT, circuit.shut_until)
    if lane >= Lane.OPEN_CHAT and circuit.quiet_until and is_ahead(circuit.quiet_until, QUIET, now=now):
        raise NotNow(circuit.error_kind, circuit.quiet_until)
    if circuit.failures >= FAILURES_TO_OPEN:
        half_open(circuit, now=now)


def half_open(circuit: Circuit, *, now: datetime) -> None:
    same = Circuit.objects.filter(pk=circuit.pk, shut_until=circuit.shut_until)
    if not same.update(shut_until=now + PROBE):
        raise NotNow(SHUT, now + PROBE)


def record_success(seller: Seller, *, now: datetime) -> None:
    """Forget what went wrong; only how many calls failed in the last minute stays. Costs a write only when any did."""
    troubled = ~Q(failures=0, error_kind="") | within_the_minute(now)
    Circuit.objects.filter(troubled, seller=seller).update(
        failures=0,
        shut_until=None,
        quiet_until=None,
        error_kind="",
        error_at=None,
        error_trace="",
        minute_calls=F("minute_calls") + 1,
    )


def record_failure(seller: Seller, error: MarketError, *, now: datetime) -> bool:
    """Note the error; open the circuit after five failures in a row, or when more than half of ten calls or more
    within a minute failed; keep quiet after a refused token.

    Gives whether the circuit is open now. A refusal such as "no such chat" is an answer: the line stands.
    """
    if isinstance(error, ANSWERS):
        record_success(seller, now=now)
    if not (is_sellers_fault(error) or is_failure(error)):
        return False
    circuit = Circuit.objects.get_or_create(seller=seller)[0]
    Circuit.objects.filter(pk=circuit.pk).update(
        failures=F("failures") + 1 if is_failure(error) else 0,
        quiet_until=now + QUIET if is_sellers_fault(error) else None,
        shut_until=None,
        error_kind=error.kind,
        error_at=now,
        error_trace=error.trace,
    )
    if not is_failure(error):
        return False
    count_within_the_minute(circuit, now=now)
    circuit.refresh_from_db()
    if not is_down(circuit):
        return False
    # Whatever opened it, from here on it counts as failures in a row: the pause grows, one call probes.
    failures = max(circuit.failures, FAILURES_TO_OPEN)
    shut_until = now + pause(failures)
    Circuit.objects.filter(pk=circuit.pk).update(shut_until=shut_until, failures=failures, minute_from=None)
    return True


def count_within_the_minute(circuit: Circuit, *, now: datetime) -> None:
    this = Circuit.objects.filter(pk=circuit.pk)
    counted = this.filter(within_the_minute(now)).update(
        minute_calls=F("minute_calls") + 1, minute_failures=F("minute_failures") + 1
    )
    if not counted:
        this.update(minute_from=now, minute_calls=1, minute_failures=1)


def within_the_minute(now: datetime) -> Q:
    return Q(minute_from__gt=now - MINUTE, minute_from__lte=now)


def is_down(circuit: Circuit) -> bool:
    many = circuit.minute_from is not None and circuit.minute_calls >= CALLS_TO_JUDGE
    return circuit.failures >= FAILURES_TO_OPEN or (many and circuit.minute_failures * 2 > circuit.minute_calls)


def is_sellers_fault(error: MarketError) -> bool:
    return error.kind in SELLER_AT_FAULT and (error.kind == "dead_key" or error.operation not in OF_THEIR_OWN)


def is_failure(error: MarketError) -> bool:
    return isinstance(error, NotReached) or error.kind == "broken"


def pause(failures: int) -> timedelta:
    doubled: timedelta = FIRST_PAUSE * 2 ** min(failures - FAILURES_TO_OPEN, 4)
    # Spread, so that processes do not all come back at the same moment; nothing secret hangs on it.
    return float(random.uniform(0.8, 1.2)) * min(doubled, LONGEST_PAUSE)  # noqa: S311
