import gzip
import io
import json
import socket
import time
from http.client import HTTPException, IncompleteRead, RemoteDisconnected

import pytest

from ..asking import HOME, get_chat, until

CHAT = "/v2/businesses/1001/chat?chatId=310001"


def raw(sandbox, *, most=1 << 20):
    """The bytes of one answer as they come, and how the connection ended."""
    with socket.create_connection((sandbox.host, sandbox.port), timeout=2) as line:
        line.sendall(f"GET {CHAT} HTTP/1.1\r\nHost: market\r\nApi-Key: {HOME.token}\r\n\r\n".encode())
        received = b""
        while len(received) < most and (piece := line.recv(65536)):
            received += piece
    return received


def test_silence_ends_with_the_answer(sandbox):
    sandbox.fail("silence", delay=0.1)

    start = time.monotonic()
    reply = get_chat(sandbox, 310001)

    assert reply.status == 200
    assert time.monotonic() - start >= 0.1


@pytest.mark.parametrize(("name", "delay"), [("never", 0.05), ("closed", None)])
def test_a_connection_closes_without_a_word(sandbox, name, delay):
    sandbox.fail(name, delay=delay)

    with pytest.raises(RemoteDisconnected):
        get_chat(sandbox, 310001)
    assert [call.status for call in sandbox.calls] == [0]


def test_a_reset_connection_is_reset(sandbox):
    sandbox.fail("reset")

    with pytest.raises(ConnectionResetError):
        raw(sandbox)


def test_half_of_the_json_comes(sandbox):
    sandbox.fail("truncated")

    with pytest.raises(IncompleteRead) as cut:
        get_chat(sandbox, 310001)
    assert cut.value.expected > 0


def test_half_of_the_json_comes_in_chunks(sandbox):
    sandbox.fail("truncated_chunked")

    head, _, body = raw(sandbox).partition(b"\r\n\r\n")

    assert b"Transfer-Encoding: chunked" in head
    assert body.endswith(b"\r\n") and not body.endswith(b"0\r\n\r\n")
    with pytest.raises(IncompleteRead):
        get_chat(sandbox, 310001)


@pytest.mark.parametrize(("name", "start"), [("slow_body", b"HTTP/1.1 200 OK"), ("slow_head", b"H")])
def test_bytes_come_one_by_one(sandbox, name, start):
    sandbox.fail(name, delay=0.2)  # long enough to be read one by one on a busy machine

    began = time.monotonic()
    with socket.create_connection((sandbox.host, sandbox.port), timeout=2) as line:
        line.sendall(f"GET {CHAT} HTTP/1.1\r\nHost: market\r\nApi-Key: {HOME.token}\r\n\r\n".encode())
        pieces = [line.recv(65536) for _ in range(4)]

    assert pieces[0].startswith(start)
    assert [len(piece) for piece in pieces[1:]] == [1, 1, 1]
    assert time.monotonic() - began >= 0.4


@pytest.mark.parametrize("name", ["slow_body", "slow_head", "silence", "never"])
def test_a_reset_of_the_sandbox_frees_who_waits(sandbox, name):
    sandbox.fail(name, delay=30)

    with socket.create_connection((sandbox.host, sandbox.port), timeout=2) as line:
        line.sendall(f"GET {CHAT} HTTP/1.1\r\nHost: market\r\nApi-Key: {HOME.token}\r\n\r\n".encode())
        until(lambda: sandbox.calls)
        sandbox.reset()
        while line.recv(65536):
            pass
    after = get_chat(sandbox, 310001)

    assert after.status == 200


def test_an_answer_of_50_mb_is_one_right_answer(sandbox):
    sandbox.fail("huge")

    reply = get_chat(sandbox, 310001)

    assert len(reply.body) == 50 * 1024 * 1024
    assert json.loads(reply.body)["result"]["chatId"] == 310001


def test_a_client_may_hang_up_on_50_mb(sandbox):
    sandbox.fail("huge")

    raw(sandbox, most=100_000)
    sandbox.clear()

    assert get_chat(sandbox, 310001).status == 200


def test_a_small_answer_unpacks_to_200_mb(sandbox):
    sandbox.fail("bomb")

    reply = get_chat(sandbox, 310001)

    assert reply.headers["Content-Encoding"] == "gzip"
    assert len(reply.body) < 300_000
    with gzip.open(io.BytesIO(reply.body)) as unpacked:
        assert unpacked.seek(1 << 30) == 200 * 1024 * 1024


def test_ten_thousand_headers_come(sandbox):
    sandbox.fail("many_headers")

    assert raw(sandbox).count(b"\r\nX-Padding-") == 10_000
    with pytest.raises(HTTPException, match="headers"):
        get_chat(sandbox, 310001)
