"""Network exceptions turned into the errors of `errors`.

The exceptions of requests hold the request and with it the token, so nothing of them is kept: the words are our own.
"""

import http.client
import socket
import ssl
from collections.abc import Iterator

import requests
import urllib3.exceptions

from chats.market.errors import MarketError, NotReached, NotUnderstood, TlsFailed
from chats.market.http.connection import TooBig
from chats.market.text import one_line

CLOSED_EARLY = "the connection was closed early"

# ValueError: an invalid header or address.
NETWORK_EXCEPTIONS = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    ValueError,
)

# The first type found among an exception's causes decides; a subclass stands before its base.
REACHED_BUT: tuple[tuple[type[BaseException], str], ...] = (
    (TooBig, "the answer is too big"),
    (urllib3.exceptions.DecodeError, "the answer cannot be unpacked"),
)
NOT_REACHED: tuple[tuple[type[BaseException], str], ...] = (
    (socket.gaierror, "the host's name was not found"),
    (TimeoutError, "no answer in time"),
    (ConnectionRefusedError, "the connection was refused"),
    (urllib3.exceptions.ProxyError, "the proxy does not connect"),
    (ConnectionError, CLOSED_EARLY),
    (ssl.SSLEOFError, CLOSED_EARLY),
    (ssl.SSLZeroReturnError, CLOSED_EARLY),
    (http.client.IncompleteRead, "the answer was cut short"),
    (urllib3.exceptions.IncompleteRead, "the answer was cut short"),
)


def network_error(operation: str, exception: BaseException) -> MarketError:
    found = list(causes(exception))
    refused = next((one for one in found if isinstance(one, ssl.SSLCertVerificationError)), None)
    if refused is not None:
        return TlsFailed(operation, one_line(refused.verify_message))
    if words := first_of(found, REACHED_BUT):
        return NotUnderstood(operation, words)
    if words := first_of(found, NOT_REACHED):
        return NotReached(operation, words)
    if any(isinstance(one, ssl.SSLError) for one in found):
        return TlsFailed(operation, "no secure connection")
    if any(isinstance(one, http.client.HTTPException | ValueError) for one in found):
        return NotUnderstood(operation, "not an answer of HTTP")
    return NotReached(operation, "no connection")


def first_of(found: list[BaseException], kinds: tuple[tuple[type[BaseException], str], ...]) -> str:
    return next((words for kind, words in kinds if any(isinstance(one, kind) for one in found)), "")


def causes(exception: BaseException) -> Iterator[BaseException]:
    """The exception and everything that caused it: requests and urllib3 keep the first cause in `args` or `reason`, not
    only in `__cause__`."""
    waiting, seen = [exception], set[int]()
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        parts = (one.__cause__, getattr(one, "reason", None), *one.args)
        waiting += [part for part in parts if isinstance(part, BaseException)]
