"""HTTP/1.1 over the standard library. Market closes every connection, so this does too, unless told otherwise."""

import socket
import socketserver
import struct
import sys
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from .protocol.answers import Answer
from .protocol.call import LARGEST_UPLOAD, Call

if TYPE_CHECKING:
    from .control import Errand
    from .operations.exchange import Exchange
    from .sandbox import Sandbox


class HungUp(ConnectionError):
    """The connection ends here, on purpose."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, sandbox: "Sandbox", address: tuple[str, int]) -> None:
        self.sandbox = sandbox
        super().__init__(address, Handler)

    def server_bind(self) -> None:
        # HTTPServer asks DNS for the machine's own name here, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "sandbox", self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class HttpLine:
    def __init__(self, handler: "Handler", exchange: "Exchange | Errand") -> None:
        self.handler = handler
        self.exchange = exchange

    def head(self, answer: Answer, **extra: str) -> None:
        """Status line and headers."""
        self.write(self.head_bytes(answer, **extra))

    def head_bytes(self, answer: Answer, **extra: str) -> bytes:
        handler = self.handler
        headers = {"Server": "sandbox", "Date": handler.date_time_string(), **answer.headers, **extra}
        if handler.server.sandbox.keep_alive:
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
        """Ends the connection where it is."""
        if reset:
            at_once = struct.pack("ii", 1, 0)
            self.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            self.handler.connection.close()
        raise HungUp

    def wait(self, seconds: float) -> None:
        """Silence. Ends with the connection when the sandbox is reset or stopped meanwhile."""
        if seconds > 0 and self.exchange.interrupted(seconds):
            raise HungUp

    def done(self) -> None:
        self.exchange.done()


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60
    disable_nagle_algorithm = True

    def _serve(self) -> None:
        call = self._read()
        if call is None:
            return
        exchange = self.server.sandbox.exchange(call)
        try:
            answer = exchange.answer()
            line = HttpLine(self, exchange)
            line.wait(answer.delay + self.server.sandbox.latency)
            answer.wire(line, answer)
        except ConnectionError:
            self.close_connection = True
        finally:
            exchange.done()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _serve

    def _read(self) -> Call | None:
        """None where the caller has gone before the end of the body."""
        said = self.headers.get("Content-Length", "")
        length = int(said) if said.isascii() and said.isdigit() else 0
        body = self.rfile.read(min(length, LARGEST_UPLOAD + 1))
        if len(body) < min(length, LARGEST_UPLOAD + 1):
            self.close_connection = True
            return None
        if length > LARGEST_UPLOAD:
            self.close_connection = True
            self.rfile.read(min(length - len(body), 16 * LARGEST_UPLOAD))
        return Call(
            method=self.command,
            target=self.path,
            headers=self.headers,
            body=body,
            too_big=length > LARGEST_UPLOAD,
            peer=str(self.client_address[0]),
        )

    def date_time_string(self, timestamp: float | None = None) -> str:
        return formatdate(self.server.sandbox.clock().timestamp(), usegmt=True)

    def log_message(self, format: str, *arguments: object) -> None:
        """Says nothing: `Sandbox.calls` has them all."""
