"""HTTP/1.1 with the standard library. Like Market it closes every connection, unless told otherwise."""

import socket
import socketserver
import struct
import sys
from collections.abc import Callable
from datetime import datetime
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from .protocol.answers import Answer
from .protocol.call import MAX_BODY, Call


class CallInProgress(Protocol):
    """One call, from its request to the last byte of its answer."""

    def answer(self) -> Answer: ...

    def release(self) -> None:
        """Frees what the call holds. May be called twice."""

    def interrupted(self, seconds: float) -> bool:
        """Waits for `seconds`; True at once when the answer is not to be sent any more."""


class Application(Protocol):
    """What the server serves. It reads the options for each call, because they may change while it runs."""

    @property
    def latency(self) -> float: ...
    @property
    def keep_alive(self) -> bool: ...
    @property
    def clock(self) -> Callable[[], datetime]: ...
    def begin(self, call: Call) -> CallInProgress: ...


class HungUp(ConnectionError):
    """Ends the connection on purpose."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, application: Application, address: tuple[str, int]) -> None:
        self.application = application
        super().__init__(address, Handler)

    def server_bind(self) -> None:
        # HTTPServer would look up the machine's own name in DNS, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "sandbox", self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class HttpConnection:
    """The `wire.Connection` of one call."""

    def __init__(self, handler: "Handler", running: CallInProgress, answer: Answer) -> None:
        self.handler = handler
        self.running = running
        self.answer = answer

    @property
    def body(self) -> bytes:
        return self.answer.body

    def head(self, **extra: str) -> None:
        """Status line and headers."""
        self.write(self.head_bytes(**extra))

    def head_bytes(self, **extra: str) -> bytes:
        handler, answer = self.handler, self.answer
        headers = {"Server": "sandbox", "Date": handler.date_time_string(), **answer.headers, **extra}
        if handler.server.application.keep_alive:
            handler.close_connection = False
        else:
            headers["Connection"] = "close"
            handler.close_connection = True
        reason, _ = handler.responses.get(answer.status, ("Enhance Your Calm", ""))
        lines = [f"HTTP/1.1 {answer.status} {reason}"]
        lines += [f"{name}: {value}" for name, value in headers.items() if value is not None]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def write(self, data: bytes) -> None:
        self.handler.wfile.write(data)
        self.handler.wfile.flush()

    def cut(self, *, reset: bool = False) -> None:
        """Ends the connection at once, with a TCP reset if asked."""
        if reset:
            no_lingering = struct.pack("ii", 1, 0)
            self.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_lingering)
            self.handler.connection.close()
        raise HungUp

    def wait(self, seconds: float) -> None:
        """Stays silent. Ends the connection if the sandbox is reset or stopped meanwhile."""
        if seconds > 0 and self.running.interrupted(seconds):
            raise HungUp

    def release(self) -> None:
        self.running.release()


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60
    disable_nagle_algorithm = True

    def _serve(self) -> None:
        call = self._read()
        if call is None:
            return
        running = self.server.application.begin(call)
        try:
            answer = running.answer()
            connection = HttpConnection(self, running, answer)
            connection.wait(answer.delay + self.server.application.latency)
            answer.transmit(connection)
        except ConnectionError:
            self.close_connection = True
        finally:
            running.release()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _serve

    def _read(self) -> Call | None:
        """None if the client left before the end of the body."""
        declared = self.headers.get("Content-Length", "")
        length = int(declared) if declared.isascii() and declared.isdigit() else 0
        body = self.rfile.read(min(length, MAX_BODY + 1))
        if len(body) < min(length, MAX_BODY + 1):
            self.close_connection = True
            return None
        if length > MAX_BODY:
            self.close_connection = True
            self.rfile.read(min(length - len(body), 16 * MAX_BODY))
        return Call(
            method=self.command,
            target=self.path,
            headers=self.headers,
            body=body,
            too_big=length > MAX_BODY,
            peer=str(self.client_address[0]),
        )

    def date_time_string(self, timestamp: float | None = None) -> str:
        return formatdate(self.server.application.clock().timestamp(), usegmt=True)

    def log_message(self, format: str, *arguments: object) -> None:
        """Logs nothing: `Sandbox.calls` has every call."""
