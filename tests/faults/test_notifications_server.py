"""The address of notifications in the server that runs in production: slow bodies, bodies in chunks, its log."""

import http.client
import json
import socket
import time
from collections.abc import Iterator

import pytest

from chats.models import WebhookEvent
from chats.views.notifications import SECONDS
from tests.faults.desk import Desk, served
from tests.notification_fixture import PING, message_sent

pytestmark = pytest.mark.django_db(transaction=True)
THREADS, PATIENCE = 2, 20


@pytest.fixture
def desk(market, signed_in, address) -> Iterator[Desk]:
    loopback = {"NOTIFICATION_NETWORKS": "127.0.0.0/8", "WEB_PROCESSES": 1, "WEB_THREADS": THREADS}
    with served(market, signed_in, **loopback) as desk:
        yield desk


def begin(desk: Desk, path: str, headers: str, body: bytes = b"") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", desk.port), timeout=20)
    connection.sendall(f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode() + body)
    return connection


def status_of(connection: socket.socket) -> int:
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    answer.read()
    connection.close()
    return answer.status


def test_n7_a_body_that_trickles_in_is_hung_up_on_and_leaves_its_thread_to_others(desk, address):
    path = f"/notifications/{address.secret}"
    trickling = [begin(desk, path, "Content-Length: 60000\r\n", b"{") for _ in range(THREADS * 2)]
    alive, gives_up_at = list(trickling), time.monotonic() + PATIENCE

    answered = desk.get("/healthz")  # waits for a thread
    while alive and time.monotonic() < gives_up_at:
        # A byte now and then, which is what outwits a timeout of the socket.
        alive = [one for one in alive if not ended(one)]
        time.sleep(0.05)

    assert (answered.status, alive) == (200, [])
    assert {status_of(one) for one in trickling} == {408}
    assert not WebhookEvent.objects.exists()
    assert SECONDS < 1


def ended(connection: socket.socket) -> bool:
    """Sends one more byte, unless the answer is there."""
    connection.setblocking(False)
    try:
        connection.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        connection.send(b" ")
        return False
    finally:
        connection.settimeout(20)
    return True


def test_n7_a_body_in_chunks_is_read_like_any_other(desk, address):
    body = json.dumps(message_sent()).encode()
    half = len(body) // 2
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:half], body[half:])) + b"0\r\n\r\n"

    path, headers = f"/notifications/{address.secret}/notification", "Transfer-Encoding: chunked\r\n"
    fits = status_of(begin(desk, path, headers, chunks))
    endless = status_of(begin(desk, path, headers, (b"10000\r\n" + b"x" * 65536 + b"\r\n") * 2))
    cut = status_of(begin(desk, path, headers, chunks[:half]))

    assert (fits, endless, cut) == (200, 413, 408)
    assert [event.body for event in WebhookEvent.objects.all()] == [body.decode()]


def test_n4_the_secret_is_in_no_log_of_the_server(desk, address):
    sent = [
        desk.ask("POST", f"/notifications/{address.secret}", json.dumps(body))
        for body in (PING, {"notificationType": 5})
    ]
    sent.append(desk.ask("GET", f"/notifications/{address.secret}/notification/"))
    sent.append(desk.ask("POST", f"/notifications/{address.secret}/elsewhere", "{}"))
    sent.append(desk.ask("POST", "/notifications/0123456789guess", "{}"))

    said = desk.program.until("GET /healthz 200") if desk.get("/healthz") else ""

    said = desk.program.output
    assert [answer.status for answer in sent] == [200, 400, 405, 404, 404]
    assert address.secret not in said and "0123456789guess" not in said
    assert "POST /notifications/… 200" in said and "GET /notifications/…/notification/ 405" in said
