"""A shop's day: buyers write so many messages an hour, some answers are written in Market's cabinet, chats end. Driven
by the clock of each call, not by a thread; the same seed makes the same day."""

import heapq
import itertools
import math
import random
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chats.market.types import ChatStatus as S

from ..content.chats import Chat
from ..content.listed import Codes, with_statuses
from . import life
from .world import World

HOUR: Final = 3600.0
NEW_CHATS: Final = 0.25  # the share of the buyers' messages that begin a chat
IN_FINISHED: Final = 0.05  # that are written in a finished one
STICKERS: Final = 0.02
ANSWER_AFTER: Final = (600.0, 1.0)  # seconds in the median, and the sigma of a log-normal distribution
ENDS: Final = 1 / 3  # as many chats end as a third of the messages, while more than the next share of chats is open
STAY_OPEN: Final = 0.7
DISPUTES: Final = 0.05  # the share of those that end with a dispute
DISPUTE_LASTS: Final = timedelta(hours=2)
TALKING: Final = with_statuses(S.NEW, S.WAITING_FOR_PARTNER, S.WAITING_FOR_CUSTOMER)
WAITING: Final = with_statuses(S.NEW, S.WAITING_FOR_PARTNER)
ANSWERED: Final = with_statuses(S.WAITING_FOR_CUSTOMER)
FINISHED: Final = with_statuses(S.FINISHED)


class Planned(NamedTuple):
    at: datetime
    number: int  # keeps apart what is planned for the same moment
    what: str
    business_id: int
    chat_id: int = 0


class AnswerDue(NamedTuple):
    """An answer that the shop is to give by the API."""

    business_id: int
    chat_id: int

    def as_json(self) -> dict[str, int]:
        return {"businessId": self.business_id, "chatId": self.chat_id}


class Traffic:
    """`rates`: by business, buyers' messages an hour. `elsewhere`: the share of answers that the cabinet gives; the
    others are left to whoever calls `take_answers_due`."""

    def __init__(self, world: World, rates: Mapping[int, float], *, elsewhere: float, seed: int) -> None:
        self._world = world
        self._rates = {business_id: rate for business_id, rate in rates.items() if rate > 0}
        self._elsewhere = elsewhere
        self._random = random.Random(seed)  # noqa: S311  (no secret)
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._planned: list[Planned] = []
        self._answers_due: dict[AnswerDue, None] = {}  # a set in order
        self._stay_open: dict[int, float] = {}
        for business_id, rate in self._rates.items():
            self._stay_open[business_id] = STAY_OPEN * world.count(business_id, TALKING)
            self._plan(world.start, "buyer", business_id, rate=rate)
            self._plan(world.start, "end", business_id, rate=rate * ENDS)

    def advance(self, now: datetime) -> None:
        """Brings the world up to `now`."""
        acts = {"buyer": self._buyer, "answer": self._answer, "end": self._end, "verdict": self._verdict}
        with self._lock:
            while self._planned and self._planned[0].at <= now:
                planned = heapq.heappop(self._planned)
                acts[planned.what](planned)

    @property
    def next_at(self) -> datetime | None:
        """When the next thing happens."""
        with self._lock:
            return self._planned[0].at if self._planned else None

    def take_answers_due(self) -> list[AnswerDue]:
        """Those since the last call that nobody has given elsewhere."""
        with self._lock:
            due, self._answers_due = list(self._answers_due), {}
        return due

    def _plan(self, after: datetime, what: str, business_id: int, *, rate: float) -> None:
        """At a random time, so that there are `rate` an hour."""
        wait = timedelta(seconds=self._random.expovariate(rate / HOUR))
        heapq.heappush(self._planned, Planned(after + wait, next(self._numbers), what, business_id))

    def _plan_for(self, chat: Chat, business_id: int, what: str, at: datetime) -> None:
        heapq.heappush(self._planned, Planned(at, next(self._numbers), what, business_id, chat.chat_id))

    def _pick(self, business_id: int, codes: Codes) -> Chat | None:
        return self._world.chat_at(business_id, codes, self._random.random())

    def _buyer(self, planned: Planned) -> None:
        luck, sticker = self._random.random(), self._random.random() < STICKERS
        chat = None
        if luck >= NEW_CHATS:
            chat = self._pick(planned.business_id, FINISHED if luck >= 1 - IN_FINISHED else TALKING)
        if chat is None:
            chat = life.buyer_begins(self._world, planned.business_id, planned.at)
        else:
            life.buyer_writes(self._world, planned.business_id, chat.chat_id, planned.at, sticker=sticker)
        median, sigma = ANSWER_AFTER
        wait = timedelta(seconds=self._random.lognormvariate(math.log(median), sigma))
        self._plan_for(chat, planned.business_id, "answer", planned.at + wait)
        self._plan(planned.at, "buyer", planned.business_id, rate=self._rates[planned.business_id])

    def _answer(self, planned: Planned) -> None:
        chat = self._world.chat_or_refusal(planned.business_id, planned.chat_id)
        elsewhere = self._random.random() < self._elsewhere
        if chat.status not in (WAITING.statuses or ()):
            return
        if elsewhere:
            life.shop_answers_elsewhere(self._world, planned.business_id, planned.chat_id, planned.at)
        else:
            self._answers_due[AnswerDue(planned.business_id, planned.chat_id)] = None

    def _end(self, planned: Planned) -> None:
        chat, disputed = self._pick(planned.business_id, ANSWERED), self._random.random() < DISPUTES
        if chat and self._world.count(planned.business_id, ANSWERED) > self._stay_open[planned.business_id]:
            if disputed and chat.context.order_id:
                life.start_dispute(self._world, planned.business_id, chat.chat_id, planned.at)
                self._plan_for(chat, planned.business_id, "verdict", planned.at + DISPUTE_LASTS)
            else:
                life.change_status(self._world, planned.business_id, chat.chat_id, S.FINISHED)
        self._plan(planned.at, "end", planned.business_id, rate=self._rates[planned.business_id] * ENDS)

    def _verdict(self, planned: Planned) -> None:
        life.end_dispute(self._world, planned.business_id, planned.chat_id, planned.at)
