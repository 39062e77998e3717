"""The kinds of housekeeping, and one turn at one of them.

Each turn is short and may be repeated: a chore does one batch, and comes again at once while there is more. It needs no
transaction around all of it, because what was done twice is the same as done once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from chats import database
from chats.models import Upkeep
from chats.services import jobs, notifications, people, reports, search, sightings, sweep
from chats.services.upkeep import prune, statistics

AT_ONCE: Final = timedelta(seconds=1)  # until the next turn, while there is more


@dataclass(frozen=True, kw_only=True)
class Chore:
    """`work(now)` does one batch. Returns how much of what was done, and whether there is more."""

    every: timedelta
    work: Callable[[datetime], tuple[Mapping[str, int], bool]]


def begin_sweeps(now: datetime) -> tuple[dict[str, int], bool]:
    """Begin where a sweep should run and does not: for sellers that were registered or switched on since."""
    return {"begun": sweep.begin_all(now=now)}, False


def put_queue_right(now: datetime) -> tuple[dict[str, int], bool]:
    """Move what time alone has moved in the queue of chats that wait for the shop."""
    moved, more = sightings.put_right(now=now)
    return {"moved": moved}, more


def release_chats(now: datetime) -> tuple[dict[str, int], bool]:
    """Take chats from those who may not answer them any more, by whatever page or command that came about."""
    released, more = people.release_all_lost(now=now)
    return {"chats": released}, more


def fill_index(now: datetime) -> tuple[dict[str, int], bool]:
    """Index the messages that were stored before there was an index of their words."""
    indexed, more = search.index_one_batch()
    return {"indexed": indexed}, more


def count_messages(now: datetime) -> tuple[dict[str, int], bool]:
    """Count for the reports what was stored since the last turn."""
    counted, more = reports.count_for_a_while()
    return {"chats": counted}, more


def refresh_statistics(now: datetime) -> tuple[dict[str, int], bool]:
    """Keep the planner of SQLite from guessing."""
    return {"made": int(statistics.refresh())}, False


CHORES: Final[Mapping[str, Chore]] = {
    "holders": Chore(every=timedelta(minutes=5), work=release_chats),
    "index": Chore(every=timedelta(hours=1), work=fill_index),
    "prune": Chore(every=timedelta(hours=1), work=prune.one_batch),
    "queue": Chore(every=timedelta(minutes=1), work=put_queue_right),
    "reports": Chore(every=timedelta(minutes=1), work=count_messages),
    "statistics": Chore(every=timedelta(hours=1), work=refresh_statistics),
    "sweeps": Chore(every=timedelta(minutes=1), work=begin_sweeps),
    "verdicts": Chore(every=timedelta(minutes=1), work=notifications.judge_all),
}


def prepare(*, now: datetime) -> None:
    """Make the rows that are missing: those of a new database, or of kinds that a new version brought."""
    missing = CHORES.keys() - set(Upkeep.objects.values_list("name", flat=True))
    if missing:
        rows = [Upkeep(name=name, due_at=now) for name in sorted(missing)]
        Upkeep.objects.bulk_create(rows, ignore_conflicts=True)


def due(*, now: datetime) -> QuerySet[Upkeep]:
    """The housekeeping that is due, longest due first. A row of a kind that only another version knows stays alone."""
    return jobs.due(Upkeep.objects.filter(name__in=CHORES), now=now).order_by("due_at")


def turn(row: Upkeep, *, now: datetime) -> None:
    """Do one batch of a claimed row's chore, and say when it is due again. Raises whatever the chore raises."""
    chore = CHORES[row.name]
    done, more = chore.work(now)
    result = " ".join(f"{name}={count}" for name, count in done.items())
    with database.without_fsync():
        next_at = now + (AT_ONCE if more else chore.every)
        jobs.finish(row, next_at, lease=row.leased_until, ran_at=now, result=result[:200])
