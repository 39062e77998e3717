"""A server that repeats the key it was given, wherever an answer has room for it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

from tests.security.canary import BUYER, BUYER_ID

MOMENT = "2026-11-22T12:00:00+03:00"


def chat(chat_id: int, said: str) -> dict:
    about = {
        "type": "ORDER",
        "customer": {"name": f"{BUYER} {said}", "publicId": f"{BUYER_ID}-{said}"},
        "campaignId": 48211001,
        "orderId": 5,
    }
    times = {"createdAt": MOMENT, "updatedAt": MOMENT}
    return {"chatId": chat_id, "context": about, "type": "CHAT", "status": said or "NEW", **times}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        key = self.headers["Api-Key"] or ""
        said = f"{key} {quote(key, safe='')} {key.partition(':')[2]}" if self.server.repeats else ""
        chat_id = int(self.path.partition("chatId=")[2].partition("&")[0] or 310001)
        errors = [{"code": said or "BAD", "message": f"Token {said} of {BUYER} is invalid; requests per hour"}]
        body = {"status": "OK", "result": chat(chat_id, said), "errors": errors, "campaigns": [], "said": said}
        self.answer(json.dumps(body).encode(), said)

    do_POST = do_GET

    def answer(self, body: bytes, said: str) -> None:
        self.send_response(self.server.status, f"No {said}")
        for name in (
            "traceparent",
            "X-RateLimit-Resource-Until",
            "X-RateLimit-Resource-Limit",
            "Location",
            "Set-Cookie",
        ):
            self.send_header(name, said or "x")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    status = 200
    repeats = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def parrot() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()
