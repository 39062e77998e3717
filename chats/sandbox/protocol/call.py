"""One HTTP call as it came in, and the checks of its parameters, which fail in Market's words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Any, Final
from urllib.parse import parse_qs

from .answers import refusal

# The sandbox's own addresses, which Market does not have.
CONTROL_PREFIX: Final = "/_sandbox/"
TRAP_PATH: Final = "/_sandbox/trap"  # where redirecting faults lead
FILES_PATH: Final = "/_sandbox/files"  # below it, a picture for every name
MAX_INT32: Final = 2**31 - 1
MAX_INT64: Final = 2**63 - 1
MAX_JSON_BODY: Final = 512 * 1024
MAX_BODY: Final = 6 * 1024 * 1024  # the sandbox reads no further; above the largest file, so that a larger one is seen


@dataclass(frozen=True, kw_only=True)
class Call:
    method: str
    target: str
    headers: "Message[str, str]"
    body: bytes = b""
    too_big: bool = False  # longer than MAX_BODY
    peer: str = ""
    path: str = field(init=False)
    query: Mapping[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        path, _, query = self.target.partition("?")
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "query", parse_qs(query, keep_blank_values=True))

    def parameter(self, *names: str) -> str | None:
        return next((self.query[name][0] for name in names if name in self.query), None)


def is_integer(text: str) -> bool:
    return text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() and len(text) < 30


def positive_int(text: str, name: str, *, largest: int = MAX_INT64) -> int:
    """Raises Market's refusal for anything else."""
    if not is_integer(text) or int(text) > largest:
        raise refusal(400, f"Type mismatch: value '{text[:100]}' of '{name}' is not a number of the expected type")
    if int(text) < 1:
        raise refusal(400, f"'{name}' must be greater than or equal to 1")
    return int(text)


def required_id(call: Call, name: str) -> int:
    text = call.parameter(name)
    if text is None:
        raise refusal(400, f"Required request parameter '{name}' is not present")
    return positive_int(text, name)


def page_size(call: Call, *, largest: int, default: int | None) -> int | None:
    text = call.parameter("limit")
    if text is None:
        return default
    if not is_integer(text) or abs(int(text)) > MAX_INT32:
        raise refusal(400, f"Type mismatch: value '{text[:100]}' of 'limit' is not a number of the expected type")
    if int(text) > largest:
        raise refusal(400, f"Parameter limit must be less than or equal to '{largest}'")
    if int(text) < 1:
        raise refusal(400, "Parameter limit must be greater than or equal to '1'")
    return int(text)


def json_object(call: Call) -> dict[str, Any]:
    """The body. Every POST with filters must have one, be it `{}`."""
    if call.too_big or len(call.body) > MAX_JSON_BODY:
        raise refusal(400, f"The request is too big: the limit is {MAX_JSON_BODY} bytes")
    if not call.body:
        raise refusal(400, "Required request body is missing")
    check_content_type(call.headers.get("Content-Type"))
    try:
        body = json.loads(call.body)
    except (ValueError, RecursionError):
        raise refusal(400, "JSON: the body could not be parsed") from None
    if not isinstance(body, dict):
        raise refusal(400, "JSON: an object was expected")
    return body


def check_content_type(sent: str | None) -> None:
    if not sent:
        raise refusal(415, "Unknown content-type: ''")
    if sent.partition(";")[0].strip().lower() != "application/json":
        raise refusal(415, f"Content type '{sent[:100]}' not supported")
