import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from chats.sandbox.notifications.post import http_post, judged, outcome_of

from .shop import RIGHT, answer


@pytest.fixture
def server():
    """A shop with an address. It answers at /right, moves elsewhere at /moved, and is silent at /silent."""
    seen, over = [], threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.path, self.headers["Content-Type"], json.loads(body)))
            if self.path == "/silent":
                over.wait(10)
                return
            self.send_response(302 if self.path == "/moved" else 200)
            self.send_header("Location", "/right")
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(RIGHT).encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}", seen
        over.set()
        http.shutdown()
        thread.join()


def test_a_notification_is_json_by_post(server):
    url, seen = server

    assert outcome_of(http_post, f"{url}/right?a=1", b'{"notificationType": "PING"}', 5) == "DELIVERED"
    assert seen == [("/right?a=1", "application/json", {"notificationType": "PING"})]


def test_no_redirect_is_followed(server):
    url, seen = server

    assert outcome_of(http_post, f"{url}/moved", b"{}", 5) == "HTTP"
    assert [path for path, _, _ in seen] == ["/moved"]


def test_a_silent_shop_and_one_that_is_away_have_names_of_their_own(server):
    url, _ = server

    assert outcome_of(http_post, f"{url}/silent", b"{}", 0.05) == "READ_TIMED_OUT"
    assert outcome_of(http_post, "http://127.0.0.1:9/", b"{}", 5) == "CONNECTION_REFUSED"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "http://10.0.0.1/",
        "http://0.0.0.0/",
        "http://127.0.0.1.example.com/",
        "http://127.0.0.1@example.com/",
        "http://me@127.0.0.1/",
        "https://127.0.0.1/",
        "ftp://127.0.0.1/",
        "127.0.0.1:8000",
        "http:///notifications",
        "",
    ],
)
def test_it_sends_to_this_machine_and_nowhere_else(url):
    with pytest.raises(ValueError, match="loopback only"):
        http_post(url, b"{}", 1)


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (answer(), "DELIVERED"),
        (answer(content_type="application/json; charset=utf-8"), "DELIVERED"),
        (answer(body=RIGHT | {"more": 1}), "DELIVERED"),
        (answer(body=RIGHT | {"time": "2026-11-22T13:41:07.123456+03:00"}), "DELIVERED"),
        (answer(400, {"error": {"type": "WRONG_EVENT_FORMAT"}}), "MALFORMED"),
        *((answer(status), "HTTP") for status in (201, 204, 301, 302, 403, 404, 500, 503)),
        (answer(content_type="text/html"), "UNSUPPORTED_MEDIA_TYPE"),
        (answer(content_type=""), "UNSUPPORTED_MEDIA_TYPE"),
        (answer(body=b""), "CANT_PARSE_RESPONSE"),
        (answer(body=b"OK"), "CANT_PARSE_RESPONSE"),
        (answer(body=[]), "INVALID_DATA"),
        (answer(body={}), "INVALID_DATA"),
        (answer(body={"version": "1", "name": "desk"}), "INVALID_DATA"),
        (answer(body=RIGHT | {"version": 1}), "INVALID_DATA"),
        (answer(body=RIGHT | {"version": ""}), "INVALID_DATA"),
        (answer(body=RIGHT | {"name": "x" * 101}), "INVALID_DATA"),
        (answer(body=RIGHT | {"time": "now"}), "INVALID_DATA"),
        (answer(body=RIGHT | {"time": "2026-11-22T13:41:07"}), "INVALID_DATA"),
    ],
)
def test_only_exactly_200_with_the_right_body_is_a_success(reply, outcome):
    assert judged(reply) == outcome
