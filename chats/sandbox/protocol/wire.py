"""Ways of putting an answer on the wire. A broken one is broken in the bytes, as a real fault is."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from .answers import Answer

MEGABYTE: Final = 1024 * 1024
HUGE: Final = 50  # megabytes
BOMB: Final = 200  # megabytes, unpacked
MANY_HEADERS: Final = 10_000


class Line(Protocol):
    """One connection, as the server hands it out."""

    def head(self, answer: Answer, **extra: str) -> None: ...
    def head_bytes(self, answer: Answer, **extra: str) -> bytes: ...
    def write(self, data: bytes) -> None: ...
    def wait(self, seconds: float) -> None: ...
    def cut(self, *, reset: bool = False) -> None: ...
    def done(self) -> None: ...


Wire = Callable[["Line", "Answer"], None]


def _length(answer: Answer) -> dict[str, str]:
    return {"Content-Length": str(len(answer.body))}


def plain(line: Line, answer: Answer) -> None:
    line.done()  # before the last byte: a client that has its answer may call again at once
    line.head(answer, **_length(answer))
    line.write(answer.body)


def closed(line: Line, answer: Answer) -> None:
    line.cut()


def reset(line: Line, answer: Answer) -> None:
    line.cut(reset=True)


def truncated(line: Line, answer: Answer) -> None:
    line.head(answer, **_length(answer))
    line.write(answer.body[: len(answer.body) // 2])
    line.cut()


def truncated_chunked(line: Line, answer: Answer) -> None:
    half = answer.body[: len(answer.body) // 2]
    line.head(answer, **{"Transfer-Encoding": "chunked"})
    line.write(f"{len(half):x}\r\n".encode() + half + b"\r\n")
    line.cut()


def _drip(line: Line, data: bytes, pause: float) -> None:
    for byte in data:
        line.write(bytes([byte]))
        line.wait(pause)


def slow_body(pause: float) -> Wire:
    """A byte every `pause` seconds, after ordinary headers."""

    def wire(line: Line, answer: Answer) -> None:
        line.head(answer, **_length(answer))
        _drip(line, answer.body, pause)

    return wire


def slow_head(pause: float) -> Wire:
    """A byte every `pause` seconds from the first one on."""

    def wire(line: Line, answer: Answer) -> None:
        _drip(line, line.head_bytes(answer, **_length(answer)) + answer.body, pause)

    return wire


def many_headers(line: Line, answer: Answer) -> None:
    line.done()
    padding = {f"X-Padding-{number}": "x" for number in range(MANY_HEADERS)}
    line.head(answer, **_length(answer), **padding)
    line.write(answer.body)


def huge(line: Line, answer: Answer) -> None:
    """The answer with blanks behind it, up to 50 MB: one valid JSON document."""
    line.head(answer, **{"Content-Length": str(HUGE * MEGABYTE)})
    line.write(answer.body)
    line.write(b" " * (MEGABYTE - len(answer.body)))
    for _ in range(HUGE - 1):
        line.write(b" " * MEGABYTE)


def bomb(line: Line, answer: Answer) -> None:
    """About 200 KB of gzip that unpack to 200 MB."""
    packed = _packed_blanks()
    line.done()
    line.head(answer, **{"Content-Encoding": "gzip", "Content-Length": str(len(packed))})
    line.write(packed)


@cache
def _packed_blanks() -> bytes:
    press = zlib.compressobj(wbits=31)
    return b"".join(press.compress(b" " * MEGABYTE) for _ in range(BOMB)) + press.flush()
