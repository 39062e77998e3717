"""U9: what is sent is sent once, and an unknown outcome is never taken for a known one."""

import json
import socket
import struct

import pytest

from chats.market.client import Client
from chats.market.errors import MarketError, NotReached, OutcomeUnknown, RateLimited, Refused
from chats.market.token import Token
from tests.market.servers import (
    Server,
    Talk,
    answer,
    drips,
    floods,
    is_silent,
    keeps,
    keeps_once,
    says,
    tunnels,
)
from tests.market.test_client import asked

TOKEN = Token("ACMA:" + "a" * 40 + ":0123abcd")
OK = b'{"status":"OK"}'
HISTORY = b'{"status":"OK","result":{"context":{"type":"DIRECT"},"messages":[]}}'
HEAD = b"HTTP/1.1 200 OK\r\n"
CONTENT = bytes(range(256)) * 20_000  # 5 MB


def sent(url: str, *, proxy: str = "", deadline: float = 5.0, content: bytes = b"") -> MarketError | None:
    market = Client(url, proxy=proxy)
    try:
        if content:
            file = {"name": "чек.pdf", "content": content, "content_type": "application/pdf"}
            market.send_file_to_chat(TOKEN, business_id=7, chat_id=1, deadline=deadline, **file)
        else:
            market.send_message_to_chat(TOKEN, business_id=7, chat_id=1, message="Да", deadline=deadline)
    except MarketError as error:
        return error
    finally:
        market.close()
    return None


def hears_a_part_and_resets(server: Server, sock: socket.socket) -> None:
    server.requests.append(sock.recv(100))
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def refuses_at_once(server: Server, sock: socket.socket) -> None:
    """Answers before it has heard the body, as a proxy does to what is too large for it."""
    sock.recv(100)
    sock.sendall(answer(b"", 413))
    while sock.recv(65536):
        pass


def test_a_message_goes_out_as_the_contract_has_it() -> None:
    with Server(says(answer(OK))) as server:
        market = Client(server.url)
        answered = market.send_message_to_chat(TOKEN, business_id=7, chat_id=1, message='Да\nи "нет" \ud800\0')

    line, headers, body = asked(server.requests[0])
    assert answered.result is None
    assert line == "POST /v2/businesses/7/chats/message?chatId=1 HTTP/1.1"
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {"message": 'Да\nи "нет" \ufffd'}


def test_a_file_goes_out_as_the_only_part_of_its_body() -> None:
    with Server(says(answer(OK))) as server:
        assert sent(server.url, content=CONTENT) is None

    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /v2/businesses/7/chats/file/send?chatId=1 HTTP/1.1\r\n")
    assert b"Content-Type: multipart/form-data; boundary=" in head
    assert body.count(b"Content-Disposition") == 1
    assert 'form-data; name="file"; filename="чек.pdf"'.encode() in body
    assert CONTENT in body


def test_a_history_is_asked_for_from_a_message_on() -> None:
    with Server(says(answer(HISTORY))) as server:
        market = Client(server.url)
        market.get_chat_history(TOKEN, business_id=7, chat_id=1)
        market.get_chat_history(TOKEN, business_id=7, chat_id=1, message_id_from=5, limit=3, page_token="a b")

    first, second = (asked(request) for request in server.requests)
    assert (first[0], first[2]) == ("POST /v2/businesses/7/chats/history?chatId=1&limit=100 HTTP/1.1", b"{}")
    assert second[0] == "POST /v2/businesses/7/chats/history?chatId=1&limit=3&pageToken=a+b HTTP/1.1"
    assert json.loads(second[2]) == {"messageIdFrom": 5}


def test_a_chat_is_begun_about_an_order_or_a_return() -> None:
    with Server(says(answer(b'{"status":"OK","result":{"chatId":12}}'))) as server:
        found = Client(server.url).create_chat(TOKEN, business_id=7, context_type="RETURN", context_id=5)

    line, _, body = asked(server.requests[0])
    assert (found.result, line) == (12, "POST /v2/businesses/7/chats/new HTTP/1.1")
    assert json.loads(body) == {"context": {"type": "RETURN", "id": 5}}


def test_beginning_a_chat_is_repeated_like_a_read_when_a_kept_connection_is_lost() -> None:
    with Server(keeps_once(answer(b'{"status":"OK","result":{"chatId":12}}'))) as server:
        market = Client(server.url)
        begun = [market.create_chat(TOKEN, business_id=7, context_type="ORDER", context_id=5).result for _ in range(2)]
        market.close()

    assert (begun, len(server.requests)) == ([12, 12], 3)


def test_a_write_that_finds_nobody_was_not_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    refused, unnamed = sent(f"http://127.0.0.1:{port}"), sent(f"http://{'x' * 64}.example")

    assert (type(refused), refused.detail) == (NotReached, "the connection was refused")
    assert (type(unnamed), unnamed.detail) == (NotReached, "the host's name was not found")


def test_a_write_that_is_too_late_already_was_not_sent() -> None:
    with Server(says(answer(OK))) as server:
        error = sent(server.url, deadline=0.0)

    assert (type(error), server.connections) == (NotReached, 0)


@pytest.mark.parametrize(
    "talk",
    [
        says(),
        says(b"nonsense\r\n\r\n"),
        says(answer(OK)[:-1]),  # U12
        says(HEAD + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"st'),  # U12
        says(answer(OK, Content_Encoding="gzip")),
        says(answer(b"<html>")),
        says(answer(b"", 500)),
        says(answer(b"", 503)[:-3]),
        says(answer(b"", 307, Location="/elsewhere")),
        is_silent,
        drips(b"", HEAD + b"X: y\r\n" * 1000),
        drips(HEAD + b"Content-Length: 100000\r\n\r\n", b" " * 100_000),
        floods(HEAD + b"\r\n", b" " * 65536, 800),
        floods(HEAD, b"X: y\r\n" * 100, 100),
        hears_a_part_and_resets,
    ],
)
@pytest.mark.parametrize("content", [b"", CONTENT], ids=["message", "file"])
def test_what_left_and_got_no_clear_answer_is_unknown_and_sent_once(talk: Talk, content: bytes) -> None:
    with Server(talk) as server:
        error = sent(server.url, deadline=0.5, content=content)

    assert type(error) is OutcomeUnknown
    assert (len(server.requests), server.connections) == (1, 1)
    assert (error.__cause__, error.__context__) == (None, None)


@pytest.mark.parametrize(("status", "sort"), [(400, Refused), (420, RateLimited)])
def test_a_refusal_is_definite_even_when_its_words_are_lost(status: int, sort: type) -> None:
    with Server(says(answer(b"<html>", status)[:-3])) as server:
        assert type(sent(server.url)) is sort


def test_a_refusal_before_the_end_of_the_file_is_heard() -> None:
    with Server(refuses_at_once) as server:
        error = sent(server.url, content=CONTENT)

    assert (type(error), error.status) == (Refused, 413)


def test_a_write_does_not_go_out_on_a_kept_connection_that_may_be_closing() -> None:
    with Server(keeps_once(answer(OK))) as server:
        market = Client(server.url)
        for _ in range(3):
            market.send_message_to_chat(TOKEN, business_id=7, chat_id=1, message="Да")
        market.close()

    assert (len(server.requests), server.connections) == (3, 3)


def test_a_read_after_a_write_may_use_its_connection() -> None:
    with Server(keeps(answer(OK))) as server:
        market = Client(server.url)
        market.send_message_to_chat(TOKEN, business_id=7, chat_id=1, message="Да")
        server.talk = says()
        with pytest.raises(MarketError):
            market.create_chat(TOKEN, business_id=7, context_type="ORDER", context_id=5)
        market.close()

    assert server.connections == 1


def test_a_proxy_that_opens_no_tunnel_has_let_nothing_out() -> None:
    with Server(says(b"HTTP/1.1 502 Bad gateway\r\n\r\n")) as proxy, Server(says(answer(OK))) as server:
        error = sent(server.url.replace("http:", "https:"), proxy=proxy.url)

    assert type(error) is NotReached
    assert (proxy.connections, server.connections) == (1, 0)


def test_a_proxy_that_talks_nonsense_has_let_nothing_out() -> None:
    with Server(says(b"SSH-2.0\r\n")) as proxy:
        assert type(sent("https://market.example", proxy=proxy.url)) is NotReached


def test_a_handshake_that_fails_behind_a_tunnel_has_let_nothing_out() -> None:
    with Server(tunnels) as proxy, Server(says(answer(OK))) as server:
        error = sent(server.url.replace("http:", "https:"), proxy=proxy.url, deadline=1.0)

    assert isinstance(error, NotReached)


def test_a_plain_proxy_that_hears_the_request_may_have_passed_it_on() -> None:
    with Server(says()) as proxy:
        error = sent("http://market.example", proxy=proxy.url)

    assert type(error) is OutcomeUnknown
