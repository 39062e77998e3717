"""The one task: a turn of work on a claimed row, in whichever process and thread the backend of TASKS runs it.

The row is the truth, and the task no more than a way to it: it carries the row's key and the lease that was claimed. A
task that is lost, repeated or late does no harm, because the lease decides.
"""

import logging
import traceback
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import django
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from chats import database, schema
from chats.clock import Clock, is_ahead
from chats.market.errors import MarketError
from chats.models import Due
from chats.problems import BUSY, FAILED, RESERVE, NotNow, Problem, problem_of
from chats.services import jobs
from chats.worker.kinds import KINDS, Kind

if TYPE_CHECKING or django.VERSION >= (6,):
    from django.tasks import task
else:
    from django_tasks import task

logger = logging.getLogger(__name__)

# One call to Market and a margin: 20 s. A process that dies holds its row up for no longer.
LEASE: Final = timedelta(seconds=settings.MARKET_DEADLINE + 5)
LONG_ENOUGH: Final = timedelta(seconds=settings.MARKET_DEADLINE + 1)  # what must be left of a lease for a turn to begin
MOST_FAILURES: Final = 5
MOST_CLAIMS: Final = 12  # without any end: whatever this row does, it ends its process, or never ends itself
MOST_ENDED: Final = 8  # a turn that Market failed has ended: it counts for the pause, which is the longest by then
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(minutes=15)
NOT_NOW = timedelta(minutes=1)  # where a refusal does not say how long it holds: no token
# The desk is busy with something better: nothing that anybody has to be told of.
ORDINARY = {BUSY, RESERVE}


@task
def perform(kind: str, pk: int | str, lease: str) -> None:
    """Take one turn on the row of a kind in KINDS, if its lease (an ISO time) is still the one given."""
    database.close_lost_connections()
    try:
        take_turn(kind_named(kind), pk, datetime.fromisoformat(lease), now=timezone.now())
    finally:
        database.close_lost_connections()


def kind_named(name: str) -> Kind:
    return next(kind for kind in KINDS if kind.name == name)


def take_turn(kind: Kind, pk: int | str, lease: datetime, *, now: datetime) -> None:
    """Take one turn on a claimed row, and put the row off or set it aside when that fails. Raises nothing."""
    clock = Clock(now)
    try:
        row = held_row(kind, pk, lease, now=now)
        if row is None:
            return
        if row.attempts > MOST_CLAIMS:
            logger.error("%s %s has been begun %d times and never ended: set aside", kind.name, pk, row.attempts)
            jobs.set_aside(row, Problem(kind=FAILED, at=now), lease=row.leased_until)
            return
        turn_or_put_off(kind, row, clock)
    except database.AWAY as error:
        # Nothing to write it down in. The lease runs out, and the row is claimed again.
        logger.warning("%s %s: the database does not answer (%s)", kind.name, pk, type(error).__name__)


def held_row(kind: Kind, pk: int | str, lease: datetime, *, now: datetime) -> Due | None:
    """The row as it is now, under a lease that is long enough for a turn; None when the lease given is over."""
    row: Due | None = kind.due(now=now).model._default_manager.filter(pk=pk, leased_until=lease).first()
    if row is None or not is_ahead(lease, LEASE, now=now):
        return None
    if lease - now < LONG_ENOUGH and not jobs.renew(row, lease=lease, now=now, by=LEASE):
        return None
    return row


def turn_or_put_off(kind: Kind, row: Due, clock: Clock) -> None:
    lease = row.leased_until
    try:
        kind.turn(row, now=clock.now)
    except NotNow as refusal:
        put_off_uncounted(row, refusal, lease, now=clock.now)
    except MarketError as error:
        problem = problem_of(error, at=clock.now)
        attempts = min(row.attempts, MOST_ENDED)
        jobs.finish(row, next_try(row, problem, now=clock.now), lease=lease, problem=problem, attempts=attempts)
    except database.AWAY:
        raise
    except Exception as error:
        if schema.explains(error):
            raise OperationalError from error  # not the row's fault: the database is of another version of the desk
        logger.error("%s %s failed for the %d. time: %s", kind.name, row.pk, row.attempts, place_of(error))
        fail(row, error, lease, now=clock.now)


def put_off_uncounted(row: Due, refusal: NotNow, lease: datetime, *, now: datetime) -> None:
    """The desk itself held the call back: the row is not at fault."""
    problem = None if refusal.kind in ORDINARY else problem_of(refusal, at=now)
    until = max(refusal.until or now + NOT_NOW, now + timedelta(seconds=1))
    jobs.put_off(row, min(until, now + row.longest_wait), lease=lease, problem=problem, counted=False)


def next_try(row: Due, problem: Problem, *, now: datetime) -> datetime:
    """When Market says, else after a pause that grows from 10 s to a quarter of an hour."""
    pause: timedelta = min(FIRST_PAUSE * 2 ** min(row.attempts - 1, 10), LONGEST_PAUSE)
    return min(max(problem.until or now, now + pause), now + row.longest_wait)


def fail(row: Due, error: Exception, lease: datetime, *, now: datetime) -> None:
    """A fault of our own: a few tries, then the row is set aside, so that it costs nothing more."""
    problem = Problem(kind=FAILED, at=now, trace=place_of(error)[:200])
    if row.attempts >= MOST_FAILURES and row.problem_kind == FAILED:
        jobs.set_aside(row, problem, lease=lease)
    else:
        jobs.put_off(row, next_try(row, problem, now=now), lease=lease, problem=problem)


def place_of(error: Exception) -> str:
    """The type of an error and where it was raised, innermost first. Not its text, which may hold a buyer's words."""
    frames = reversed(traceback.extract_tb(error.__traceback__)[-4:])
    return " < ".join([type(error).__name__, *(f"{short(frame.filename)}:{frame.lineno}" for frame in frames)])


def short(file: str) -> str:
    return "/".join(file.split("/")[-3:])
