"""The loop: claims what is due, hands each row to the task, and sleeps until there may be more.

It keeps nothing that the rows do not say, so any number of loops may run, and any of them may be killed.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils import timezone

from chats import database, schema
from chats.clock import is_ahead
from chats.services import jobs, upstream
from chats.worker.ear import ear
from chats.worker.heart import Heart
from chats.worker.kinds import KINDS, Kind
from chats.worker.tasks import LEASE
from chats.worker.under_way import MOST_OF_A_SELLER, Turn, UnderWay

logger = logging.getLogger(__name__)

LONGEST_SLEEP: Final = timedelta(seconds=5)
HELD_UP_SLEEP: Final = timedelta(seconds=0.5)  # while others hold a seller's slots: nobody says when they let go
AFAR_SLEEP: Final = timedelta(seconds=0.25)  # while turns are taken elsewhere: nobody says when they end
AWAY_SLEEP: Final = timedelta(seconds=1)  # while the database does not answer, or is of another version
WINDOW: Final = 64  # rows that are looked at together
STOP_SECONDS: Final = settings.MARKET_DEADLINE + 3  # for turns under way: one call and a margin


class Loop:
    """One worker. `run` is the whole of its life; `stop` may be called from a signal handler."""

    def __init__(self, kinds: Sequence[Kind] = KINDS, *, clock: Callable[[], datetime] = timezone.now) -> None:
        self.kinds, self.clock = kinds, clock
        self.ear = ear()
        self.turns = UnderWay(threads=settings.WORK_THREADS, at_once=settings.WORK_AT_ONCE, ring=self.ear.ring)
        self.heart = Heart(settings.WORK_THREADS)
        self.stopping = False
        self.resting = ""  # why

    def stop(self) -> None:
        self.stopping = True
        self.ear.ring()

    def run(self) -> bool:
        """Work until `stop` is called. Returns whether all turns have ended by themselves."""
        while not self.stopping:
            self.ear.wait(self.step().total_seconds())
        ended = self.turns.end(STOP_SECONDS)
        self.heart.stop()
        return ended

    def run_dry(self) -> None:
        """Work until nothing is due any more, now or while this lasts."""
        self.prepare(self.clock())
        while not self.stopping:
            begun, _ = self.round(self.clock())
            if not begun and not self.turns.turns:
                break
            self.ear.wait(AFAR_SLEEP.total_seconds())
        self.turns.end(STOP_SECONDS)

    def step(self) -> timedelta:
        """Beat, claim, begin. Returns how long to sleep at most."""
        now = self.clock()
        try:
            database.close_lost_connections()
            if not self.heart.due_in:
                if unfit := schema.misfit():
                    return self.rest(unfit.advice)
                self.heart.beat(busy=len(self.turns.here), now=now)
                self.prepare(now)
            _, sleep = self.round(now)
        except database.AWAY as error:
            connection.close()
            return self.rest(f"The database does not answer ({type(error).__name__})")
        if self.resting:
            logger.info("The worker goes on")
        self.resting = ""
        return min(sleep, self.heart.due_in)

    def prepare(self, now: datetime) -> None:
        """Have the kinds make the rows that stand for what recurs."""
        for kind in self.kinds:
            if kind.prepare:
                kind.prepare(now=now)

    def rest(self, why: str) -> timedelta:
        """Nothing can be done for a while. Said once, and not again every second."""
        if self.resting != why:
            logger.warning("The worker rests: %s", why)
        self.resting = why
        return AWAY_SLEEP

    def round(self, now: datetime) -> tuple[int, timedelta]:
        """Claim as many rows as there are threads for, and begin turns on them. Returns how many, and when to look
        again though nothing is heard."""
        self.turns.clear_ended(now=now)
        sleep, begun = AFAR_SLEEP if self.turns.afar else LONGEST_SLEEP, 0
        held_up = upstream.sellers_held_up(now=now) if self.turns.room > 0 else set()
        for kind in self.kinds:
            try:
                of_kind, next_in = self.claim(kind, held_up, now)
            except database.AWAY:
                raise
            except Exception as error:  # one kind that cannot even say what is due holds up no other
                logger.error("What is due of %s cannot be found: %s", kind.name, type(error).__name__)
                continue
            begun, sleep = begun + of_kind, min(sleep, next_in)
        return begun, min(sleep, HELD_UP_SLEEP) if held_up else sleep

    def claim(self, kind: Kind, held_up: set[int], now: datetime) -> tuple[int, timedelta]:
        """As `round`, for one kind. Only what was found due is claimed, so that idle loops never write."""
        begun = 0
        while self.turns.room > 0:
            closed = held_up | {
                seller for seller, turns in self.turns.of_sellers().items() if turns >= MOST_OF_A_SELLER
            }
            found = self.look(kind, closed, now)
            due = [row for row in found if not is_ahead(row[1], kind.due(now=now).model.longest_wait, now=now)]
            chosen = self.choose(due)
            if not chosen:
                return begun, min((row[1] - now for row in found), default=LONGEST_SLEEP)
            rows = kind.due(now=now).filter(pk__in=chosen)
            claimed = jobs.claim(rows, len(chosen), now=now, lease=LEASE)
            for row in claimed:
                self.turns.begin(Turn(kind, row.pk, row.leased_until, chosen[row.pk]))
            begun += len(claimed)
            if not claimed:
                break  # another worker was faster
        return begun, LONGEST_SLEEP

    def look(self, kind: Kind, closed: set[int], now: datetime) -> list[tuple[Any, datetime, int | None]]:
        """Key, `due_at` and seller of the first free rows, due now or soon, of sellers who are not closed."""

        def first(until: datetime) -> list[tuple[Any, datetime, int | None]]:
            rows = jobs.free(kind.due(now=until), now=now)
            if kind.seller is None:
                return [(pk, due_at, None) for pk, due_at in rows.values_list("pk", "due_at")[:WINDOW]]
            open_rows = rows.exclude(**{f"{kind.seller}__in": closed}) if closed else rows
            return list(open_rows.values_list("pk", "due_at", kind.seller)[:WINDOW])

        found = first(now + LONGEST_SLEEP)
        # A kind need not go by `due_at`: behind so many rows that are due soon there may be some that are due now.
        return found if len(found) < WINDOW else first(now)

    def choose(self, due: list[tuple[Any, datetime, int | None]]) -> dict[Any, int | None]:
        """The first of them for which there are threads, and no more of one seller than two turns at a time."""
        chosen: dict[Any, int | None] = {}
        turns = self.turns.of_sellers()
        for pk, _, seller in due[:]:
            if len(chosen) == self.turns.room:
                break
            if seller is None or turns[seller] < MOST_OF_A_SELLER:
                chosen[pk] = seller
                if seller is not None:
                    turns[seller] += 1
        return chosen
