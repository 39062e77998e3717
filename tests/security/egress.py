"""Sees every host that this process reaches for. It watches at the lowest level there is, and changes nothing."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

SYSTEMS_CALL = socket.socket


@contextmanager
def watched() -> Iterator[list[tuple[str, object]]]:
    """What was looked up and connected to, in order."""
    seen: list[tuple[str, object]] = []
    look_up = socket.getaddrinfo

    class Watched(SYSTEMS_CALL):
        def connect(self, place):
            seen.append(("connect", place))
            return super().connect(place)

        def connect_ex(self, place):
            seen.append(("connect", place))
            return super().connect_ex(place)

        def sendto(self, data, *place):
            seen.append(("send", place[-1]))
            return super().sendto(data, *place)

    def look_up_and_note(host, port, *arguments, **options):
        seen.append(("look up", (host, port)))
        return look_up(host, port, *arguments, **options)

    socket.socket, socket.getaddrinfo = Watched, look_up_and_note
    try:
        yield seen
    finally:
        socket.socket, socket.getaddrinfo = SYSTEMS_CALL, look_up
