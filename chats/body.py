"""The body of a request that a machine sends: small and quick, or not read. Browsers' forms are read by Django."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.http import HttpRequest


class TooLarge(Exception):
    """The body has more bytes than are read."""


class TooSlow(Exception):
    """The body did not come in time, or not as a whole."""


def small_body(request: HttpRequest, *, most: int, seconds: float) -> bytes:
    """The body of a request, whether it comes with its length or in chunks. Raises TooLarge, unread where the length
    says so, and TooSlow."""
    length = int(request.META.get("CONTENT_LENGTH") or -1)
    if length > most:
        raise TooLarge
    # Without a length, Django takes a body for empty. Where the server knows its end, it can be read all the same.
    in_chunks = length < 0 and request.META.get("wsgi.input_terminated")
    stream = request.META["wsgi.input"] if in_chunks else request
    try:
        with no_longer_than(seconds, request):
            body: bytes = stream.read(most + 1)
    except OSError:
        raise TooSlow from None
    if len(body) > most:
        raise TooLarge
    if len(body) < length:
        raise TooSlow
    return body


@contextmanager
def no_longer_than(seconds: float, request: HttpRequest) -> Iterator[None]:
    """Ends the reading after so many seconds, however the bytes trickle in: a timeout of the socket would begin anew
    with each of them."""
    alarm = threading.Timer(seconds, hang_up, [request])
    alarm.daemon = True
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()


def hang_up(request: HttpRequest) -> None:
    """Read no more from this connection: the answer still goes out, and the server does not wait for a rest that nobody
    wants. Only gunicorn says which connection it is."""
    connection = request.META.get("gunicorn.socket")
    if isinstance(connection, socket.socket):
        with suppress(OSError):  # closed already
            connection.shutdown(socket.SHUT_RD)
