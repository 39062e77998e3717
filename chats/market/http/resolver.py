"""DNS with a timeout. `socket.getaddrinfo` has none and may block for half a minute.

How long to wait is the caller's: `connection.connected` passes what the thread-local `connection.CALL` has left, so the
deadline of a call holds for its name lookup too, although no function between the two takes it as an argument.
"""

import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

CACHE_SECONDS = 30.0  # Market closes every connection, so without this each call would need a lookup

Address = tuple[socket.AddressFamily, socket.SocketKind, int, str, Any]
Lookup = Future[Sequence[Address]]


class Resolver:
    """Caches addresses, and looks up each host in a thread of its own, at most one at a time, so that a lookup that
    hangs blocks nobody past their deadline."""

    def __init__(self, look_up: Callable[..., Sequence[Address]] = socket.getaddrinfo) -> None:
        self._look_up = look_up
        self.forget_all()

    def forget_all(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[str, int], tuple[float, Sequence[Address]]] = {}
        self._running: dict[tuple[str, int], Lookup] = {}

    def addresses(self, host: str, port: int, *, seconds: float) -> Sequence[Address]:
        """Raises TimeoutError or socket.gaierror."""
        with self._lock:
            until, known = self._known.get((host, port), (0.0, []))
            if time.monotonic() < until:
                return known
            lookup = self._running.get((host, port))
            if lookup is None:
                lookup = self._running[host, port] = Future()
                threading.Thread(target=self._run, args=(host, port, lookup), daemon=True, name="resolver").start()
        return lookup.result(timeout=seconds)

    def forget(self, host: str, port: int) -> None:
        """Drop cached addresses that did not answer, so that the next call looks the host up again."""
        with self._lock:
            self._known.pop((host, port), None)

    def _run(self, host: str, port: int, lookup: Lookup) -> None:
        try:
            found = self._look_up(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            with self._lock:
                self._running.pop((host, port), None)
            lookup.set_exception(socket.gaierror(socket.EAI_NONAME, "not found"))
            return
        with self._lock:
            self._known[host, port] = (time.monotonic() + CACHE_SECONDS, found)
            self._running.pop((host, port), None)
        lookup.set_result(found)


RESOLVER = Resolver()
# A forked child has none of its parent's threads: a lookup that was running there would never end here.
os.register_at_fork(after_in_child=RESOLVER.forget_all)
