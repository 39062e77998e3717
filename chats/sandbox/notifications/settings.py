"""How well Market's notifications work."""

from dataclasses import dataclass, fields
from typing import Any, Final

SHARES: Final = ("losses", "duplicates", "disorder")
SHORTEST_RETRY: Final = 0.01


@dataclass(frozen=True, kw_only=True)
class NotificationSettings:
    """`losses`, `duplicates`, `disorder`: the shares of notifications (0 to 1) that are never sent, sent twice, and
    overtaken by others. `delay` and `delay_p99`: seconds from the event to the first attempt, in the median and at the
    99th percentile. `retry`: seconds between attempts in the first hour after a failure; 15 times as many in the
    first day, 60 times as many after it. `timeout`: seconds that a shop has to answer; `ping_timeout`: the same for
    PING. `own`: whether what the shop itself does is notified of, which Market does not document. `seed`: another one
    loses others."""

    losses: float = 0.0
    duplicates: float = 0.0
    disorder: float = 0.0
    delay: float = 1.0
    delay_p99: float = 4.0
    retry: float = 60.0
    timeout: float = 10.0
    ping_timeout: float = 1.0
    own: bool = True
    seed: int = 1

    def __post_init__(self) -> None:
        """Raises ValueError for what can be no setting; they also come over HTTP."""
        for name, value in ((field.name, getattr(self, field.name)) for field in fields(self)):
            check(name, value)
        if self.delay > self.delay_p99:
            raise ValueError("delay must not be longer than delay_p99")


def check(name: str, value: Any) -> None:
    if name == "own":
        if not isinstance(value, bool):
            raise ValueError("own must be true or false")
    elif isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 10**6:
        raise ValueError(f"{name} must be a number from 0 to a million")
    elif name == "retry" and value < SHORTEST_RETRY:
        raise ValueError(f"retry must be at least {SHORTEST_RETRY} seconds")
    elif name in SHARES and value > 1:
        raise ValueError(f"{name} must be a share from 0 to 1")
