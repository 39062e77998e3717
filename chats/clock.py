"""Time within one request, and whether a stored time can be trusted after a clock was set back.

A request takes `now` once, when it starts, and hands it on: rows written together then carry the same time, and tests
can set it.
"""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

# `now` is taken when a request starts, so concurrent requests may disagree by up to this much.
APART = timedelta(minutes=1)


@dataclass(frozen=True)
class Clock:
    """A clock that is set to `started_at` and runs on by `time.monotonic`, which no change of the system time moves.

    For calls within which seconds pass, because Market is asked: a row written afterwards carries the time it was
    written. Where no time passes, plain `now` is handed on instead.
    """

    started_at: datetime
    _started: float = field(default_factory=time.monotonic, init=False, repr=False, compare=False)

    @property
    def now(self) -> datetime:
        return self.started_at + timedelta(seconds=time.monotonic() - self._started)


def is_recent(moment: datetime, within: timedelta, *, now: datetime) -> bool:
    """Whether a stored time is less than `within` away. One that far ahead was stored before the clock was set back."""
    return abs(now - moment) < within


def is_ahead(moment: datetime, most: timedelta, *, now: datetime) -> bool:
    """Whether a stored time is still to come; `most` is how far ahead it was put at most.

    What lies further ahead than that was stored before the clock was set back. It counts as past: otherwise a row
    would be locked, or a call held back, for as long as the clock was wrong.
    """
    return now < moment <= now + most + APART
