"""Which fault a call meets: one that a test has planned, or the one its chat ID stands for."""

import threading
from dataclasses import dataclass
from typing import Final, NamedTuple

from . import numbers
from .faults import BY_NAME, Fault

SENDING: Final = {"sendMessageToChat", "sendFileToChat"}


@dataclass(kw_only=True)
class Plan:
    """A fault for the calls that match; None matches all. `times`: how often, None for always. `delay`: seconds.

    `taken`: whether a call that sends or begins something is carried out before its answer is spoiled; None: as the
    fault itself has it.
    """

    fault: str = "500"
    operation: str | None = None
    business_id: int | None = None
    chat_id: int | None = None
    times: int | None = None
    delay: float | None = None
    taken: bool | None = None

    def __post_init__(self) -> None:
        if self.fault not in BY_NAME:
            raise ValueError(f"No fault is called {self.fault!r}; there are {', '.join(BY_NAME)}.")

    def matches(self, operation: str, business_id: int, chat_id: int | None) -> bool:
        asked = ((self.operation, operation), (self.business_id, business_id), (self.chat_id, chat_id))
        return self.times != 0 and all(planned in (None, actual) for planned, actual in asked)


class Planned(NamedTuple):
    fault: Fault
    taken: bool
    delay: float | None = None


class Plans:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._plans: list[Plan] = []
        self._seen: set[tuple[str, int, int]] = set()

    def add(self, plan: Plan) -> None:
        with self._lock:
            self._plans.append(plan)

    def clear(self) -> None:
        with self._lock:
            self._plans.clear()

    def next(self, operation: str, business_id: int, chat_id: int | None) -> Planned | None:
        """The fault for this call. The plan made last goes first."""
        with self._lock:
            for plan in reversed(self._plans):
                if plan.matches(operation, business_id, chat_id):
                    plan.times = None if plan.times is None else plan.times - 1
                    fault = BY_NAME[plan.fault]
                    return Planned(fault, fault.taken if plan.taken is None else plan.taken, plan.delay)
            return self._by_number(operation, business_id, chat_id)

    def _by_number(self, operation: str, business_id: int, chat_id: int | None) -> Planned | None:
        if chat_id is None:
            return None
        call = (operation, business_id, chat_id)
        fault = numbers.happens(business_id, chat_id, seen=call in self._seen, sending=operation in SENDING)
        self._seen.add(call)
        return None if fault is None else Planned(fault, fault.taken and not numbers.is_before(chat_id))
