"""Leases on rows of `models.Due`: who claims a row works on it alone, and finishes it with the time it is due again.

The rows themselves say what is due; there is no table of jobs that could disagree with them. A lease expires by itself,
so that a process that died holds up nothing. It is also the fencing token: once another has claimed the row, the lease
of the first no longer matches, and what it brings late is refused.
"""

from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.db.models import F, Q, QuerySet

from chats import database
from chats.clock import APART, is_ahead
from chats.models import Due
from chats.models.due import LONG_AGO
from chats.problems import Problem

R = TypeVar("R", bound=Due)

# Longer than one call to Market takes with its retries; only a process that died leaves a lease to run out.
LEASE: Final = timedelta(seconds=45)
LONGEST_LEASE: Final = timedelta(seconds=90)
SOONEST: Final = timedelta(seconds=5)
AFTER_A_PROBLEM: Final = timedelta(seconds=30)
PATIENCE: Final = 2.0  # seconds for a locked database: what is due stays due
FRESH_ENOUGH: Final = timedelta(seconds=3)  # a second press within this time costs nothing


def due(rows: QuerySet[R], *, now: datetime) -> QuerySet[R]:
    """The rows that are due at `now`. A row whose `due_at` is NULL has nothing to do."""
    too_far = Q(due_at__gt=now + rows.model.longest_wait + APART)  # the clock was set back after `due_at` was stored
    return rows.filter(Q(due_at__lte=now) | too_far)


def free(rows: QuerySet[R], *, now: datetime) -> QuerySet[R]:
    """Of these rows, those that nobody works on."""
    return rows.filter(Q(leased_until__lte=now) | Q(leased_until__gt=now + LONGEST_LEASE + APART))


def is_due(row: Due, *, now: datetime) -> bool:
    """Whether a row that is loaded already is due and nobody works on it: no query."""
    return row.due_at is not None and not is_ahead(row.due_at, row.longest_wait, now=now) and is_free(row, now=now)


def is_free(row: Due, *, now: datetime) -> bool:
    """Whether nobody works on the row, as far as the loaded row tells. Who sees a lease need not ask the database."""
    return not is_ahead(row.leased_until, LONGEST_LEASE, now=now)


def claim(rows: QuerySet[R], most: int, *, now: datetime, lease: timedelta = LEASE) -> list[R]:
    """Take a lease on up to `most` of the rows that nobody holds, in the order of `rows`, and return them.

    Each carries its lease as `leased_until`, for `finish`, and has counted one more of its `attempts`. `rows` are the
    candidates: those of `due`, or one by its key when a person asks for it before it is due. A row that another
    transaction is claiming at this moment is skipped. Raises one of `database.AWAY` when the database stays locked for
    two seconds. `lease` is at most LONGEST_LEASE: one that is longer would pass for that of a clock set back.
    """
    if lease > LONGEST_LEASE:
        raise ValueError(f"A lease of {lease} is longer than {LONGEST_LEASE}.")
    with database.waiting_at_most(PATIENCE):
        found = list(locked(free(rows, now=now))[:most])
        until = now + lease
        if found:
            claimed = rows.model._default_manager.filter(pk__in=[row.pk for row in found])
            claimed.update(leased_until=until, attempts=F("attempts") + 1)
    for row in found:
        row.leased_until = until
        row.attempts += 1
    return found


def locked(rows: QuerySet[R]) -> QuerySet[R]:
    """The rows that no other transaction has locked, locked."""
    return database.lock(rows, skip_locked=True)


def finish(
    row: Due, next_at: datetime | None, *, lease: datetime | None, problem: Problem | None = None, **effect: Any
) -> bool:
    """Store the result of working on a row, say when it is due again, and end the lease.

    `next_at` is None when there is nothing to do until something makes the row due; together with a `problem`, which
    keeps the count of attempts, this sets the row aside. `effect` are further columns of the row, or other values for
    these. Returns False, and changes nothing, when the lease has expired and another has claimed the row since: the
    caller then leaves out what else it wanted to write in the same transaction. `lease=None` means that a person asked
    without a claim: the result is stored, and a lease that someone else holds stays theirs.
    """
    counted = {"attempts": 0} if problem is None else {}
    columns = {"due_at": next_at, **row.problem_columns(problem), **counted, **effect}
    mine = type(row)._default_manager.filter(pk=row.pk)
    if lease is not None:
        columns["leased_until"] = LONG_AGO
        mine = mine.filter(leased_until=lease)
    if not mine.update(**columns):
        return False
    for name, value in columns.items():
        setattr(row, name, value)
    return True


def put_off(
    row: Due, until: datetime, *, lease: datetime, problem: Problem | None = None, counted: bool = True
) -> bool:
    """Leave a claimed row for later, without a result: it is due at `until`, and the lease ends.

    A `problem` is stored; without one the row keeps what it had. `counted=False` takes the claim off `attempts`: the
    row is not at fault, such as when the desk itself held its call back. Returns False as `finish` does.
    """
    columns: dict[str, Any] = {"due_at": until, "leased_until": LONG_AGO}
    if problem:
        columns |= row.problem_columns(problem)
    if not counted:
        columns["attempts"] = max(row.attempts - 1, 0)
    return bool(type(row)._default_manager.filter(pk=row.pk, leased_until=lease).update(**columns))


def renew(row: Due, *, lease: datetime, now: datetime, by: timedelta = LEASE) -> bool:
    """Hold a claimed row for longer: its lease, carried as `leased_until`, ends `by` from now. Returns False when the
    lease is another's by now."""
    until = now + by
    if not type(row)._default_manager.filter(pk=row.pk, leased_until=lease).update(leased_until=until):
        return False
    row.leased_until = until
    return True


def next_try(problem: Problem, *, now: datetime) -> datetime:
    """When to try again after this problem: when it says so itself, else in half a minute."""
    return max(problem.until, now + SOONEST) if problem.until else now + AFTER_A_PROBLEM
