"""Whether the other side proves to be Market, and who hears the key on the way there."""

import datetime
import socket
import time
from typing import Any

import pytest

from chats.market.client import Client
from chats.market.errors import MarketError, NotReached, OutcomeUnknown, TlsFailed
from chats.market.token import Token
from chats.services import upstream
from tests.authority_fixture import DAY, Authority
from tests.market.servers import Server, Talk, answer, is_silent, keeps, keeps_once, says, shakes_no_hand, tunnels

TOKEN = Token("ACMA:" + "a" * 40 + ":0123abcd")


def ask(market: Client, deadline: float = 5.0) -> MarketError | None:
    try:
        market.get_chat(TOKEN, business_id=7, chat_id=1, deadline=deadline)
    except MarketError as error:
        return error
    finally:
        market.close()
    return None


def test_a_server_that_proves_itself_is_asked(authority: Authority) -> None:
    with Server(says(answer()), tls=authority.server()) as server:
        assert ask(Client(server.url, ca_file=authority.file)) is None


def test_the_desk_trusts_the_certificates_that_its_settings_name(authority: Authority, settings: Any) -> None:
    with Server(says(answer()), tls=authority.server()) as server:
        settings.MARKET_API_URL = server.url
        assert isinstance(ask(upstream.client()), TlsFailed)

        settings.MARKET_CA_FILE = authority.file
        assert ask(upstream.client()) is None


def test_a_secure_connection_is_kept_and_replaced_like_any_other(authority: Authority) -> None:
    with Server(keeps(answer()), tls=authority.server()) as server:
        market = Client(server.url, ca_file=authority.file)
        for _ in range(3):
            market.get_chat(TOKEN, business_id=7, chat_id=1)
        market.close()
        assert server.connections == 1

        server.talk = keeps_once(answer())
        for _ in range(2):
            market.get_chat(TOKEN, business_id=7, chat_id=1)
        market.close()
        assert server.connections == 3


def test_an_unknown_authority_is_refused_and_told_nothing(authority: Authority) -> None:  # U1
    with Server(says(answer()), tls=authority.server()) as server:
        error = ask(Client(server.url))

    assert type(error) is TlsFailed
    assert not error.retriable
    assert "unable to get local issuer certificate" in error.detail
    assert (server.requests, server.connections) == ([], 1)


@pytest.mark.parametrize(
    ("host", "ends", "why"),
    [("127.0.0.1", -DAY, "expired"), ("market.example", DAY, "mismatch"), ("127.0.0.2", DAY, "mismatch")],
)
def test_an_expired_or_foreign_certificate_is_refused(
    authority: Authority, host: str, ends: datetime.timedelta, why: str
) -> None:  # U1
    with Server(says(answer()), tls=authority.server(host, ends)) as server:
        error = ask(Client(server.url, ca_file=authority.file))

    assert type(error) is TlsFailed
    assert why in error.detail
    assert server.requests == []


def test_a_server_without_tls_gets_no_key_in_the_open(authority: Authority) -> None:
    def answers_unasked(server: Server, sock: socket.socket) -> None:
        sock.sendall(answer())
        server.request(sock)

    with Server(answers_unasked) as server:
        error = ask(Client(server.url.replace("http:", "https:"), ca_file=authority.file))

    assert type(error) is TlsFailed
    assert server.requests == []


def test_a_handshake_that_never_comes_ends_with_the_deadline(authority: Authority) -> None:
    started = time.monotonic()

    with Server(shakes_no_hand) as server:
        error = ask(Client(server.url.replace("http:", "https:"), ca_file=authority.file), deadline=0.3)

    assert (type(error), error.detail) == (NotReached, "no answer in time")
    assert time.monotonic() - started < 1.0


def test_a_handshake_that_never_comes_through_a_proxy_ends_with_the_deadline(authority: Authority) -> None:
    def connects_to_nothing(server: Server, sock: socket.socket) -> None:
        server.request(sock)
        server.stopped.wait(0.45)
        sock.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        shakes_no_hand(server, sock)

    started = time.monotonic()

    with Server(connects_to_nothing) as proxy:
        error = ask(Client("https://market.example", proxy=proxy.url, ca_file=authority.file), deadline=0.5)

    assert (type(error), error.detail) == (NotReached, "no answer in time")
    assert time.monotonic() - started < 0.8


def test_a_proxy_connects_but_hears_no_key(authority: Authority) -> None:
    with Server(says(answer()), tls=authority.server()) as server, Server(tunnels) as proxy:
        error = ask(Client(server.url, proxy=proxy.url, ca_file=authority.file))

    assert error is None
    assert [request.split(b" ")[0] for request in proxy.requests] == [b"CONNECT"]
    assert TOKEN.reveal().encode() not in proxy.requests[0]


def test_a_proxy_does_not_replace_the_proof(authority: Authority) -> None:
    with Server(says(answer()), tls=authority.server("market.example")) as server, Server(tunnels) as proxy:
        error = ask(Client(server.url, proxy=proxy.url, ca_file=authority.file))

    assert type(error) is TlsFailed
    assert server.requests == []


@pytest.mark.parametrize("reply", [b"HTTP/1.1 407 Who are you\r\n\r\n", b"HTTP/1.1 502 No\r\n\r\n", b""])
def test_a_proxy_that_does_not_connect_is_not_reached(authority: Authority, reply: bytes) -> None:
    with Server(says(reply)) as proxy:
        error = ask(Client("https://market.example", proxy=proxy.url, ca_file=authority.file))

    assert type(error) is NotReached


def written(market: Client) -> MarketError | None:
    try:
        market.send_message_to_chat(TOKEN, business_id=7, chat_id=1, message="Да", deadline=1.0)
    except MarketError as error:
        return error
    return None


def test_a_write_to_whom_nobody_trusts_was_not_sent(authority: Authority) -> None:  # U9
    with Server(says(answer()), tls=authority.server()) as server:
        error = written(Client(server.url))

    assert (type(error), server.requests) == (TlsFailed, [])


@pytest.mark.parametrize("talk", [says(), is_silent])
def test_a_write_that_left_in_secret_is_as_unknown_as_any_other(authority: Authority, talk: Talk) -> None:  # U9
    with Server(talk, tls=authority.server()) as server, Server(tunnels) as proxy:
        straight = written(Client(server.url, ca_file=authority.file))
        tunnelled = written(Client(server.url, ca_file=authority.file, proxy=proxy.url))

    assert (type(straight), type(tunnelled), len(server.requests)) == (OutcomeUnknown, OutcomeUnknown, 2)
