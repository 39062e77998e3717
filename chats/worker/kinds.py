"""The kinds of work that the background does, in the order in which they are claimed.

A kind is a promise between a service and the loop. `due` says what is to be done, `turn` does one piece of it: at most
one call to Market, so that a kill loses no more than that, no pass holds up another, and sellers take turns.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, Protocol

from django.db.models import QuerySet

from chats.models import Sync
from chats.services import conversation, notifications, sweep, upkeep

Part = Sync.Part
# The rows of a kind are all of one model. `Any`, because a tuple of kinds has many.
Rows = QuerySet[Any]


class Due(Protocol):
    def __call__(self, *, now: datetime) -> Rows: ...


class TakeTurn(Protocol):
    def __call__(self, row: Any, /, *, now: datetime) -> None: ...


class Prepare(Protocol):
    def __call__(self, *, now: datetime) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of work.

    `due(now=…)` gives the rows that are due at that time, in the order in which they are to be claimed. It is asked
    with a time a few seconds ahead too, to learn how long the loop may sleep.

    `turn(row, now=…)` works on one claimed row, which carries its lease as `leased_until`. It makes at most one call to
    Market, in Lane.BACKGROUND, and ends by `jobs.finish` with that lease, in one transaction with the effect, which it
    rolls back where `finish` returns False. It need not catch anything: NotNow and errors of Market put the row off
    (chats/worker/tasks.py); after anything else it is tried again, up to five times.

    `seller` is the path from the row to its seller's id, such as "chat__seller_id"; None where there is no seller. The
    loop keeps each seller to two turns at a time by it.

    `prepare(now=…)`, called every ten seconds, makes the rows of work that recurs by itself, where they are missing.
    """

    name: str
    due: Due
    turn: TakeTurn
    seller: str | None
    prepare: Prepare | None = None


def passes(name: str, *parts: Part) -> Kind:
    return Kind(name=name, due=partial(sweep.due_syncs, *parts), turn=sweep.turn, seller="seller_id")


def histories(name: str, *, news: bool) -> Kind:
    due = partial(conversation.due_histories, news=news)
    return Kind(name=name, due=due, turn=conversation.read_in_background, seller="chat__seller_id")


# Claimed from first to last: what a buyer waits for, then what is cheap to have late.
KINDS: Final[tuple[Kind, ...]] = (
    Kind(name="events", due=notifications.due_events, turn=notifications.act, seller="seller_id"),
    passes("waiting", Part.WAITING, Part.HEAD, Part.DOUBTFUL),
    histories("news", news=True),
    passes("open", Part.OPEN, Part.SUBJECTS),
    passes("all", Part.ALL),
    histories("earlier messages", news=False),
    Kind(name="upkeep", due=upkeep.due, turn=upkeep.turn, seller=None, prepare=upkeep.prepare),
)
