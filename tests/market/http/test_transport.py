"""A network and a server that do everything wrong. Codes such as U3 are explained in docs/faults.md."""

import gzip
import socket
import time
import tracemalloc
import zlib

import pytest

from chats.market.client import Client
from chats.market.errors import Broken, MarketError, NotReached, NotUnderstood, RateLimited
from chats.market.token import Token
from tests.market.servers import (
    EXAMPLE,
    Server,
    Talk,
    answer,
    drips,
    floods,
    is_silent,
    keeps,
    says,
    shakes_no_hand,
)

TOKEN = Token("ACMA:" + "a" * 40 + ":0123abcd")
MEGABYTE = 1024 * 1024
HEAD = b"HTTP/1.1 200 OK\r\n"


def ask(url: str, deadline: float = 5.0) -> MarketError | None:
    market = Client(url)
    try:
        market.get_chat(TOKEN, business_id=7, chat_id=1, deadline=deadline)
    except MarketError as error:
        return error
    finally:
        market.close()
    return None


def outcome(talk: Talk, deadline: float = 5.0) -> MarketError | None:
    with Server(talk) as server:
        return ask(server.url, deadline)


def test_a_refused_connection_is_not_reached() -> None:  # U1
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    error = ask(f"http://127.0.0.1:{port}")

    assert (type(error), error.detail) == (NotReached, "the connection was refused")


def test_a_name_that_nobody_has_is_not_reached() -> None:  # U1
    error = ask(f"http://{'x' * 64}.example")  # too long for DNS: refused before any question leaves

    assert (type(error), error.detail) == (NotReached, "the host's name was not found")


@pytest.mark.parametrize(
    "talk",
    [
        is_silent,  # U2
        shakes_no_hand,
        drips(b"", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000),  # U3, headers
        drips(HEAD + b"Content-Length: 100000\r\n\r\n", b" " * 100_000),  # U3, body
        drips(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n" * 1000),  # U3, chunks
        drips(HEAD + b"\r\n", b" " * 100_000),  # U3, a body without a length
    ],
)
def test_the_deadline_ends_whatever_goes_on_too_long(talk: Talk) -> None:
    started = time.monotonic()

    error = outcome(talk, deadline=0.3)

    assert type(error) is NotReached
    assert time.monotonic() - started < 1.0


def test_a_call_that_is_too_late_already_sends_nothing() -> None:
    with Server(says(answer())) as server:
        error = ask(server.url, deadline=0.0)

    assert (type(error), server.connections) == (NotReached, 0)


def test_a_deadline_of_one_call_cannot_lengthen_the_clients() -> None:
    started = time.monotonic()

    with Server(is_silent) as server, pytest.raises(NotReached):
        Client(server.url, deadline=0.2).get_chat(TOKEN, business_id=7, chat_id=1, deadline=60.0)

    assert time.monotonic() - started < 1.0


def test_a_call_after_a_late_one_has_its_whole_time() -> None:
    with Server(keeps(answer())) as server:
        market = Client(server.url)
        market.get_chat(TOKEN, business_id=7, chat_id=1)
        server.talk = is_silent
        market.close()
        with pytest.raises(NotReached):
            market.get_chat(TOKEN, business_id=7, chat_id=1, deadline=0.1)
        server.talk = drips(answer(), b"", every=0.0)

        assert market.get_chat(TOKEN, business_id=7, chat_id=1).result.chat_id == 1
        market.close()


@pytest.mark.parametrize(
    "talk",
    [
        says(b""),
        says(answer()[:-1]),
        says(HEAD + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"a"'),
        says(HEAD + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n'),
        says(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
    ],
)
def test_half_an_answer_is_not_reached(talk: Talk) -> None:  # U12
    assert type(outcome(talk)) is NotReached


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("where", ["{trap}/steal", "file:///etc/passwd", "//[", "http://[::1"])
def test_a_redirect_is_never_followed(status: int, where: str) -> None:  # U18
    with Server(says(answer())) as trap:
        error = outcome(says(answer(b"", status, Location=where.format(trap=trap.url))))

    assert (type(error), error.status) == (NotUnderstood, status)
    assert trap.connections == 0


def test_a_redirect_with_an_endless_body_is_not_read() -> None:  # U18, U13
    head = b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n"

    assert outcome(floods(head, b" " * MEGABYTE, 50)).status == 302


def bomb() -> bytes:
    """200 MB in 200 KB."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(b" " * MEGABYTE) for _ in range(200)) + packer.flush()


@pytest.mark.parametrize(
    "talk",
    [
        floods(HEAD + b"Content-Length: 52428800\r\n\r\n", b" " * 65536, 800),
        floods(HEAD + b"\r\n", b" " * 65536, 800),
        floods(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b" " * 65536 + b"\r\n", 800),
        floods(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 65536, 800),
        floods(HEAD + b"Content-Encoding: gzip\r\n\r\n", bomb(), 1),
        floods(HEAD, b"X: y\r\n" * 100, 100),
        floods(HEAD + b"X: ", b"y" * 65536, 800),
        floods(b"", b"y" * 65536, 800),
        floods(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, 1000),
    ],
)
def test_an_answer_that_is_too_big_is_cut_at_once_and_held_by_nobody(talk: Talk) -> None:  # U13
    tracemalloc.start()
    started = time.monotonic()
    try:
        error = outcome(talk)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert type(error) in {NotUnderstood, NotReached}
    assert peak < 10 * MEGABYTE
    assert time.monotonic() - started < 2.0  # tracing the memory takes its part


def test_a_packed_answer_is_unpacked() -> None:
    assert outcome(says(answer(gzip.compress(EXAMPLE), Content_Encoding="gzip"))) is None


@pytest.mark.parametrize("packing", ["br", "gzip, gzip", "gzip", "whatever"])
def test_what_cannot_be_unpacked_is_not_understood(packing: str) -> None:
    assert type(outcome(says(answer(EXAMPLE, Content_Encoding=packing)))) is NotUnderstood


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        HEAD + b"Content-Length: 1, 2\r\n\r\n{}",
        answer(Set_Cookie="\x00=;;;=; expires=never; domain=[", Content_Type="\x7f"),
    ],
)
def test_what_is_hardly_http_ends_in_one_of_our_errors_or_an_answer(data: bytes) -> None:
    error = outcome(says(data))

    assert error is None or type(error) in {NotUnderstood, NotReached}


@pytest.mark.parametrize(("status", "sort"), [(503, Broken), (420, RateLimited)])
def test_what_an_errors_status_says_is_not_lost_with_its_body(status: int, sort: type) -> None:
    cut = answer(b"<html>", status, X_RateLimit_Resource_Remaining="0")[:-3]

    error = outcome(says(cut))

    assert (type(error), error.limits.remaining) == (sort, 0)
