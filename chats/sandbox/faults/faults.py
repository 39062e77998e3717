"""Faults on demand.

Each has a name, for `Sandbox.fail`, and five digits KKNNN, for chat IDs that work like a payment provider's test
cards: NNN is the HTTP status (7NN: something with the connection; 8NN: a 200 with a wrong body), KK tells the kinds of
one status apart. Before the five digits stands when it happens:

    90 KK NNN   always, at every seller
    91 KK NNN   a chat of Дом и сад that answers the first time, and then fails
    92 KK NNN   a chat of Техно-Мир that answers, while Дом и сад fails when asked for it
    93 KK NNN   only when something is sent; a 5NN, 7NN or 8NN comes after the message was taken
    94 KK NNN   only when something is sent, and before it was taken

So 9000401 is a dead token, 9101420 answers once and then has too many requests in parallel.
`docs/sandbox.md` and the command list them all.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from ..protocol import wire
from ..protocol.answers import Answer, error, hourly_limit_reached, parallel_limit_reached
from ..protocol.quota import MAX_PARALLEL, http_date
from . import broken

SILENCE: Final = 10.0  # as long as Market itself takes at most
NEVER: Final = 30.0
DRIP: Final = 1.0
# The desk keeps an operation shut until then: short, so that whoever tries a fault can go on with the next one.
SOON: Final = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Where a fault happens, with the answer that would have been right."""

    good: Answer
    business_id: int
    chat_id: int | None
    resource: str
    hourly: int
    scopes: tuple[str, ...]
    now: datetime
    port: int
    delay: float | None = None

    @property
    def pace(self) -> float:
        """Seconds between two bytes, where they come one by one."""
        return DRIP if self.delay is None else self.delay


@dataclass(frozen=True)
class Fault:
    number: int
    name: str
    says: str
    make: Callable[[Scene], Answer]
    is_a_chat: bool = False  # whether a tolerant client still sees a chat

    @property
    def taken(self) -> bool:
        """Whether Market has done what it was asked, and only says it badly."""
        return not 300 <= self.number % 1000 < 500


def _error(number: int, name: str, message: str) -> Fault:
    status = number % 1000
    return Fault(number, name, f"{status} «{message}»", lambda scene: error(status, message))


def _page(number: int, name: str) -> Fault:
    status = number % 1000
    says = f"{status} with a page of HTML"
    return Fault(number, name, says, lambda scene: replace(broken.html(scene.good), status=status))


def _scope(scene: Scene) -> Answer:
    words = "Token does not have any of the scopes to access the API method"
    return error(403, f"{words}: {', '.join(scene.scopes)}")


def _api_off(scene: Scene) -> Answer:
    return error(403, f"API for business '{scene.business_id}' disabled because it has only disabled partners")


def _hourly(until: Callable[[datetime], str | None]) -> Callable[[Scene], Answer]:
    def make(scene: Scene) -> Answer:
        answer = hourly_limit_reached(scene.hourly, scene.resource, scene.business_id)
        told = {"X-RateLimit-Resource-Remaining": "0", "X-RateLimit-Resource-Until": until(scene.now)}
        return replace(answer, headers={**answer.headers, **told})

    return make


def _late(days: int, hours: int = 0) -> Callable[[datetime], str]:
    return lambda now: http_date(now + timedelta(days=days, hours=hours))


def _redirect(number: int, name: str, says: str, location: str) -> Fault:
    def make(scene: Scene) -> Answer:
        return Answer(status=number % 1000, headers={"Location": location.format(port=scene.port)})

    return Fault(number, name, f"{number % 1000} to {says}", make)


def _on_wire(number: int, name: str, says: str, way: wire.Transmit, *, answers: bool = True) -> Fault:
    def make(scene: Scene) -> Answer:
        answer = replace(scene.good, transmit=way)
        return answer if answers else replace(answer, status=0)

    return Fault(number, name, says, make)


def _raw(number: int, name: str, says: str, body: bytes) -> Fault:
    return Fault(number, name, says, lambda scene: broken.raw(scene.good, body))


def _items(number: int, name: str, says: str, change: broken.Change, *, is_a_chat: bool = False) -> Fault:
    return Fault(number, name, says, lambda scene: broken.each_item(scene.good, change), is_a_chat)


def _id(kind: int, name: str, says: str, number: bytes) -> Fault:
    return Fault(kind * 1000 + 815, name, says, lambda scene: broken.odd_number(scene.good, number))


TRAP: Final = "http://localhost:{port}/_sandbox/trap"
ERROR_IN_200: Final = b'{"status": "ERROR", "errors": [{"code": "INTERNAL_ERROR", "message": "Something is wrong"}]}'

FAULTS: Final = (
    _error(400, "400", "Illegal input at 'chatId'"),
    _error(401, "401", "Api-Key token is invalid"),
    _error(1401, "401_revoked", "Api-Key token is revoked"),
    Fault(403, "403_scope", "403, the token lacks the scope", _scope),
    _error(1403, "403_access", "Access denied"),
    Fault(2403, "403_api_off", "403, the API is off for the cabinet", _api_off),
    _error(3403, "403_store_off", "API for campaign '48211001' manually disabled"),
    _error(4403, "403_other", "Something that nobody has seen before"),
    Fault(404, "404", "404, no such chat", lambda scene: error(404, f"Can't find chat by id: '{scene.chat_id}'")),
    _error(1404, "404_path", "Resource not found"),
    _error(405, "405", "Request method 'GET' not supported"),
    _error(415, "415", "Content type 'text/plain' not supported"),
    Fault(420, "420_hourly", "420, the hour's allowance is used up; renews in two minutes",
          _hourly(lambda now: http_date(now + SOON))),
    Fault(1420, "420_parallel", "420, more than four requests at a time",
          lambda scene: parallel_limit_reached(scene.business_id, MAX_PARALLEL)),
    _page(2420, "420_html"),
    Fault(3420, "420_empty", "420 with no body", lambda scene: Answer(status=420)),
    Fault(4420, "420_no_until", "420 for the hour, without saying until when", _hourly(lambda now: None)),
    Fault(5420, "420_bad_until", "420 for the hour, until «soon»", _hourly(lambda now: "soon")),
    Fault(6420, "420_past_until", "420 for the hour, until an hour ago", _hourly(_late(0, -1))),
    Fault(7420, "420_far_until", "420 for the hour, until three days ahead", _hourly(_late(3))),
    _error(423, "423", "Business is in migration"),
    _error(429, "429", "Too many requests"),
    _error(499, "499", "Client closed the request"),
    _error(500, "500", "Internal server error"),
    _page(502, "502"),
    _error(503, "503", "Service temporarily unavailable. Please, try again later"),
    _page(504, "504"),
    *(_redirect(status, f"redirect_{status}", "another host", TRAP) for status in (301, 302, 303, 307, 308)),
    _redirect(1302, "redirect_same_host", "another address of the same host", TRAP.replace("localhost", "127.0.0.1")),
    _redirect(2302, "redirect_file", "a file", "file:///etc/passwd"),
    Fault(701, "silence", "10 s of silence, then the answer",
          lambda scene: replace(scene.good, delay=SILENCE)),
    Fault(702, "never", "no answer; hangs up after 30 s",
          lambda scene: Answer(status=0, transmit=wire.closed, delay=NEVER)),
    _on_wire(703, "closed", "connection closed without a word", wire.closed, answers=False),
    _on_wire(704, "reset", "connection reset", wire.reset, answers=False),
    _on_wire(705, "truncated", "half of the JSON that Content-Length promises", wire.truncated),
    _on_wire(706, "truncated_chunked", "half of the JSON, in chunks that never end", wire.truncated_chunked),
    Fault(707, "slow_body", "a byte of the body a second",
          lambda scene: replace(scene.good, transmit=wire.slow_body(scene.pace))),
    Fault(708, "slow_head", "a byte of the headers a second",
          lambda scene: replace(scene.good, transmit=wire.slow_head(scene.pace))),
    Fault(801, "html", "200 with a page of HTML", lambda scene: broken.html(scene.good)),
    _raw(802, "empty", "200 with no body", b""),
    _raw(803, "null", "200 with null", b"null"),
    _raw(804, "array", "200 with an array", b"[]"),
    _raw(805, "error_in_200", "200 with status ERROR", ERROR_IN_200),
    _items(806, "other_chat", "the answer for another chat than asked", broken.other_chat),
    Fault(807, "missing_field", "a required field is missing", lambda scene: broken.without_required(scene.good)),
    _items(808, "wrong_types", "numbers, words and objects in each other's places", broken.wrong_types),
    Fault(809, "deep", "100 000 brackets inside each other", lambda scene: broken.deep(scene.good)),
    _on_wire(810, "huge", "50 MB", wire.huge),
    _on_wire(811, "bomb", "200 KB of gzip that unpack to 200 MB", wire.bomb),
    _on_wire(812, "many_headers", "10 000 headers", wire.many_headers),
    _items(813, "odd_text", "lone surrogates, NUL, turned and piled-up letters", broken.odd_text, is_a_chat=True),
    _raw(814, "not_utf8", "200 with bytes that are no UTF-8", b'{"status": "OK", "result": "\xff\xfe"}'),
    _id(0, "id_nan", "NaN for an ID", b"NaN"),
    _id(1, "id_infinite", "1e999 for an ID", b"1e999"),
    _id(2, "id_5000_digits", "5 000 digits for an ID", b"9" * 5000),
    _id(3, "id_true", "true for an ID", b"true"),
    _id(4, "id_text", "an ID in quotes", b'"310001"'),
    _id(5, "id_negative", "a negative ID", b"-1"),
    _id(6, "id_too_large", "an ID over 64 bits", b"9223372036854775808"),
    _items(820, "unknown_values", "codes that nobody knows yet", broken.unknown_values, is_a_chat=True),
    _items(821, "unknown_fields", "fields that nobody knows yet, reordered", broken.unknown_fields, is_a_chat=True),
)  # fmt: skip
BY_NUMBER: Final = {fault.number: fault for fault in FAULTS}
BY_NAME: Final = {fault.name: fault for fault in FAULTS}
