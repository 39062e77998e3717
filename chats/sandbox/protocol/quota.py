"""The hourly quota of each business and operation, and the four calls that a business may have in flight.

https://yandex.ru/dev/market/partner-api/doc/ru/concepts/limits
"""

import threading
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Final

MAX_PARALLEL: Final = 4


@dataclass
class Window:
    until: datetime
    remaining: int


def next_hour(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def http_date(time: datetime) -> str:
    return format_datetime(time.astimezone(UTC), usegmt=True)


def headers(hourly_limit: int, remaining: int, until: datetime) -> dict[str, str]:
    return {
        "X-RateLimit-Resource-Limit": str(hourly_limit),
        "X-RateLimit-Resource-Remaining": str(remaining),
        "X-RateLimit-Resource-Until": http_date(until),
    }


class Quota:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows: dict[tuple[int, str], Window] = {}
        self._in_flight: dict[int, int] = defaultdict(int)
        self.most_in_flight: dict[int, int] = defaultdict(int)

    def acquire(self, business_id: int) -> int | None:
        """How many calls of the business are in flight, this one included; None when this is one too many."""
        with self._lock:
            if self._in_flight[business_id] >= MAX_PARALLEL:
                return None
            self._in_flight[business_id] += 1
            count = self._in_flight[business_id]
            self.most_in_flight[business_id] = max(self.most_in_flight[business_id], count)
            return count

    def release(self, business_id: int) -> None:
        with self._lock:
            self._in_flight[business_id] -= 1

    def spend(self, business_id: int, operation: str, hourly_limit: int, now: datetime) -> bool:
        with self._lock:
            window = self._window(business_id, operation, hourly_limit, now)
            if window.remaining < 1:
                return False
            window.remaining -= 1
            return True

    def refund(self, business_id: int, operation: str, hourly_limit: int, now: datetime) -> None:
        """Market does not count a call that ends in a 5xx, in a 420 or without an answer."""
        with self._lock:
            self._window(business_id, operation, hourly_limit, now).remaining += 1

    def window(self, business_id: int, operation: str, hourly_limit: int, now: datetime) -> Window:
        with self._lock:
            window = self._window(business_id, operation, hourly_limit, now)
            return Window(window.until, window.remaining)

    def set_remaining(self, business_id: int, operation: str, remaining: int, now: datetime) -> None:
        with self._lock:
            self._windows[business_id, operation] = Window(next_hour(now), remaining)

    def _window(self, business_id: int, operation: str, hourly_limit: int, now: datetime) -> Window:
        window = self._windows.get((business_id, operation))
        if window is None or now >= window.until:
            window = self._windows[business_id, operation] = Window(next_hour(now), hourly_limit)
        return window
