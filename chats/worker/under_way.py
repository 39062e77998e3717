"""The turns that one loop has begun and that have not ended yet, here or in an engine elsewhere."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from chats import database
from chats.services import jobs
from chats.worker.kinds import Kind
from chats.worker.tasks import perform

logger = logging.getLogger(__name__)

MOST_OF_A_SELLER: Final = 2  # turns at a time, which is also how many slots the background may hold
ENGINE_AWAY: Final = timedelta(seconds=5)


@dataclass(frozen=True)
class Turn:
    """A row that has been claimed: its kind, its key, its lease, and whose it is."""

    kind: Kind
    pk: int | str
    lease: datetime
    seller: int | None


class UnderWay:
    """Begins turns in threads of its own and keeps count of them.

    The backend "immediate" takes a turn right there. Any other takes it over and says nothing more of it: then the
    lease of the row tells whether it has ended. `ring` is called when a thread is free again.
    """

    def __init__(self, *, threads: int, at_once: int, ring: Callable[[], None]) -> None:
        self.threads, self.at_once, self.ring = threads, at_once, ring
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="work")
        self.here: dict[Future[bool], Turn] = {}
        self.afar: set[Turn] = set()

    @property
    def turns(self) -> Iterable[Turn]:
        return [*self.here.values(), *self.afar]

    @property
    def room(self) -> int:
        """How many turns may be begun now."""
        return min(self.threads - len(self.here), self.at_once - len(self.here) - len(self.afar))

    def of_sellers(self) -> Counter[int]:
        return Counter(turn.seller for turn in self.turns if turn.seller is not None)

    def begin(self, turn: Turn) -> None:
        future = self.pool.submit(hand_over, turn)
        self.here[future] = turn
        future.add_done_callback(lambda _: self.ring())

    def clear_ended(self, *, now: datetime) -> None:
        """Forget the turns that have ended. One query for each kind of which turns are taken elsewhere."""
        for future in [future for future in self.here if future.done()]:
            turn = self.here.pop(future)
            if not future.result():
                self.afar.add(turn)
        self.afar = {turn for turn in self.afar if turn.lease > now} & held(self.afar, now=now)

    def end(self, seconds: float) -> bool:
        """Wait until the turns in our own threads have ended. Returns whether they all have."""
        self.pool.shutdown(wait=False, cancel_futures=True)
        return not wait(self.here, timeout=seconds).not_done


def hand_over(turn: Turn) -> bool:
    """Give a turn to the backend of TASKS. Returns whether it has ended."""
    try:
        return perform.enqueue(turn.kind.name, turn.pk, turn.lease.isoformat()).is_finished
    except Exception as error:
        logger.error("%s %s cannot be handed over: %s", turn.kind.name, turn.pk, type(error).__name__)
        give_back(turn, now=timezone.now())
        return True


def give_back(turn: Turn, *, now: datetime) -> None:
    try:
        row = turn.kind.due(now=now).model._default_manager.filter(pk=turn.pk).first()
        if row:
            jobs.put_off(row, now + ENGINE_AWAY, lease=turn.lease, counted=False)
    except database.AWAY:
        pass  # the lease runs out
    finally:
        database.close_lost_connections()


def held(turns: Iterable[Turn], *, now: datetime) -> set[Turn]:
    """Those of the turns whose rows are still under a lease."""
    of_kind: dict[Kind, dict[int | str, Turn]] = {}
    for turn in turns:
        of_kind.setdefault(turn.kind, {})[turn.pk] = turn
    leased = set()
    for kind, by_key in of_kind.items():
        rows = kind.due(now=now).model._default_manager.filter(pk__in=by_key, leased_until__gt=now)
        leased |= {by_key[pk] for pk in rows.values_list("pk", flat=True)}
    return leased
