"""One call to Market, from its address to its answer. Checked in Market's order: address, key, limits, parameters."""

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
from ..world.busy import BusyHours
from ..world.traffic import Traffic
from ..world.world import World
from . import authorization, routes
from .call_log import CallLog, RecordedCall
from .request import Request
from .routes import Operation


@dataclass
class SandboxState:
    """All that `Sandbox.reset` discards."""

    world: World
    quota: Quota = field(default_factory=Quota)
    faults: FaultPlan = field(default_factory=FaultPlan)
    traffic: Traffic | None = None
    busy: BusyHours | None = None
    log: CallLog = field(default_factory=CallLog)
    wake: threading.Event = field(default_factory=threading.Event)  # set: calls that wait to answer hang up


class MarketCall:
    """A call to one of Market's operations: `answer` carries it out, `release` ends it."""

    def __init__(self, state: SandboxState, call: Call, *, now: datetime, port: int) -> None:
        self._state = state
        self._call = call
        self._now = now
        self._port = port
        self._operation: Operation | None = None
        self._business_id: int | None = None
        self._in_flight: int | None = None

    def answer(self) -> Answer:
        try:
            answer = self._answer_if_admitted()
        except Refusal as refusal:
            answer = refusal.answer
        self._state.log.add(self._record(answer.status))
        return replace(answer, headers={**self._common_headers(), **answer.headers})

    def release(self) -> None:
        """Gives back the place among the four in flight. May be called twice."""
        if self._in_flight is not None and self._business_id is not None:
            self._in_flight = None
            self._state.quota.release(self._business_id)

    def interrupted(self, seconds: float) -> bool:
        """Waits; True at once when the sandbox is reset or stopped."""
        return self._state.wake.wait(seconds)

    def _answer_if_admitted(self) -> Answer:
        self._operation, path_ids = routes.resolve(self._call)
        key, cabinet = authorization.authorize(self._call, self._operation, path_ids)
        self._business_id = cabinet.business_id
        self._in_flight = self._state.quota.acquire(cabinet.business_id)
        if self._in_flight is None:
            return answers.parallel_limit_reached(cabinet.business_id, MAX_PARALLEL)
        request = Request(
            call=self._call, key=key, cabinet=cabinet, world=self._state.world, now=self._now, path_ids=path_ids
        )
        return self._answer_within_quota(self._operation, request)

    def _answer_within_quota(self, operation: Operation, request: Request) -> Answer:
        business_id = request.business_id
        counter = (business_id, operation.name, operation.hourly_limit, self._now)
        if not self._state.quota.spend(*counter):
            return answers.hourly_limit_reached(operation.hourly_limit, operation.resource(business_id), business_id)
        answer = self._answer_or_fault(operation, request)
        if answer.status == 420 or not 200 <= answer.status < 500:
            self._state.quota.refund(*counter)
        return answer

    def _answer_or_fault(self, operation: Operation, request: Request) -> Answer:
        injected = self._state.faults.next(operation.name, request.business_id, self._chat_id())
        if injected is None:
            return self._handle(operation, request)
        if operation.success is None or injected.carried_out:
            return self._inject(operation, request, injected, self._handle(operation, request))
        return self._inject(operation, request, injected, operation.success)

    def _handle(self, operation: Operation, request: Request) -> Answer:
        try:
            return operation.handle(request)
        except Refusal as refusal:
            return refusal.answer

    def _inject(self, operation: Operation, request: Request, injected: InjectedFault, correct: Answer) -> Answer:
        """The answer after a fault has happened to the correct one."""
        business_id = request.business_id
        context = FaultContext(
            correct=correct,
            business_id=business_id,
            chat_id=self._chat_id(),
            resource=operation.resource(business_id),
            hourly_limit=operation.hourly_limit,
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

    def _common_headers(self) -> dict[str, str]:
        trace = {"traceparent": f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"}
        if self._operation is None:
            return trace
        hourly_limit = self._operation.hourly_limit
        window = self._state.quota.window(self._business_id or 0, self._operation.name, hourly_limit, self._now)
        return trace | quota.headers(hourly_limit, window.remaining, window.until)

    def _record(self, status: int) -> RecordedCall:
        return RecordedCall(
            operation=self._operation.name if self._operation else "",
            business_id=self._business_id,
            chat_id=self._chat_id(),
            status=status,
            at=self._now,
            in_flight=self._in_flight or 0,
            target=self._call.target,
            body=self._call.body[:MAX_JSON_BODY],
        )
