"""Which fault a call meets: one that a test has planned, or the one that its chat ID stands for."""

import threading
from dataclasses import dataclass
from typing import Final, NamedTuple

from . import numbers
from .faults import BY_NAME, Fault

SENDING: Final = {"sendMessageToChat", "sendFileToChat"}


@dataclass(kw_only=True)
class PlannedFault:
    """A fault for all calls that match; an attribute that is None matches any call.

    `times`: how often, None for always. `delay`: seconds before the answer, or between its bytes where they drip.
    `taken`: whether a call that sends or creates something is carried out before its answer is spoiled; None leaves
    that to the fault.
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
        pairs = ((self.operation, operation), (self.business_id, business_id), (self.chat_id, chat_id))
        return self.times != 0 and all(planned in (None, actual) for planned, actual in pairs)


class InjectedFault(NamedTuple):
    """What happens to one call."""

    fault: Fault
    carried_out: bool
    delay: float | None = None


class FaultPlan:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned: list[PlannedFault] = []
        self._called: set[tuple[str, int, int]] = set()

    def add(self, planned: PlannedFault) -> None:
        with self._lock:
            self._planned.append(planned)

    def clear(self) -> None:
        with self._lock:
            self._planned.clear()

    def next(self, operation: str, business_id: int, chat_id: int | None) -> InjectedFault | None:
        """The fault for this call, which counts as one of its `times`. The newest match wins."""
        with self._lock:
            for planned in reversed(self._planned):
                if planned.matches(operation, business_id, chat_id):
                    planned.times = None if planned.times is None else planned.times - 1
                    fault = BY_NAME[planned.fault]
                    carried_out = fault.carried_out if planned.taken is None else planned.taken
                    return InjectedFault(fault, carried_out, planned.delay)
            return self._by_chat_id(operation, business_id, chat_id)

    def _by_chat_id(self, operation: str, business_id: int, chat_id: int | None) -> InjectedFault | None:
        if chat_id is None:
            return None
        call = (operation, business_id, chat_id)
        called_before, sending = call in self._called, operation in SENDING
        self._called.add(call)
        fault = numbers.fault_for(business_id, chat_id, called_before=called_before, sending=sending)
        if fault is None:
            return None
        return InjectedFault(fault, fault.carried_out and not numbers.is_before_sending(chat_id))
