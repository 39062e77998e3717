"""The kinds of work that the background does, in the order in which they are claimed.

A kind is a promise between a service and the loop. `due` says what is to be done, `turn` does one piece of it: at most
one call to Market, so that a kill loses no more than that, no pass holds up another, and sellers take turns.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from chats.models import Sync
from chats.services import conversation, sweep

Part = Sync.Part

# Rows are of one model for each kind: `Any`, because a tuple of kinds has many.
Rows = QuerySet[Any]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of work.

    `due(now)` gives the rows that are due at that time, in the order in which they are to be claimed. It is asked with
    a time a few seconds ahead too, to learn how long the loop may sleep.

    `turn(row, now)` works on one claimed row, which carries its lease as `leased_until`. It makes at most one call to
    Market, in Lane.BACKGROUND, and ends by `jobs.finish` with that lease, in one transaction with the effect, which it
    rolls back where `finish` returns False. It need not catch anything: NotNow and errors of Market put the row off
    (chats/worker/tasks.py); after anything else it is tried again, up to five times.

    `seller` is the path from the row to its seller's id, such as "chat__seller_id"; None where there is no seller. The
    loop keeps each seller to two turns at a time by it.
    """

    name: str
    due: Callable[[datetime], Rows]
    turn: Callable[[Any, datetime], None]
    seller: str | None


def passes(name: str, *parts: str) -> Kind:
    def due(now: datetime) -> Rows:
        return sweep.due_syncs(*parts, now=now)

    def turn(sync: Any, now: datetime) -> None:
        sweep.turn(sync, now=now)

    return Kind(name=name, due=due, turn=turn, seller="seller_id")


def histories(name: str, *, news: bool) -> Kind:
    def due(now: datetime) -> Rows:
        return conversation.due_histories(news=news, now=now)

    def turn(history: Any, now: datetime) -> None:
        conversation.read_in_background(history, now=now)

    return Kind(name=name, due=due, turn=turn, seller="chat__seller_id")


# To be claimed from first to last: what a buyer waits for, then what is cheap to have late.
#   events · passes over waiting chats (WAITING, HEAD, DOUBTFUL) · histories that are news · OPEN and SUBJECTS · ALL ·
#   histories of old chats · upkeep
KINDS: tuple[Kind, ...] = (
    passes("waiting", Part.WAITING, Part.HEAD, Part.DOUBTFUL),
    histories("news", news=True),
    passes("open", Part.OPEN, Part.SUBJECTS),
    passes("all", Part.ALL),
    histories("earlier messages", news=False),
)
