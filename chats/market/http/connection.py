"""Connections with a deadline for the whole call, however slowly the other side sends.

A socket's timeout starts again with every byte, so a server that sends one byte a second would never time out, and
requests has nothing else. Here every wait (name lookup, connect, TLS, headers, body) is limited to what the call has
left.

Between `transport`, which begins a call, and the code here stand requests and urllib3, which pass no argument of ours
through. So the thread-local CALL is a hidden argument: `transport` sets it with `CALL.begin`, and everything here,
the lookup in `resolver` included, reads from it how much time and how many bytes are left.

This rests on private parts of urllib3: it overrides `_new_conn` and `_tunnel` and reads `_dns_host`. Any version may
change them, so urllib3 is pinned, and a bump has to pass the tests of deadlines over TLS and through a proxy
(tests/market/http). The reasons and the alternatives are in docs/decisions.
"""

import http.client
import io
import math
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from chats.market.http.resolver import RESOLVER, Address

MOST_ADDRESSES = 4
ROOM_FOR_HEADERS = 256 * 1024


class Limit(NamedTuple):
    """Seconds to connect, to wait for a sign of life, and for the whole call; bytes of an unpacked answer."""

    connect: float
    read: float
    whole: float
    size: int

    def within(self, deadline: float | None) -> "Limit":
        return self if deadline is None else self._replace(whole=min(self.whole, deadline))


class TooBig(http.client.HTTPException):
    """The answer has more bytes than `Limit.size`."""


class Call(threading.local):
    """What the running call of this thread may still use. A connection is never shared between threads."""

    limit = Limit(math.inf, math.inf, math.inf, 0)
    ends = math.inf
    opened = False  # a new connection, instead of a kept-alive one
    sending = False  # some of the request may have left
    received = 0
    headed = False  # the headers have come, so the limit for the body applies

    def begin(self, limit: Limit) -> None:
        self.limit = limit
        self.ends = time.monotonic() + limit.whole
        self.opened = False
        self.sending = False
        self.received = 0
        self.headed = False

    def left(self, most: float) -> float:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline of the call")
        return min(left, most)

    def take(self, size: int) -> None:
        self.received += size
        if self.received > ROOM_FOR_HEADERS + (self.limit.size if self.headed else 0):
            raise TooBig("the answer is too big")


CALL = Call()


class Reader(io.RawIOBase):
    """Reads one answer from a socket, within the time and size that the call has left."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(CALL.left(CALL.limit.read))
        size = self._raw.readinto(buffer)
        CALL.take(size or 0)
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()


class Readable:
    """The part of a socket's interface that http.client needs to read an answer."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(Reader(self._sock))


class TimedResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(Readable(sock), *args, **kwargs)  # type: ignore[arg-type]


class Timed(HTTPConnection):
    """A connection within the limits of CALL. The base of the HTTP and the HTTPS connection."""

    response_class = TimedResponse
    _tunnelling = False

    def _new_conn(self) -> socket.socket:
        CALL.opened = True
        sock = connected(self._dns_host.strip("[]"), self.port or self.default_port)
        for option in self.socket_options or ():
            sock.setsockopt(*option)
        # The TLS handshake comes next, under this one timeout.
        sock.settimeout(CALL.left(CALL.limit.connect))
        return sock

    def _tunnel(self) -> None:
        self._tunnelling = True
        try:
            super()._tunnel()
        finally:
            self._tunnelling = False
        self._limit_socket(CALL.limit.connect)

    def send(self, data: Any) -> None:
        """Note that the request has begun to leave. Opening the connection does not count, nor does what is sent to a
        proxy to open a tunnel."""
        if self.sock is None and self.auto_open:
            self.connect()
        if not self._tunnelling:
            self._limit_socket(CALL.limit.whole)
            CALL.sending = True
        super().send(data)

    def request(self, *args: Any, **kwargs: Any) -> None:
        self._limit_socket(CALL.limit.read)
        super().request(*args, **kwargs)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        response = super().getresponse()
        CALL.headed = True
        return response

    def _limit_socket(self, most: float) -> None:
        if self.sock is not None:
            self.sock.settimeout(CALL.left(most))


class TimedHTTP(Timed):
    pass


class TimedHTTPS(Timed, HTTPSConnection):
    pass


class TimedHTTPPool(HTTPConnectionPool):
    ConnectionCls = TimedHTTP


class TimedHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = TimedHTTPS


def connected(host: str, port: int) -> socket.socket:
    """A connection to the first of the host's addresses that accepts one. Each address gets an equal share of the time
    left, so that a dead IPv6 route cannot use up the time that IPv4 needs."""
    until = time.monotonic() + CALL.left(CALL.limit.connect)
    addresses = RESOLVER.addresses(host, port, seconds=until - time.monotonic())[:MOST_ADDRESSES]
    failure: OSError = OSError("no address")
    for tried, address in enumerate(addresses):
        share = (until - time.monotonic()) / (len(addresses) - tried)
        try:
            return connected_to(address, seconds=max(share, 0.01))
        except OSError as error:
            failure = error
    RESOLVER.forget(host, port)
    raise failure


def connected_to(address: Address, *, seconds: float) -> socket.socket:
    family, kind, protocol, _, place = address
    sock = socket.socket(family, kind, protocol)
    try:
        sock.settimeout(CALL.left(seconds))
        sock.connect(place)
    except OSError:
        sock.close()
        raise
    return sock


class Adapter(HTTPAdapter):
    """One thread's connections, which share one TLS context.

    By itself requests loads the CA bundle for every new connection, about 30 ms of processor time, and Market closes
    the connection after every answer.
    """

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self._tls: dict[str, Any] = {"ssl_context": context} if context else {}
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:
        super().init_poolmanager(connections, maxsize, block, **kwargs, **self._tls)
        use_timed_pools(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        tls = {**self._tls, "proxy_ssl_context": self._tls["ssl_context"]} if self._tls else {}
        manager = super().proxy_manager_for(proxy, **kwargs, **tls)
        use_timed_pools(manager)
        return manager

    def cert_verify(self, conn: Any, url: str, verify: object, cert: object) -> None:
        """Keep verification on without loading the CA bundle again: the context has it."""
        conn.cert_reqs = "CERT_REQUIRED"

    def respond_to(self, request: PreparedRequest, proxies: Mapping[str, str]) -> Any:
        return self.send(request, stream=True, timeout=(CALL.limit.connect, CALL.limit.read), proxies=dict(proxies))


def use_timed_pools(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": TimedHTTPPool, "https": TimedHTTPSPool}
