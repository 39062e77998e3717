"""The faults that can be injected.

Each has a name, for `Sandbox.fail`, and a five-digit number KKNNN, for chat IDs that work like a payment provider's
test cards. NNN is the HTTP status (7NN: a fault of the connection, 8NN: a 200 with a wrong body); KK tells apart the
faults of one status. Two more digits in front say when the fault happens:

    90 KK NNN   always, at both sellers
    91 KK NNN   a chat of Дом и сад that answers the first time, and then fails
    92 KK NNN   a chat of Техно-Мир that answers, while Дом и сад fails when asked for it
    93 KK NNN   only on sending; a 5NN, 7NN or 8NN comes after the message was accepted
    94 KK NNN   only on sending, and before the message was accepted

So 9000401 is a dead token, and 9101420 answers once and then has too many calls in parallel. `docs/sandbox.md` and the
command list them all.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from ..protocol import wire
from ..protocol.answers import Answer, error, hourly_limit_reached, parallel_limit_reached
from ..protocol.call import TRAP_PATH
from ..protocol.quota import MAX_PARALLEL, http_date
from . import broken

# Seconds.
SILENCE: Final = 10.0  # the longest that Market itself takes
NEVER: Final = 30.0
DRIP: Final = 1.0
# How soon a used-up quota renews. The desk stops calling until then, so it is short: the next fault can be tried.
RENEWAL: Final = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class FaultContext:
    """The call that a fault happens to, with the answer that would have been correct."""

    correct: Answer
    business_id: int
    chat_id: int | None
    resource: str
    hourly_limit: int
    scopes: tuple[str, ...]
    now: datetime
    port: int
    delay: float | None = None

    @property
    def seconds_per_byte(self) -> float:
        """Seconds between two bytes, where they are sent one by one."""
        return DRIP if self.delay is None else self.delay


@dataclass(frozen=True)
class Fault:
    number: int
    name: str
    description: str
    inject: Callable[[FaultContext], Answer]

    @property
    def carried_out(self) -> bool:
        """Whether Market carries out the call all the same, so that only its answer is faulty."""
        return not 300 <= self.number % 1000 < 500


def error_fault(number: int, name: str, message: str) -> Fault:
    status = number % 1000
    return Fault(number, name, f"{status} «{message}»", lambda context: error(status, message))


def html_fault(number: int, name: str) -> Fault:
    status = number % 1000
    description = f"{status} with a page of HTML"
    return Fault(number, name, description, lambda context: replace(broken.html(context.correct), status=status))


def missing_scope(context: FaultContext) -> Answer:
    message = "Token does not have any of the scopes to access the API method"
    return error(403, f"{message}: {', '.join(context.scopes)}")


def api_off(context: FaultContext) -> Answer:
    return error(403, f"API for business '{context.business_id}' disabled because it has only disabled partners")


def hourly_limit_until(until: Callable[[datetime], str | None]) -> Callable[[FaultContext], Answer]:
    """An hourly limit whose header says `until(now)`, or lacks it where that is None."""

    def inject(context: FaultContext) -> Answer:
        answer = hourly_limit_reached(context.hourly_limit, context.resource, context.business_id)
        headers = {"X-RateLimit-Resource-Remaining": "0", "X-RateLimit-Resource-Until": until(context.now)}
        return replace(answer, headers={**answer.headers, **headers})

    return inject


def now_plus(offset: timedelta) -> Callable[[datetime], str]:
    return lambda now: http_date(now + offset)


def redirect_fault(number: int, name: str, target: str, location: str) -> Fault:
    def inject(context: FaultContext) -> Answer:
        return Answer(status=number % 1000, headers={"Location": location.format(port=context.port)})

    return Fault(number, name, f"{number % 1000} to {target}", inject)


def wire_fault(number: int, name: str, description: str, transmit: wire.Transmit, *, answers: bool = True) -> Fault:
    def inject(context: FaultContext) -> Answer:
        answer = replace(context.correct, transmit=transmit)
        return answer if answers else replace(answer, status=0)

    return Fault(number, name, description, inject)


def body_fault(number: int, name: str, description: str, body: bytes) -> Fault:
    return Fault(number, name, description, lambda context: broken.with_body(context.correct, body))


def items_fault(number: int, name: str, description: str, change: broken.ItemChange) -> Fault:
    return Fault(number, name, description, lambda context: broken.each_item(context.correct, change))


def id_fault(kind: int, name: str, description: str, number: bytes) -> Fault:
    return Fault(kind * 1000 + 815, name, description, lambda context: broken.odd_number(context.correct, number))


TRAP: Final = f"http://localhost:{{port}}{TRAP_PATH}"
ERROR_IN_200: Final = b'{"status": "ERROR", "errors": [{"code": "INTERNAL_ERROR", "message": "Something is wrong"}]}'

FAULTS: Final = (
    error_fault(400, "400", "Illegal input at 'chatId'"),
    error_fault(401, "401", "Api-Key token is invalid"),
    error_fault(1401, "401_revoked", "Api-Key token is revoked"),
    Fault(403, "403_scope", "403, the token lacks the scope", missing_scope),
    error_fault(1403, "403_access", "Access denied"),
    Fault(2403, "403_api_off", "403, the API is off for the cabinet", api_off),
    error_fault(3403, "403_store_off", "API for campaign '48211001' manually disabled"),
    error_fault(4403, "403_other", "Something that nobody has seen before"),
    Fault(404, "404", "404, no such chat", lambda context: error(404, f"Can't find chat by id: '{context.chat_id}'")),
    error_fault(1404, "404_path", "Resource not found"),
    error_fault(405, "405", "Request method 'GET' not supported"),
    error_fault(415, "415", "Content type 'text/plain' not supported"),
    Fault(420, "420_hourly", "420, the hour's allowance is used up; renews in two minutes",
          hourly_limit_until(now_plus(RENEWAL))),
    Fault(1420, "420_parallel", "420, more than four requests at a time",
          lambda context: parallel_limit_reached(context.business_id, MAX_PARALLEL)),
    html_fault(2420, "420_html"),
    Fault(3420, "420_empty", "420 with no body", lambda context: Answer(status=420)),
    Fault(4420, "420_no_until", "420 for the hour, without saying until when", hourly_limit_until(lambda now: None)),
    Fault(5420, "420_bad_until", "420 for the hour, until «soon»", hourly_limit_until(lambda now: "soon")),
    Fault(6420, "420_past_until", "420 for the hour, until an hour ago",
          hourly_limit_until(now_plus(timedelta(hours=-1)))),
    Fault(7420, "420_far_until", "420 for the hour, until three days ahead",
          hourly_limit_until(now_plus(timedelta(days=3)))),
    error_fault(423, "423", "Business is in migration"),
    error_fault(429, "429", "Too many requests"),
    error_fault(499, "499", "Client closed the request"),
    error_fault(500, "500", "Internal server error"),
    html_fault(502, "502"),
    error_fault(503, "503", "Service temporarily unavailable. Please, try again later"),
    html_fault(504, "504"),
    *(redirect_fault(status, f"redirect_{status}", "another host", TRAP) for status in (301, 302, 303, 307, 308)),
    redirect_fault(1302, "redirect_same_host", "another address of the same host",
                   TRAP.replace("localhost", "127.0.0.1")),
    redirect_fault(2302, "redirect_file", "a file", "file:///etc/passwd"),
    Fault(701, "silence", "10 s of silence, then the answer",
          lambda context: replace(context.correct, delay=SILENCE)),
    Fault(702, "never", "no answer; hangs up after 30 s",
          lambda context: Answer(status=0, transmit=wire.closed, delay=NEVER)),
    wire_fault(703, "closed", "connection closed without a word", wire.closed, answers=False),
    wire_fault(704, "reset", "connection reset", wire.reset, answers=False),
    wire_fault(705, "truncated", "half of the JSON that Content-Length promises", wire.truncated),
    wire_fault(706, "truncated_chunked", "half of the JSON, in chunks that never end", wire.truncated_chunked),
    Fault(707, "slow_body", "a byte of the body a second",
          lambda context: replace(context.correct, transmit=wire.slow_body(context.seconds_per_byte))),
    Fault(708, "slow_head", "a byte of the headers a second",
          lambda context: replace(context.correct, transmit=wire.slow_head(context.seconds_per_byte))),
    Fault(801, "html", "200 with a page of HTML", lambda context: broken.html(context.correct)),
    body_fault(802, "empty", "200 with no body", b""),
    body_fault(803, "null", "200 with null", b"null"),
    body_fault(804, "array", "200 with an array", b"[]"),
    body_fault(805, "error_in_200", "200 with status ERROR", ERROR_IN_200),
    items_fault(806, "other_chat", "the answer for another chat than asked", broken.other_chat),
    Fault(807, "missing_field", "a required field is missing",
          lambda context: broken.without_required(context.correct)),
    items_fault(808, "wrong_types", "numbers, words and objects in each other's places", broken.wrong_types),
    Fault(809, "deep", "100 000 brackets inside each other", lambda context: broken.deep(context.correct)),
    wire_fault(810, "huge", "50 MB", wire.huge),
    wire_fault(811, "bomb", "200 KB of gzip that unpack to 200 MB", wire.bomb),
    wire_fault(812, "many_headers", "10 000 headers", wire.many_headers),
    items_fault(813, "odd_text", "lone surrogates, NUL, turned and piled-up letters", broken.odd_text),
    body_fault(814, "not_utf8", "200 with bytes that are no UTF-8", b'{"status": "OK", "result": "\xff\xfe"}'),
    id_fault(0, "id_nan", "NaN for an ID", b"NaN"),
    id_fault(1, "id_infinite", "1e999 for an ID", b"1e999"),
    id_fault(2, "id_5000_digits", "5 000 digits for an ID", b"9" * 5000),
    id_fault(3, "id_true", "true for an ID", b"true"),
    id_fault(4, "id_text", "an ID in quotes", b'"310001"'),
    id_fault(5, "id_negative", "a negative ID", b"-1"),
    id_fault(6, "id_too_large", "an ID over 64 bits", b"9223372036854775808"),
    items_fault(820, "unknown_values", "codes that nobody knows yet", broken.unknown_values),
    items_fault(821, "unknown_fields", "fields that nobody knows yet, reordered", broken.unknown_fields),
)  # fmt: skip
BY_NUMBER: Final = {fault.number: fault for fault in FAULTS}
BY_NAME: Final = {fault.name: fault for fault in FAULTS}
