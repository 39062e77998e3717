"""Addresses of a host's name, within a time: the system's own look-up knows none and may hang for half a minute."""

import os
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

KEPT = 30.0  # seconds; Market closes every connection, so each call would ask anew

Address = tuple[socket.AddressFamily, socket.SocketKind, int, str, Any]
Asked = Future[Sequence[Address]]


class Names:
    """Asks for each name at most once at a time, in a thread that nobody has to wait for."""

    def __init__(self, look_up: Callable[..., Sequence[Address]] = socket.getaddrinfo) -> None:
        self._look_up = look_up
        self.forget_all()

    def forget_all(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[str, int], tuple[float, Sequence[Address]]] = {}
        self._asked: dict[tuple[str, int], Asked] = {}

    def addresses(self, host: str, port: int, *, seconds: float) -> Sequence[Address]:
        """Raises TimeoutError or socket.gaierror."""
        with self._lock:
            until, known = self._known.get((host, port), (0.0, []))
            if time.monotonic() < until:
                return known
            asked = self._asked.get((host, port))
            if asked is None:
                asked = self._asked[host, port] = Future()
                threading.Thread(target=self._ask, args=(host, port, asked), daemon=True, name="names").start()
        return asked.result(timeout=seconds)

    def forget(self, host: str, port: int) -> None:
        """After no address answered: the next call asks anew."""
        with self._lock:
            self._known.pop((host, port), None)

    def _ask(self, host: str, port: int, asked: Asked) -> None:
        try:
            found = self._look_up(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            with self._lock:
                self._asked.pop((host, port), None)
            asked.set_exception(socket.gaierror(socket.EAI_NONAME, "not found"))
            return
        with self._lock:
            self._known[host, port] = (time.monotonic() + KEPT, found)
            self._asked.pop((host, port), None)
        asked.set_result(found)


NAMES = Names()
# A child has none of its parent's threads, so what was being asked there would never be answered here.
os.register_at_fork(after_in_child=NAMES.forget_all)
