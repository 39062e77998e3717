"""HTTP error answers turned into the errors of `errors`.

https://yandex.ru/dev/market/partner-api/doc/ru/concepts/error-codes
"""

import re
from collections.abc import Mapping
from typing import TypedDict

import msgspec

from chats.market.errors import Broken, KeyRejected, MarketError, NotFound, NotUnderstood, RateLimited, Refused
from chats.market.http.headers import limits_of, trace_of
from chats.market.limits import Limits
from chats.market.text import one_line, without_lone_surrogates

# The first pattern found in Market's message decides. The last two come with OAuth, which the desk does not use.
FORBIDDEN = (
    (re.compile(r"does not have any of the scopes", re.IGNORECASE), "missing_scope"),
    (re.compile(r"\bAPI for (?:business|campaign)\b", re.IGNORECASE), "api_off"),
    (re.compile(r"\bAccess denied|\bNo access to campaigns", re.IGNORECASE), "no_access"),
    (re.compile(r"\bScope is invalid", re.IGNORECASE), "missing_scope"),
    (re.compile(r"\bOAuth token is invalid|\bUser account is disabled", re.IGNORECASE), "dead_key"),
)
LIMITED = (
    (re.compile(r"\bparallel requests\b", re.IGNORECASE), "parallel_limit"),
    (re.compile(r"\brequests per\b", re.IGNORECASE), "hourly_limit"),
)


class Particulars(TypedDict):
    status: int
    trace: str
    limits: Limits


class OneError(msgspec.Struct):
    code: str | None = None
    message: str | None = None


class ErrorBody(msgspec.Struct):
    errors: list[msgspec.Raw] | None = None


def answer_error(operation: str, status: int, headers: Mapping[str, str], body: bytes) -> MarketError:
    """The error for an answer whose status is not 2xx.

    A redirect is NotUnderstood: Market sends none, and following one would hand the key to whatever host it names.
    """
    words = words_of(body)
    rest: Particulars = {"status": status, "trace": trace_of(headers), "limits": limits_of(headers)}
    if status == 401:
        return KeyRejected(operation, words, kind="dead_key", **rest)
    if status == 403:
        return KeyRejected(operation, words, kind=kind_in(words, FORBIDDEN, "forbidden"), **rest)
    if status in {420, 429}:
        return RateLimited(operation, words, kind=kind_in(words, LIMITED, "unknown_limit"), **rest)
    if not 400 <= status < 600:
        return NotUnderstood(operation, f"an answer with status {status}", **rest)
    sort = NotFound if status == 404 else Refused if status < 500 else Broken
    return sort(operation, words, **rest)


def kind_in(words: str, kinds: tuple[tuple[re.Pattern[str], str], ...], otherwise: str) -> str:
    return next((kind for pattern, kind in kinds if pattern.search(words)), otherwise)


def words_of(body: bytes) -> str:
    """Market's own error messages, or its codes; empty for any other body, such as a proxy's HTML page."""
    found = [one for raw in raw_errors(body)[:5] if (one := one_error(raw))]
    return one_line("; ".join(found))


def raw_errors(body: bytes) -> list[msgspec.Raw]:
    try:
        return msgspec.json.decode(without_lone_surrogates(body), type=ErrorBody).errors or []
    except (ValueError, RecursionError):
        return []


def one_error(raw: msgspec.Raw) -> str:
    try:
        error = msgspec.json.decode(raw, type=OneError)
    except (ValueError, RecursionError):
        return ""
    return error.message or error.code or ""
