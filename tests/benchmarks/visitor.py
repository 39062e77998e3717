"""A browser's part of the work, as cheap as can be: one kept connection, no parsing."""

import socket
import time
from typing import NamedTuple


class Answer(NamedTuple):
    status: int
    head: bytes
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        for line in self.head.split(b"\r\n"):
            found, _, value = line.partition(b": ")
            if found.lower() == name.encode():
                return value.decode()
        return ""


class Visitor:
    def __init__(self, port: int, *, session: str = "", patience: float = 40.0) -> None:
        self.port = port
        # As after a first page: a browser has both, and only the first visit pays for making them.
        self.cookies = {f"session-{port}": session, f"csrf-{port}": "c" * 32} if session else {}
        self.patience = patience
        self._socket: socket.socket | None = None

    def get(self, path: str, **headers: str) -> Answer:
        return self.send(self.request("GET", path, headers))

    def part(self, path: str, target: str) -> Answer:
        """As htmx asks for a part of a page."""
        return self.get(path, HX_Request="true", HX_Target=target)

    def post(self, path: str, body: str) -> Answer:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        return self.send(self.request("POST", path, headers) + body.encode())

    def request(self, method: str, path: str, headers: dict[str, str]) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        usual = {
            "Host": f"127.0.0.1:{self.port}",
            "Accept-Encoding": "gzip, br",
            "Accept-Language": "ru",
            **({"Cookie": cookies} if cookies else {}),
        }
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in {**usual, **headers}.items()]
        return "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode()

    def send(self, request: bytes) -> Answer:
        """Opens a connection where there is none, or where the desk has closed the kept one meanwhile."""
        started = time.perf_counter()
        answer = self._exchange(request) if self._socket else None
        if answer is None:
            self.close()
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=self.patience)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            answer = self._exchange(request)
        if answer is None:
            raise ConnectionError("the desk hung up without an answer")
        status, head, body = answer
        return Answer(status, head, body, time.perf_counter() - started)

    def close(self) -> None:
        if self._socket:
            self._socket.close()
            self._socket = None

    def _exchange(self, request: bytes) -> tuple[int, bytes, bytes] | None:
        try:
            self._socket.sendall(request)
            got = self._socket.recv(65536)
            while got and b"\r\n\r\n" not in got:
                got += self._socket.recv(65536)
        except (ConnectionResetError, BrokenPipeError):
            return None
        if not got:
            return None
        head, _, body = got.partition(b"\r\n\r\n")
        missing = length_in(head) - len(body)
        while missing > 0:
            piece = self._socket.recv(65536)
            body += piece
            missing -= len(piece)
        return int(head[9:12]), head, body


def length_in(head: bytes) -> int:
    found = head.lower().partition(b"content-length: ")[2]
    return int(found.partition(b"\r\n")[0] or 0)
