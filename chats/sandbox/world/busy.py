"""Busy hours: buyers begin chats and write on, every half a minute at first, so that an inbox moves. Driven by the
clock of each call, not by a thread; the same seed makes the same hours."""

import random
import threading
from datetime import datetime, timedelta
from typing import Final

from chats.market.types import ChatStatus as S
from chats.market.types import ContextType

from ..content.busy import FOLLOW_UPS, OPENINGS
from ..content.cabinets import HOME, TECH
from ..content.dialogue import parse_line
from ..content.listed import with_statuses
from . import life
from .world import World

FIRST: Final = timedelta(seconds=10)
GAP: Final = (20.0, 40.0)  # seconds from one event to the next, at the pace 1
SLOWER_EVERY: Final = timedelta(minutes=10)  # twice as slow after ten minutes, and then
SLOWEST: Final = 4  # four times as slow
MOST_WAITING: Final = 25  # at one business; with more nobody would find anything to try
NEW_CHATS: Final = 0.5  # the share of events that begin a chat
DISPUTE: Final = 9  # the event that becomes a dispute; one is enough
KINDS: Final = (ContextType.ORDER,) * 6 + (ContextType.RETURN,) * 2 + (ContextType.DIRECT,) * 2
LATE: Final = timedelta(minutes=2)  # what a machine that slept has missed does not come all at once
WAITING: Final = with_statuses(S.NEW, S.WAITING_FOR_PARTNER)


class BusyHours:
    """`pace` 2 is twice as fast, 0 stops. Nobody writes on but in chats that began here, so that the others stay as the
    documentation has them."""

    def __init__(self, start: datetime, *, pace: float, seed: int) -> None:
        self.pace = pace
        self._start = start
        self._next_at = start + FIRST
        self._events = 0
        self._begun: list[tuple[int, int]] = []  # business and chat, oldest first
        self._random = random.Random(seed)  # noqa: S311  (no secret)
        self._lock = threading.Lock()

    def advance(self, world: World, now: datetime) -> None:
        """Brings the world up to `now`."""
        with self._lock:
            if self.pace <= 0 or now - self._next_at > LATE:
                self._next_at = max(self._next_at, now)
            while self.pace > 0 and self._next_at <= now:
                self._happen(world, self._next_at)
                self._next_at += self._gap(self._next_at)

    def _gap(self, at: datetime) -> timedelta:
        slower = min(2 ** ((at - self._start) // SLOWER_EVERY), SLOWEST)
        return timedelta(seconds=self._random.uniform(*GAP) * slower / self.pace)

    def _happen(self, world: World, at: datetime) -> None:
        self._events += 1
        business_id = self._random.choice((HOME.business_id, HOME.business_id, TECH.business_id))
        luck = self._random.random()
        answered = [one for one in self._begun if world.chat_or_refusal(*one).status == S.WAITING_FOR_CUSTOMER]
        if self._events % DISPUTE == 0:
            self._end_one(world, answered, at)
        elif answered and luck >= NEW_CHATS:
            world.say(*self._random.choice(answered), parse_line(f"К {self._random.choice(FOLLOW_UPS)}"), at)
        elif world.count(business_id, WAITING) < MOST_WAITING:
            self._begin(world, business_id, at)

    def _begin(self, world: World, business_id: int, at: datetime) -> None:
        kind = self._random.choice(KINDS)
        line = parse_line(f"К {self._random.choice(OPENINGS[kind])}")
        chat = life.buyer_begins(world, business_id, at, line, context_type=kind)
        self._begun.append((business_id, chat.chat_id))

    def _end_one(self, world: World, answered: list[tuple[int, int]], at: datetime) -> None:
        """The first to end becomes a dispute; of the others Market closes the oldest that was answered."""
        if not answered:
            return
        business_id, chat_id = answered[0]
        if self._events == DISPUTE and world.chat_or_refusal(business_id, chat_id).context.order_id:
            life.start_dispute(world, business_id, chat_id, at)
        else:
            life.change_status(world, business_id, chat_id, S.FINISHED)
        self._begun.remove(answered[0])
