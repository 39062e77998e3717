"""One call from the door to its answer, in the order in which Market checks: address, key, limits, parameters."""

import secrets
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime

from ..faults.faults import FaultContext
from ..faults.plans import FaultPlan, InjectedFault
from ..protocol import answers, quota
from ..protocol.answers import Answer, Refusal
from ..protocol.call import MAX_JSON_BODY, Call, is_integer
from ..protocol.quota import MAX_PARALLEL, Quota
from ..world.world import World
from . import authorization as door
from . import routes
from .request import Visit
from .routes import Operation


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A call that came in, for tests that count. Holds no token."""

    operation: str  # empty where no operation has that address
    business_id: int | None  # None where the key opened nothing
    chat_id: int | None
    status: int  # 0 where the connection ends without an answer
    at: datetime
    in_flight: int  # how many of the business were under way, this one included
    target: str
    body: bytes


@dataclass
class State:
    """All that `reset` throws away."""

    world: World
    quota: Quota = field(default_factory=Quota)
    faults: FaultPlan = field(default_factory=FaultPlan)
    calls: list[Recorded] = field(default_factory=list)
    wake: threading.Event = field(default_factory=threading.Event)  # set: whoever is silent hangs up


class MarketExchange:
    def __init__(self, state: State, call: Call, *, now: datetime, port: int) -> None:
        self._state = state
        self._call = call
        self._now = now
        self._port = port
        self._operation: Operation | None = None
        self._business_id: int | None = None
        self._in_flight: int | None = None

    def answer(self) -> Answer:
        try:
            answer = self._admitted()
        except Refusal as refusal:
            answer = refusal.answer
        self._state.calls.append(self._recorded(answer.status))
        return replace(answer, headers={**self._usual_headers(), **answer.headers})

    def release(self) -> None:
        """Frees the place among the four in flight."""
        if self._in_flight is not None and self._business_id is not None:
            self._in_flight = None
            self._state.quota.release(self._business_id)

    def interrupted(self, seconds: float) -> bool:
        """Whether a reset or the end of the sandbox came within `seconds`."""
        return self._state.wake.wait(seconds)

    def _admitted(self) -> Answer:
        self._operation, place = routes.find(self._call)
        key, cabinet = door.enter(self._call, self._operation, place)
        self._business_id = cabinet.business_id
        self._in_flight = self._state.quota.acquire(cabinet.business_id)
        if self._in_flight is None:
            return answers.parallel_limit_reached(cabinet.business_id, MAX_PARALLEL)
        visit = Visit(call=self._call, key=key, cabinet=cabinet, world=self._state.world, now=self._now, place=place)
        return self._counted(self._operation, visit)

    def _counted(self, operation: Operation, visit: Visit) -> Answer:
        business_id = visit.cabinet.business_id
        counter = (business_id, operation.name, operation.hourly, self._now)
        if not self._state.quota.spend(*counter):
            return answers.hourly_limit_reached(operation.hourly, operation.resource(business_id), business_id)
        answer = self._answered(operation, visit)
        if answer.status == 420 or not 200 <= answer.status < 500:
            self._state.quota.refund(*counter)
        return answer

    def _answered(self, operation: Operation, visit: Visit) -> Answer:
        injected = self._state.faults.next(operation.name, visit.cabinet.business_id, self._chat_id())
        if injected is None:
            return self._operated(operation, visit)
        if operation.pretended is None or injected.carried_out:
            return self._spoiled(operation, visit, injected, self._operated(operation, visit))
        return self._spoiled(operation, visit, injected, operation.pretended)

    def _operated(self, operation: Operation, visit: Visit) -> Answer:
        try:
            return operation.answer(visit)
        except Refusal as refusal:
            return refusal.answer

    def _spoiled(self, operation: Operation, visit: Visit, injected: InjectedFault, correct: Answer) -> Answer:
        """The fault that is planned for this call in place of the right answer."""
        business_id = visit.cabinet.business_id
        context = FaultContext(
            correct=correct,
            business_id=business_id,
            chat_id=self._chat_id(),
            resource=operation.resource(business_id),
            hourly_limit=operation.hourly,
            scopes=operation.scopes,
            now=self._now,
            port=self._port,
            delay=injected.delay,
        )
        answer = injected.fault.inject(context)
        return answer if injected.delay is None else replace(answer, delay=injected.delay)

    def _chat_id(self) -> int | None:
        text = self._call.parameter("chatId") or ""
        return int(text) if is_integer(text) else None

    def _usual_headers(self) -> dict[str, str]:
        trace = {"traceparent": f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"}
        if self._operation is None:
            return trace
        allowance = self._operation.hourly
        window = self._state.quota.window(self._business_id or 0, self._operation.name, allowance, self._now)
        return trace | quota.headers(allowance, window.remaining, window.until)

    def _recorded(self, status: int) -> Recorded:
        return Recorded(
            operation=self._operation.name if self._operation else "",
            business_id=self._business_id,
            chat_id=self._chat_id(),
            status=status,
            at=self._now,
            in_flight=self._in_flight or 0,
            target=self._call.target,
            body=self._call.body[:MAX_JSON_BODY],
        )
