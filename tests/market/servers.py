"""Small servers on loopback that speak HTTP by hand, because what they have to do wrong no HTTP library does."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from typing import Self

PATIENCE = 5.0  # seconds after which a server gives up on a test that forgot it

Talk = Callable[["Server", socket.socket], None]

EXAMPLE = (
    b'{"status":"OK","result":{"chatId":1,"orderId":1,"context":{"type":"ORDER","customer":{"name":"example",'
    b'"publicId":"example"},"campaignId":1,"orderId":1,"returnId":1},"type":"CHAT","status":"NEW",'
    b'"createdAt":"2017-11-21T00:00:00+03:00","updatedAt":"2017-11-21T00:00:00+03:00"}}'
)


class Server:
    """Hands each connection to `talk` in a thread of its own, and keeps what was asked."""

    def __init__(self, talk: Talk, *, tls: ssl.SSLContext | None = None) -> None:
        self.talk = talk
        self.tls = tls
        self.connections = 0
        self.requests: list[bytes] = []
        self.stopped = threading.Event()
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=32)
        self.port: int = self._listener.getsockname()[1]

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        shut(self._listener)
        for sock in self._open:
            shut(sock)
        for thread in self._threads:
            thread.join(PATIENCE)

    def request(self, sock: socket.socket) -> bytes:
        """The next request, whole; empty when the other side has closed."""
        got = b""
        while b"\r\n\r\n" not in got:
            piece = sock.recv(65536)
            if not piece:
                return b""
            got += piece
        head, _, body = got.partition(b"\r\n\r\n")
        while len(body) < length_in(head):
            body += sock.recv(65536)
        self.requests.append(head + b"\r\n\r\n" + body)
        return self.requests[-1]

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self.stopped.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(sock)
            self._start(lambda sock=sock: self._serve(sock))

    def _serve(self, sock: socket.socket) -> None:
        sock.settimeout(PATIENCE)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            # A client that does not trust the server, or has heard enough, hangs up.
            if self.tls:
                sock = self.tls.wrap_socket(sock, server_side=True)
                self._open.append(sock)
            self.talk(self, sock)
        except OSError:
            pass
        finally:
            shut(sock)


def shut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    sock.close()


def length_in(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


def answer(body: bytes = EXAMPLE, status: int = 200, **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def says(*pieces: bytes) -> Talk:
    """Answers the one request of each connection with these bytes, and closes."""

    def talk(server: Server, sock: socket.socket) -> None:
        server.request(sock)
        for piece in pieces:
            sock.sendall(piece)

    return talk


def keeps(data: bytes) -> Talk:
    """Answers every request of a connection."""

    def talk(server: Server, sock: socket.socket) -> None:
        while server.request(sock):
            sock.sendall(data)

    return talk


def keeps_once(data: bytes) -> Talk:
    """Answers the first request of each connection as if to stay, reads the second, and closes without a word."""

    def talk(server: Server, sock: socket.socket) -> None:
        server.request(sock)
        sock.sendall(data)
        server.request(sock)

    return talk


def is_silent(server: Server, sock: socket.socket) -> None:
    server.request(sock)
    server.stopped.wait(PATIENCE)


def shakes_no_hand(server: Server, sock: socket.socket) -> None:
    """Takes a connection and says nothing at all, not even in TLS."""
    server.stopped.wait(PATIENCE)


def drips(at_once: bytes, slowly: bytes, *, every: float = 0.02) -> Talk:
    def talk(server: Server, sock: socket.socket) -> None:
        server.request(sock)
        sock.sendall(at_once)
        for byte in slowly:
            sock.sendall(bytes([byte]))
            if server.stopped.wait(every):
                return

    return talk


def floods(head: bytes, piece: bytes, times: int) -> Talk:
    def talk(server: Server, sock: socket.socket) -> None:
        server.request(sock)
        sock.sendall(head)
        for _ in range(times):
            sock.sendall(piece)

    return talk


def tunnels(server: Server, sock: socket.socket) -> None:
    """A proxy that connects to whatever CONNECT names, and passes bytes on."""
    place = server.request(sock).split()[1].decode()
    host, _, port = place.partition(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as other:
        sock.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        back = threading.Thread(target=pipe, args=(other, sock), daemon=True)
        back.start()
        pipe(sock, other)
        shut(other)
        back.join(PATIENCE)


def pipe(source: socket.socket, target: socket.socket) -> None:
    try:
        while piece := source.recv(65536):
            target.sendall(piece)
    except OSError:
        pass
