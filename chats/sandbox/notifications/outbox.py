"""What is to be sent to one business, and when. While one delivery fails, Market repeats it and sends nothing else."""

import heapq
import itertools
import json
import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from .settings import NotificationSettings

SIGMAS_TO_P99: Final = 2.326
FIRST_HOUR: Final = timedelta(hours=1)
FIRST_DAY: Final = timedelta(days=1)
GIVES_UP_AFTER: Final = timedelta(days=14)
# One that others overtake waits for the longest usual delay so many times over, or for this many seconds.
HELD_BACK: Final = (1.0, 3.0)
SHORTEST_DISORDER: Final = 1.0


@dataclass(order=True)
class Delivery:
    due: datetime
    number: int  # keeps those due at the same moment in order
    body: Mapping[str, Any] = field(compare=False)
    attempts: int = field(default=0, compare=False)
    failing_since: datetime | None = field(default=None, compare=False)

    @property
    def content(self) -> bytes:
        return json.dumps(self.body, ensure_ascii=False).encode()


class Outbox:
    """Not thread-safe. All times are the sandbox's."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._numbers = itertools.count()
        self._waiting: list[Delivery] = []
        self._last_due: datetime | None = None
        self.failing: Delivery | None = None

    def __len__(self) -> int:
        return len(self._waiting) + (self.failing is not None)

    def add(self, body: Mapping[str, Any], at: datetime, settings: NotificationSettings) -> bool:
        """Plans the delivery of what happened `at`. False when it is lost."""
        if self._happens(settings.losses):
            return False
        due = at + self._delay(settings)
        if self._happens(settings.disorder):
            longest = max(settings.delay_p99, SHORTEST_DISORDER)
            due += timedelta(seconds=longest * self._chance.uniform(*HELD_BACK))
        else:
            self._last_due = due = max(due, self._last_due or due)
        self._push(due, body)
        if self._happens(settings.duplicates):
            self._push(due + self._delay(settings), body)
        return True

    def take(self, now: datetime) -> Delivery | None:
        """The one to send now; None when there is none, or when one that failed is not due again."""
        if self.failing is not None:
            return self.failing if self.failing.due <= now else None
        return heapq.heappop(self._waiting) if self._waiting and self._waiting[0].due <= now else None

    def succeeded(self) -> None:
        self.failing = None

    def failed(self, delivery: Delivery, now: datetime, settings: NotificationSettings) -> bool:
        """Plans the next attempt, before which nothing else is taken. False when Market gives up."""
        self.failing = delivery
        delivery.failing_since = delivery.failing_since or now
        lasting = now - delivery.failing_since
        times = 1 if lasting < FIRST_HOUR else 15 if lasting < FIRST_DAY else 60
        delivery.due = now + timedelta(seconds=settings.retry * times)
        return lasting < GIVES_UP_AFTER

    def _push(self, due: datetime, body: Mapping[str, Any]) -> None:
        heapq.heappush(self._waiting, Delivery(due, next(self._numbers), body))

    def _happens(self, share: float) -> bool:
        return share > 0 and self._chance.random() < share

    def _delay(self, settings: NotificationSettings) -> timedelta:
        """Log-normal, so that the median and the 99th percentile are those of the settings."""
        if settings.delay <= 0:
            return timedelta(0)
        sigma = math.log(settings.delay_p99 / settings.delay) / SIGMAS_TO_P99
        return timedelta(seconds=self._chance.lognormvariate(math.log(settings.delay), sigma))
