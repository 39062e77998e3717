"""Hourly windows by business and operation, and the four requests that a business may have in flight.

https://yandex.ru/dev/market/partner-api/doc/ru/concepts/limits
"""

import threading
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Final

PARALLEL: Final = 4


@dataclass
class Window:
    until: datetime
    remaining: int


def next_hour(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def rfc822(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def headers(allowance: int, remaining: int, until: datetime) -> dict[str, str]:
    return {
        "X-RateLimit-Resource-Limit": str(allowance),
        "X-RateLimit-Resource-Remaining": str(remaining),
        "X-RateLimit-Resource-Until": rfc822(until),
    }


class Quota:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows: dict[tuple[int, str], Window] = {}
        self._in_flight: dict[int, int] = defaultdict(int)
        self.most_in_flight: dict[int, int] = defaultdict(int)

    def enter(self, business_id: int) -> int | None:
        """How many of the business are in flight now, this one included; None when it is one too many."""
        with self._lock:
            if self._in_flight[business_id] >= PARALLEL:
                return None
            self._in_flight[business_id] += 1
            count = self._in_flight[business_id]
            self.most_in_flight[business_id] = max(self.most_in_flight[business_id], count)
            return count

    def leave(self, business_id: int) -> None:
        with self._lock:
            self._in_flight[business_id] -= 1

    def take(self, business_id: int, operation: str, allowance: int, now: datetime) -> bool:
        with self._lock:
            window = self._window(business_id, operation, allowance, now)
            if window.remaining < 1:
                return False
            window.remaining -= 1
            return True

    def give_back(self, business_id: int, operation: str, allowance: int, now: datetime) -> None:
        """A 5xx does not count."""
        with self._lock:
            self._window(business_id, operation, allowance, now).remaining += 1

    def look(self, business_id: int, operation: str, allowance: int, now: datetime) -> Window:
        with self._lock:
            window = self._window(business_id, operation, allowance, now)
            return Window(window.until, window.remaining)

    def put(self, business_id: int, operation: str, remaining: int, now: datetime) -> None:
        with self._lock:
            self._windows[business_id, operation] = Window(next_hour(now), remaining)

    def _window(self, business_id: int, operation: str, allowance: int, now: datetime) -> Window:
        window = self._windows.get((business_id, operation))
        if window is None or now >= window.until:
            window = self._windows[business_id, operation] = Window(next_hour(now), allowance)
        return window
