"""Leases on rows of `models.Due`: look when due, one at a time, note the problem, say when again.

The rows themselves say what is due; there is no table of jobs that could disagree with them. A lease is two things:
while it runs nobody else works on the row, and when it has run out and another has claimed the row, it is the fence
that keeps the first one from finishing.
"""

from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.db import connection
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
PATIENCE = 2.0  # seconds for a locked database: what is due stays due


def due(rows: QuerySet[R], *, now: datetime) -> QuerySet[R]:
    """Those of the rows that are due at `now`. A row whose `due_at` is NULL has nothing to do."""
    set_back = Q(due_at__gt=now + rows.model.longest_wait + APART)  # the clock has been, since it was put there
    return rows.filter(Q(due_at__lte=now) | set_back)


def is_due(row: Due, *, now: datetime) -> bool:
    """The same for a row at hand; it costs no query."""
    return row.due_at is not None and not is_ahead(row.due_at, row.longest_wait, now=now)


def claim(rows: QuerySet[R], most: int, *, now: datetime, lease: timedelta = LEASE) -> list[R]:
    """Take a lease on up to `most` of the rows that nobody holds, in the order of `rows`, and give these.

    Each of them then carries its lease as `leased_until`, for `finish`, and has counted one more of its `attempts`.
    A row that another transaction is claiming at this moment is passed over. `rows` says which ones are wanted: those
    of `due`, or one by its key when a person asks for it out of turn. Raises one of `database.AWAY` when the database
    stays locked for two seconds.
    """
    free = Q(leased_until__lte=now) | Q(leased_until__gt=now + LONGEST_LEASE + APART)
    with database.waiting_at_most(PATIENCE):
        # SQLite has one writer at a time: there the transaction itself is the lock.
        skip_locked = connection.features.has_select_for_update_skip_locked
        found = list(rows.filter(free).select_for_update(skip_locked=skip_locked)[:most])
        until = now + lease
        if found:
            claimed = rows.model._default_manager.filter(pk__in=[row.pk for row in found])
            claimed.update(leased_until=until, attempts=F("attempts") + 1)
    for row in found:
        row.leased_until = until
        row.attempts += 1
    return found


def finish(
    row: Due, next_at: datetime | None, *, lease: datetime | None, problem: Problem | None = None, **effect: Any
) -> bool:
    """Note what a look at the row came to, say when it is due again, and end the lease that `claim` gave with it.

    `next_at` is None when there is nothing to do until something else says so; with a `problem`, which keeps the count
    of attempts, that sets the row aside. `effect` are further columns of the row. Gives False, and changes nothing,
    when the lease has run out and someone else has claimed the row since: an effect elsewhere, in the same transaction,
    has to be let go then too. A `lease` of None is a person's who asked out of turn: what they found counts, and
    whoever holds the row goes on.
    """
    columns = {"due_at": next_at, **row.problem_columns(problem), **effect}
    if problem is None:
        columns["attempts"] = 0
    mine = type(row)._default_manager.filter(pk=row.pk)
    if lease is not None:
        columns["leased_until"] = LONG_AGO
        mine = mine.filter(leased_until=lease)
    if not mine.update(**columns):
        return False
    for name, value in columns.items():
        setattr(row, name, value)
    return True


def next_try(problem: Problem, *, now: datetime) -> datetime:
    """When a row whose look was stopped by this problem is due again: when the problem says so, or in half a minute."""
    return max(problem.until, now + SOONEST) if problem.until else now + AFTER_A_PROBLEM
