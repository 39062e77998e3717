"""A reverse proxy on loopback, as nginx and Caddy stand before the desk."""

import http.client
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Proxy(ThreadingHTTPServer):
    """Hands on what begins with `below`, with `headers` set and `stripped` taken off the path. Anything else is another
    application of the same host: a 404, and its path is kept in `outside`."""

    daemon_threads = True

    def __init__(self, desk, *, below="/", stripped="", **headers):
        super().__init__(("127.0.0.1", 0), Handler)
        self.desk, self.below, self.stripped = desk, below, stripped
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.outside = []

    @property
    def port(self):
        return self.server_address[1]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.path.startswith(self.server.below):
            self.server.outside.append(self.path)
            self.answer(404, [], b"another application")
            return
        sent = {**dict(self.headers), "X-Forwarded-For": "192.0.2.7", **self.server.headers}
        sent = {name: value for name, value in sent.items() if value is not None and name.lower() not in HOP_BY_HOP}
        connection = http.client.HTTPConnection("127.0.0.1", self.server.desk, timeout=30)
        try:
            connection.request(self.command, self.path.removeprefix(self.server.stripped), body or None, sent)
            response = connection.getresponse()
            self.answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    def answer(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        if status not in {204, 304}:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        pass

    do_GET = do_POST = do_HEAD = forward


@contextmanager
def proxy(desk, **options):
    """proxy(port of the desk, Host="desk.example.com:8443", X_Forwarded_Proto="https"); None takes a header away."""
    server = Proxy(desk, **options)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
