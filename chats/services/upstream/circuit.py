"""The circuit breaker of each seller: it opens after failures, then lets one call through to see if Market is back.

Closed, calls go through. Open, they are refused at once until a time, so that pages do not wait for a Market that is
down. Half-open, when that time has come, one call of one process probes: success closes the circuit, failure opens it
for longer. Separately, a refused token pauses the lanes in which nobody waits: a person may try and see the reason.
"""

import random
from datetime import datetime, timedelta

from django.db.models import F, Q

from chats.clock import is_ahead
from chats.market.errors import MarketError, NotFound, NotReached, RateLimited, Refused
from chats.market.limits import CREATE_CHAT, GET_BUSINESS_ORDERS, GET_RETURN, SEND_FILE_TO_CHAT, SEND_MESSAGE_TO_CHAT
from chats.models import Circuit, Seller
from chats.problems import CIRCUIT_OPEN, SELLER_AT_FAULT, NotNow
from chats.services.upstream.ledger import Lane

FAILURES_TO_OPEN = 5
MINUTE, CALLS_TO_JUDGE = timedelta(seconds=60), 10
OPEN_AT_FIRST, OPEN_AT_MOST = timedelta(seconds=15), timedelta(seconds=120)
JITTER = 0.2  # of the time it stays open, either way
PAUSE_AFTER_REFUSED_TOKEN = timedelta(minutes=15)
PROBE_LEASE = timedelta(seconds=20)  # longer than a read takes; after it another call may probe
# Operations with a permission of their own: a token may lack it and read chats all the same.
SEPARATELY_PERMITTED = {GET_BUSINESS_ORDERS, GET_RETURN, SEND_MESSAGE_TO_CHAT, SEND_FILE_TO_CHAT, CREATE_CHAT}
HEALTHY_ERRORS = (NotFound, Refused, RateLimited)  # Market answered, so it is up


def ensure_call_allowed(seller: Seller, lane: Lane, *, now: datetime) -> None:
    """Raise NotNow while the circuit is open, and, in a lane in which nobody waits, during the pause after a refused
    token. When the circuit is due to be probed, this call becomes the probe."""
    circuit = Circuit.objects.filter(seller=seller).first()
    if circuit is None:
        return
    if circuit.open_until and is_ahead(circuit.open_until, OPEN_AT_MOST * (1 + JITTER), now=now):
        raise NotNow(CIRCUIT_OPEN, circuit.open_until)
    paused_until = circuit.paused_until if lane >= Lane.OPEN_CHAT else None
    if paused_until and is_ahead(paused_until, PAUSE_AFTER_REFUSED_TOKEN, now=now):
        raise NotNow(circuit.error_kind, paused_until)
    if circuit.failures >= FAILURES_TO_OPEN:
        half_open(circuit, now=now)


def half_open(circuit: Circuit, *, now: datetime) -> None:
    """Let this call probe, and keep the circuit open for all others meanwhile. Raises NotNow for all but one."""
    # Compare-and-swap on `open_until`: of several processes that read the same value, one wins and probes. If it dies
    # with its probe under way, the new `open_until` passes, and another process may probe.
    same = Circuit.objects.filter(pk=circuit.pk, open_until=circuit.open_until)
    if not same.update(open_until=now + PROBE_LEASE):
        raise NotNow(CIRCUIT_OPEN, now + PROBE_LEASE)


def record_success(seller: Seller, *, now: datetime) -> None:
    """Close the circuit and forget the last error. The minute's counts stay, or calls that fail every other time would
    never open it. Writes only where there is something to forget or to count."""
    troubled = ~Q(failures=0, error_kind="") | within_the_minute(now)
    Circuit.objects.filter(troubled, seller=seller).update(
        failures=0,
        open_until=None,
        paused_until=None,
        error_kind="",
        error_at=None,
        error_trace="",
        minute_calls=F("minute_calls") + 1,
    )


def record_failure(seller: Seller, error: MarketError, *, now: datetime) -> bool:
    """Note the error, and open the circuit after five failures in a row, or when of at least ten calls within a minute
    more than half failed. A refused token pauses the lanes in which nobody waits.

    Returns whether the circuit is open now. An error such as "no such chat" is an answer, and counts as a success.
    """
    if isinstance(error, HEALTHY_ERRORS):
        record_success(seller, now=now)
    if not (is_sellers_fault(error) or is_failure(error)):
        return False
    circuit = Circuit.objects.get_or_create(seller=seller)[0]
    Circuit.objects.filter(pk=circuit.pk).update(
        failures=F("failures") + 1 if is_failure(error) else 0,
        paused_until=now + PAUSE_AFTER_REFUSED_TOKEN if is_sellers_fault(error) else None,
        open_until=None,
        error_kind=error.kind,
        error_at=now,
        error_trace=error.trace,
    )
    if not is_failure(error):
        return False
    count_within_the_minute(circuit, now=now)
    circuit.refresh_from_db()
    if not must_open(circuit):
        return False
    # A circuit that the minute's counts opened may have few failures in a row. `failures` decides that it becomes
    # half-open later, and how long it stays open after a failed probe, so it is raised to the count that opens one.
    failures = max(circuit.failures, FAILURES_TO_OPEN)
    open_until = now + open_time(failures)
    Circuit.objects.filter(pk=circuit.pk).update(open_until=open_until, failures=failures, minute_from=None)
    return True


def count_within_the_minute(circuit: Circuit, *, now: datetime) -> None:
    this = Circuit.objects.filter(pk=circuit.pk)
    counted = this.filter(within_the_minute(now)).update(
        minute_calls=F("minute_calls") + 1, minute_failures=F("minute_failures") + 1
    )
    if not counted:
        this.update(minute_from=now, minute_calls=1, minute_failures=1)


def within_the_minute(now: datetime) -> Q:
    # A minute that began later than now was counted before the clock was set back.
    return Q(minute_from__gt=now - MINUTE, minute_from__lte=now)


def must_open(circuit: Circuit) -> bool:
    many = circuit.minute_from is not None and circuit.minute_calls >= CALLS_TO_JUDGE
    return circuit.failures >= FAILURES_TO_OPEN or (many and circuit.minute_failures * 2 > circuit.minute_calls)


def is_sellers_fault(error: MarketError) -> bool:
    return error.kind in SELLER_AT_FAULT and (error.kind == "dead_key" or error.operation not in SEPARATELY_PERMITTED)


def is_failure(error: MarketError) -> bool:
    return isinstance(error, NotReached) or error.kind == "broken"


def open_time(failures: int) -> timedelta:
    """How long the circuit stays open: twice as long after each failed probe, up to two minutes."""
    doubled: timedelta = OPEN_AT_FIRST * 2 ** min(failures - FAILURES_TO_OPEN, 4)
    # Jitter, so that the circuits of several sellers do not all probe at the same moment.
    return float(random.uniform(1 - JITTER, 1 + JITTER)) * min(doubled, OPEN_AT_MOST)  # noqa: S311  (jitter)
