"""Decoding of Market's JSON into types. What does not fit is NotUnderstood.

Errors and log lines name the place in the JSON and never the value: values are buyers' words.
"""

import logging
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

import msgspec

from chats.market.errors import NotUnderstood
from chats.market.limits import LARGEST_ID
from chats.market.text import legible, storable, visible

logger = logging.getLogger(__name__)

T = TypeVar("T")
S = TypeVar("S")

Id = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]

LONGEST_CODE = 100
LONGEST_NAME = 1_000
LONGEST_PUBLIC_ID = 500
LONGEST_TEXT = 16_384  # Market documents LONGEST_MESSAGE for the shop's own, and nothing for other senders
LONGEST_FILE_NAME = 255
LONGEST_URL = 2_000
ODD_IN_URL = re.compile(r'[\s\\"<>\ufffd]')


class ImpossibleValue(Exception):
    """An impossible value of the right type, such as a time without an offset. Its message never holds the value."""


def decoded(operation: str, raw: bytes | msgspec.Raw, shape: type[T], *, path: str = "$") -> T:
    """The raw JSON as a `shape`. Raises NotUnderstood with the operation and the place in the JSON.

    `strict=False` because Market is free to send an id as "12".
    """
    try:
        return msgspec.json.decode(raw, type=shape, strict=False)
    except msgspec.MsgspecError as error:
        reason = placed(str(error), path)
    except UnicodeDecodeError:
        reason = f"not UTF-8, at `{path}`"
    except RecursionError:
        reason = f"nested too deep, at `{path}`"
    raise NotUnderstood(operation, reason)


def placed(reason: str, path: str) -> str:
    """msgspec's reason with the path from the root of the answer. A part that is decoded separately starts at a `$` of
    its own, which stands for `path`."""
    if "`$" in reason:
        return reason.replace("`$", f"`{path}")
    return f"{reason} - at `{path}`"


def built(operation: str, raw: msgspec.Raw, shape: type[S], build: Callable[[S], T], *, path: str) -> T:
    sent = decoded(operation, raw, shape, path=path)
    try:
        return build(sent)
    except ImpossibleValue as impossible:
        reason = f"{impossible} - at `{path}`"
    raise NotUnderstood(operation, reason)


def each(
    operation: str, items: Iterable[msgspec.Raw], shape: type[S], build: Callable[[S], T], *, path: str
) -> tuple[tuple[T, ...], int]:
    """The items that could be decoded, and how many could not: one bad item must not cost the whole list. Those are
    logged in one line."""
    understood, places, reason = each_in_place(operation, items, shape, build, path=path)
    if places:
        logger.warning("%s: left out %d, the first: %s", operation, len(places), reason)
    return understood, len(places)


def each_in_place(
    operation: str, items: Iterable[msgspec.Raw], shape: type[S], build: Callable[[S], T], *, path: str
) -> tuple[tuple[T, ...], tuple[int, ...], str]:
    """The items that could be decoded; for each that could not, how many of them stand before it; and why not, of the
    first one."""
    understood: list[T] = []
    places: list[int] = []
    reason = ""
    for number, raw in enumerate(items):
        try:
            understood.append(built(operation, raw, shape, build, path=f"{path}[{number}]"))
        except NotUnderstood as error:
            places.append(len(understood))
            reason = reason or error.detail
    return tuple(understood), tuple(places), reason


def moment(text: str, field: str) -> datetime:
    """A time in UTC. Raises ImpossibleValue for a time without an offset: there is no telling which zone it is in."""
    try:
        found = msgspec.convert(text, datetime)
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (msgspec.ValidationError, OverflowError):
        pass
    raise ImpossibleValue(f"`{field}` is no time with an offset")


def code(text: str) -> str:
    return storable(text, most=LONGEST_CODE)


def name(text: str | None) -> str | None:
    text = storable(text or "", most=LONGEST_NAME)
    return text if visible(text) else None


def public_id(text: str | None) -> str | None:
    """None if too long: a part of the id would lead to somebody else's page."""
    text = storable(text or "", most=LONGEST_PUBLIC_ID + 1).strip()
    return text if text and len(text) <= LONGEST_PUBLIC_ID else None


def text(sent: str | None) -> str | None:
    """With line breaks and tabs. None when there is nothing but whitespace."""
    found = storable(sent or "", most=LONGEST_TEXT)
    return found if found.strip() else None


def file_name(sent: str) -> str:
    return visible(storable(sent, most=LONGEST_FILE_NAME * 8))[:LONGEST_FILE_NAME]


def link(sent: str) -> str:
    """The address if it is safe to link to, else empty. A user name before an @ only serves to hide the real host."""
    if len(sent) > LONGEST_URL or legible(sent) != sent or ODD_IN_URL.search(sent):
        return ""
    try:
        parts = urlsplit(sent)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    return sent if fits and "@" not in parts.netloc else ""


def page_token(operation: str, text: str | None) -> str | None:
    """The token unchanged, since it is opaque. Raises NotUnderstood for one that cannot be sent back: to drop it in
    silence would look like the end of the list."""
    if text is not None and (len(text) > 4_000 or storable(text, most=4_000) != text):
        raise NotUnderstood(operation, "`nextPageToken` cannot be sent back")
    return text or None
