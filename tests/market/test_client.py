"""What the client asks of Market, and what it lets nobody else hear."""

import inspect
import json
import logging
import re
import subprocess
import sys
import threading
import traceback
from pathlib import Path

import pytest

from chats.market.chats import Chats
from chats.market.client import Client
from chats.market.errors import MarketError, NotFound, NotReached, NotUnderstood
from chats.market.orders import Orders
from chats.market.token import Token
from chats.market.types import ContextFilter
from tests.market.servers import EXAMPLE, Server, answer, keeps, keeps_once, says

SECRET = "ACMA:" + "CANARYcanary0123456789ABCDEFGHIJKLMNOPQR" + ":0123abcd"
TOKEN = Token(SECRET)
CHATS = b'{"status":"OK","result":{"chats":[]}}'


def asked(request: bytes) -> tuple[str, dict[str, str], bytes]:
    head, _, body = request.partition(b"\r\n\r\n")
    line, *headers = head.decode().split("\r\n")
    return line, dict(header.split(": ", 1) for header in headers), body


def test_a_chat_is_asked_for_with_the_bare_key_and_nothing_else_of_ours() -> None:
    with Server(says(answer())) as server:
        found = Client(server.url).get_chat(TOKEN, business_id=7, chat_id=1)

    line, headers, body = asked(server.requests[0])
    assert found.result.chat_id == 1
    assert line == "GET /v2/businesses/7/chat?chatId=1 HTTP/1.1"
    assert headers == {
        "Host": f"127.0.0.1:{server.port}",
        "Accept": "application/json",
        "Accept-Encoding": "gzip",
        "User-Agent": "market-support-desk",
        "Api-Key": SECRET,
    }
    assert body == b""


def test_chats_are_asked_for_with_the_filters_that_are_set() -> None:
    with Server(says(answer(CHATS))) as server:
        Client(server.url).get_chats(
            TOKEN,
            business_id=7,
            contexts=[ContextFilter(type="ORDER", id=5), ContextFilter(type="RETURN", id=5)],
            statuses=("NEW",),
            types=("ARBITRAGE",),
            context_types=("DIRECT",),
            limit=15,
            page_token="a b&c",
        )

    line, headers, body = asked(server.requests[0])
    assert line == "POST /v2/businesses/7/chats?limit=15&pageToken=a+b%26c HTTP/1.1"
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {
        "contexts": [{"type": "ORDER", "id": 5}, {"type": "RETURN", "id": 5}],
        "statuses": ["NEW"],
        "types": ["ARBITRAGE"],
        "contextTypes": ["DIRECT"],
    }


def test_a_filter_that_is_not_set_is_not_sent() -> None:
    with Server(says(answer(CHATS))) as server:
        Client(server.url).get_chats(TOKEN, business_id=7)

    line, _, body = asked(server.requests[0])
    assert line == "POST /v2/businesses/7/chats?limit=20 HTTP/1.1"
    assert body == b"{}"


def test_stores_and_scopes_of_a_key_are_asked_for() -> None:
    with Server(says(answer(b'{"campaigns":[]}'))) as server:
        Client(server.url + "/").get_campaigns(TOKEN, limit=3)
        server.talk = says(answer(b'{"status":"OK","result":{"apiKey":{"name":"desk","authScopes":[]}}}'))
        Client(server.url).get_auth_token_info(TOKEN)

    campaigns, scopes = (asked(request) for request in server.requests)
    assert campaigns[0] == "GET /v2/campaigns?limit=3 HTTP/1.1"
    assert (scopes[0], scopes[1]["Content-Length"], scopes[2]) == ("POST /v2/auth/token HTTP/1.1", "0", b"")


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login root password hunter2\n")
    with Server(says(answer())) as server, Server(says(answer())) as trap:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, trap.url)
        monkeypatch.setenv("NETRC", str(netrc))

        Client(server.url).get_chat(TOKEN, business_id=7, chat_id=1)

    assert trap.connections == 0
    assert "Authorization" not in asked(server.requests[0])[1]


def test_a_proxy_is_used_when_it_is_given() -> None:
    with Server(says(answer())) as proxy:
        Client("http://market.example", proxy=proxy.url).get_chat(TOKEN, business_id=7, chat_id=1)

    assert asked(proxy.requests[0])[0] == "GET http://market.example/v2/businesses/7/chat?chatId=1 HTTP/1.1"


def test_a_cookie_of_one_seller_does_not_travel_with_the_next() -> None:
    with Server(keeps(answer(Set_Cookie="seller=7; Path=/"))) as server:
        market = Client(server.url)
        for business_id in (7, 8):
            market.get_chat(TOKEN, business_id=business_id, chat_id=1)
        market.close()

    assert "Cookie" not in asked(server.requests[1])[1]


def test_a_connection_is_kept_when_the_server_keeps_it() -> None:
    with Server(keeps(answer())) as server:
        market = Client(server.url)
        for _ in range(3):
            market.get_chat(TOKEN, business_id=7, chat_id=1)
        market.close()

    assert (len(server.requests), server.connections) == (3, 1)


def test_each_thread_has_its_own_connection() -> None:
    with Server(keeps(answer())) as server:
        market = Client(server.url)
        threads = [
            threading.Thread(target=market.get_chat, args=(TOKEN,), kwargs={"business_id": 7, "chat_id": 1})
            for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert (len(server.requests), server.connections) == (3, 3)


def test_a_kept_connection_that_was_closed_is_no_trouble_to_a_reader() -> None:
    with Server(keeps_once(answer())) as server:
        market = Client(server.url)
        found = [market.get_chat(TOKEN, business_id=7, chat_id=1).result.chat_id for _ in range(3)]
        market.close()

    # Each further request goes out on the kept connection, is lost with it, and goes out once more.
    assert found == [1, 1, 1]
    assert (len(server.requests), server.connections) == (5, 3)


def test_a_new_connection_that_closes_is_not_tried_again() -> None:
    with Server(says()) as server, pytest.raises(NotReached):
        Client(server.url).get_chat(TOKEN, business_id=7, chat_id=1)

    assert server.connections == 1


@pytest.mark.parametrize("data", [answer(), answer(status=500), answer(b"{"), b"nonsense\r\n\r\n", b""])
def test_the_key_is_in_no_error_and_no_log(data: bytes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    echo = data.replace(b"{}", SECRET.encode()) + SECRET.encode()
    told = ""

    with Server(says(echo)) as server:
        market = Client(server.url)
        try:
            told = repr(market.get_chat(TOKEN, business_id=7, chat_id=1))
        except MarketError as error:
            told = "".join(traceback.format_exception(error)) + repr(vars(error))
            assert (error.__cause__, error.__context__) == (None, None)

    assert server.requests
    assert SECRET[5:20] not in told + caplog.text + repr(market)


def test_a_key_that_market_repeats_is_struck_out_whatever_its_shape() -> None:
    token = Token("an-unusual-key-of-some-length")
    body = json.dumps({"errors": [{"code": "X", "message": f"Unknown key {token.reveal()}"}]}).encode()

    with Server(says(answer(body, 404, traceparent=token.reveal()))) as server, pytest.raises(NotFound) as caught:
        Client(server.url).get_chat(token, business_id=7, chat_id=1)

    assert (caught.value.detail, caught.value.trace) == ("Unknown key ***", "***")


def test_each_call_is_one_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="chats.market")
    with Server(says(answer(traceparent="00-1"))) as server:
        market = Client(server.url)
        market.get_chat(TOKEN, business_id=7, chat_id=1)
        server.talk = says()
        with pytest.raises(NotReached):
            market.get_chat(TOKEN, business_id=7, chat_id=1)

    first, second = caplog.messages
    assert re.fullmatch(r"getChat: 200 in \d+ ms, trace 00-1", first)
    assert re.fullmatch(r"getChat: not_reached in \d+ ms, trace none", second)


def test_every_operation_names_its_page_of_reference() -> None:
    classes = (Chats, Orders, Client)
    operations = [one for found in classes for name, one in vars(found).items() if not name.startswith("_")]

    assert len(operations) >= 8
    for operation in operations:
        assert "https://yandex.ru/dev/market/partner-api/doc/ru/reference/" in inspect.getdoc(operation)


def test_it_imports_in_a_python_without_django() -> None:
    code = (
        "import sys; sys.modules['django'] = None; "
        "import chats.market.client; sys.exit(any(name.startswith('django.') for name in sys.modules))"
    )

    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_an_answer_for_another_chat_is_not_shown() -> None:  # U19
    with Server(says(answer(EXAMPLE))) as server, pytest.raises(NotUnderstood):
        Client(server.url).get_chat(TOKEN, business_id=7, chat_id=2)
