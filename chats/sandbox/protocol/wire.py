"""How an answer is written to its connection. A fault is in the bytes, as a real one would be."""

import zlib
from collections.abc import Callable
from functools import cache
from typing import Final, Protocol

MEGABYTE: Final = 1024 * 1024
HUGE: Final = 50  # megabytes
BOMB: Final = 200  # megabytes, unpacked
MANY_HEADERS: Final = 10_000


class Connection(Protocol):
    """The connection, with the body of the answer that is due on it. The server implements it."""

    @property
    def body(self) -> bytes: ...
    def head(self, **extra: str) -> None: ...
    def head_bytes(self, **extra: str) -> bytes: ...
    def write(self, data: bytes) -> None: ...
    def wait(self, seconds: float) -> None: ...
    def cut(self, *, reset: bool = False) -> None: ...
    def release(self) -> None: ...


Transmit = Callable[[Connection], None]


def content_length(connection: Connection) -> dict[str, str]:
    return {"Content-Length": str(len(connection.body))}


def plain(connection: Connection) -> None:
    connection.release()  # before the last byte, because a client that has its answer may call again at once
    connection.head(**content_length(connection))
    connection.write(connection.body)


def closed(connection: Connection) -> None:
    connection.cut()


def reset(connection: Connection) -> None:
    connection.cut(reset=True)


def truncated(connection: Connection) -> None:
    connection.head(**content_length(connection))
    connection.write(connection.body[: len(connection.body) // 2])
    connection.cut()


def truncated_chunked(connection: Connection) -> None:
    half = connection.body[: len(connection.body) // 2]
    connection.head(**{"Transfer-Encoding": "chunked"})
    connection.write(f"{len(half):x}\r\n".encode() + half + b"\r\n")
    connection.cut()


def drip(connection: Connection, data: bytes, pause: float) -> None:
    for byte in data:
        connection.write(bytes([byte]))
        connection.wait(pause)


def slow_body(pause: float) -> Transmit:
    """Headers as usual, then a byte every `pause` seconds."""

    def transmit(connection: Connection) -> None:
        connection.head(**content_length(connection))
        drip(connection, connection.body, pause)

    return transmit


def slow_head(pause: float) -> Transmit:
    """A byte every `pause` seconds, from the status line on."""

    def transmit(connection: Connection) -> None:
        drip(connection, connection.head_bytes(**content_length(connection)) + connection.body, pause)

    return transmit


def many_headers(connection: Connection) -> None:
    connection.release()
    padding = {f"X-Padding-{number}": "x" for number in range(MANY_HEADERS)}
    connection.head(**content_length(connection), **padding)
    connection.write(connection.body)


def huge(connection: Connection) -> None:
    """The answer, padded with blanks to 50 MB: still one valid JSON document."""
    connection.head(**{"Content-Length": str(HUGE * MEGABYTE)})
    connection.write(connection.body)
    connection.write(b" " * (MEGABYTE - len(connection.body)))
    for _ in range(HUGE - 1):
        connection.write(b" " * MEGABYTE)


def bomb(connection: Connection) -> None:
    """ChatContext 200 KB of gzip that unpack to 200 MB."""
    packed = packed_blanks()
    connection.release()
    connection.head(**{"Content-Encoding": "gzip", "Content-Length": str(len(packed))})
    connection.write(packed)


@cache
def packed_blanks() -> bytes:
    compressor = zlib.compressobj(wbits=31)
    return b"".join(compressor.compress(b" " * MEGABYTE) for _ in range(BOMB)) + compressor.flush()
