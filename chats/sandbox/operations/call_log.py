"""The calls so far, one by one and counted by the hour."""

import threading
from collections import Counter, deque
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

MOST_REMEMBERED: Final = 100_000  # calls, one by one; the counts have them all


@dataclass(frozen=True, kw_only=True)
class RecordedCall:
    """A call, for tests that count. Holds no token."""

    operation: str  # empty if no operation has that address
    business_id: int | None  # None if the key was refused
    chat_id: int | None
    status: int  # 0 if the connection ends without an answer
    at: datetime
    in_flight: int  # calls of the business at that time, this one included
    target: str
    body: bytes

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "at": self.at.isoformat(), "body": self.body.decode(errors="replace")}


class CountedCalls(NamedTuple):
    """How many calls of one business and operation had the same status in one hour, as quotas count hours."""

    hour: datetime
    business_id: int | None
    operation: str
    status: int
    calls: int

    def as_json(self) -> dict[str, Any]:
        return {**self._asdict(), "hour": self.hour.isoformat()}


class CallLog:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: deque[RecordedCall] = deque(maxlen=MOST_REMEMBERED)
        self._counts: Counter[tuple[datetime, int | None, str, int]] = Counter()

    def add(self, call: RecordedCall) -> None:
        hour = call.at.replace(minute=0, second=0, microsecond=0)
        with self._lock:
            self._calls.append(call)
            self._counts[hour, call.business_id, call.operation, call.status] += 1

    def calls(self) -> list[RecordedCall]:
        """The latest ones, in the order of their answers."""
        with self._lock:
            return list(self._calls)

    def counts(self) -> list[CountedCalls]:
        """Hour by hour."""
        with self._lock:
            counted = [CountedCalls(*where, number) for where, number in self._counts.items()]
        return sorted(counted, key=lambda one: (one.hour, one.business_id or 0, one.operation, one.status))
