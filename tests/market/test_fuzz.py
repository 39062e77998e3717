"""U23: whatever Market says, there is a typed result or one of our errors."""

import json
import unicodedata
from collections.abc import Callable
from functools import partial
from types import NoneType
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chats.market import wire, wire_orders
from chats.market.client import Client
from chats.market.errors import MarketError
from chats.market.limits import Answer
from chats.market.token import Token
from chats.market.types import CampaignsPage, Chat, ChatsPage, HistoryPage, TokenInfo
from chats.market.types_orders import OrdersPage, Return
from chats.market.wire import RawAnswer
from tests.market import test_orders
from tests.market.servers import EXAMPLE, Server, answer, says

CHAT = json.loads(EXAMPLE)["result"]
MESSAGE = {
    "messageId": 1,
    "createdAt": "2017-11-21T00:00:00+03:00",
    "sender": "CUSTOMER",
    "message": "example",
    "payload": [{"name": "example", "url": "https://example.com/1", "size": 1}],
}
VALID: dict[str, Any] = {
    "getChat": {"status": "OK", "result": CHAT},
    "getChats": {"status": "OK", "result": {"chats": [CHAT, CHAT], "paging": {"nextPageToken": "next"}}},
    "getChatHistory": {
        "status": "OK",
        "result": {"context": CHAT["context"], "messages": [MESSAGE, MESSAGE], "paging": {"nextPageToken": "next"}},
    },
    "sendMessageToChat": {"status": "OK"},
    "sendFileToChat": {"status": "OK"},
    "createChat": {"status": "OK", "result": {"chatId": 1}},
    "getCampaigns": {
        "campaigns": [{"id": 1, "domain": "store", "business": {"id": 1, "name": "shop"}, "placementType": "FBS"}],
        "paging": {"nextPageToken": "next"},
    },
    "getBusinessOrders": {"orders": [test_orders.ORDER], "paging": {}},
    "getReturn": {"status": "OK", "result": {**test_orders.RETURN, "id": 1, "orderId": 1}},
    "getAuthTokenInfo": {"status": "OK", "result": {"apiKey": {"name": "desk", "authScopes": ["COMMUNICATION"]}}},
    "error": {"status": "ERROR", "errors": [{"code": "FORBIDDEN", "message": "Access denied"}]},
}
READERS: dict[str, tuple[Callable[[RawAnswer], Answer[Any]], type]] = {
    "getChat": (lambda raw: wire.chat_of(raw, chat_id=1), Chat),
    "getChats": (wire.chats_of, ChatsPage),
    "getChatHistory": (wire.history_of, HistoryPage),
    "sendMessageToChat": (partial(wire.taken_of, "sendMessageToChat"), NoneType),
    "sendFileToChat": (partial(wire.taken_of, "sendFileToChat"), NoneType),
    "createChat": (wire.new_chat_of, int),
    "getCampaigns": (wire.campaigns_of, CampaignsPage),
    "getBusinessOrders": (lambda raw: wire_orders.orders_of(raw, order_ids=()), OrdersPage),
    "getReturn": (lambda raw: wire_orders.return_of(raw, order_id=1, return_id=1), Return),
    "getAuthTokenInfo": (wire.token_info_of, TokenInfo),
}

# Surrogates are among the characters; json.dumps escapes them.
texts = st.text(st.characters(categories=("L", "N", "P", "S", "Z", "C")), max_size=30) | st.sampled_from(
    [
        "\ud800",
        "\udc00\ud800",
        "\0",
        "\u202e",
        "2017-11-21T00:00:00",
        "0001-01-01T00:00:00+14:00",
        "9" * 5000,
        "Infinity",
    ]
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([2**63 - 1, 2**63, 2**64, -(2**63), 10**400, 0, -1])
    | st.floats(allow_nan=True, allow_infinity=True)
    | texts
)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=12
)
header_names = st.sampled_from(
    [
        "X-RateLimit-Resource-Limit",
        "X-RateLimit-Resource-Remaining",
        "X-RateLimit-Resource-Until",
        "Date",
        "traceparent",
    ]
)
headers = st.dictionaries(header_names, st.text(st.characters(max_codepoint=255), max_size=40), max_size=5)
statuses = st.sampled_from([200, 200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 420, 429, 500, 503, 999])
operations = st.sampled_from(sorted(READERS))


@st.composite
def mutated(draw: st.DrawFn) -> object:
    """A valid answer with one to three of its parts dropped, or replaced by anything."""
    body = json.loads(json.dumps(VALID[draw(st.sampled_from(sorted(VALID)))]))
    for _ in range(draw(st.integers(1, 3))):
        body = changed(draw, body)
    return body


def changed(draw: st.DrawFn, node: Any) -> Any:
    if not isinstance(node, dict | list) or not node or draw(st.integers(0, 9)) == 0:
        return draw(anything)
    places = sorted(node) if isinstance(node, dict) else range(len(node))
    place = draw(st.sampled_from(list(places)))
    if draw(st.integers(0, 5)) == 0:
        del node[place]
    else:
        node[place] = changed(draw, node[place])
    return node


def is_control(character: str) -> bool:
    """What Python's tables do not know may be a letter or emoji of this year, and is shown (R1)."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def check(operation: str, raw: RawAnswer) -> None:
    read, sort = READERS[operation]
    try:
        answer = read(raw)
    except MarketError as error:
        told = [error.operation, error.detail, error.trace, str(error)]
        assert error.operation == operation
        assert len(error.detail) <= 400
        assert not any(is_control(character) for text in told for character in text)
    else:
        assert isinstance(answer.result, sort)
        repr(answer).encode()
        assert "\\x00" not in repr(answer.result)


@settings(max_examples=300, deadline=None)
@given(operations, statuses, headers, anything | mutated())
@example("getChat", 200, {}, {"status": "OK", "result": {**CHAT, "createdAt": "9999-12-31T23:59:59-14:00"}})
def test_any_json_is_a_typed_result_or_an_error(
    operation: str, status: int, headers: dict[str, str], body: object
) -> None:
    check(operation, RawAnswer(status=status, headers=headers, body=json.dumps(body).encode()))


@settings(max_examples=300, deadline=None)
@given(operations, statuses, st.data())
def test_any_bytes_are_a_typed_result_or_an_error(operation: str, status: int, data: st.DataObject) -> None:
    valid = json.dumps(VALID[operation]).encode()
    start, end = (data.draw(st.integers(0, len(valid))) for _ in range(2))
    body = valid[:start] + data.draw(st.binary(max_size=20)) + valid[end:]

    check(operation, RawAnswer(status=status, headers={}, body=body))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_bytes_on_the_line_are_a_typed_result_or_an_error(data: st.DataObject) -> None:
    valid = answer(Date="Tue, 10 Jul 2018 00:00:00 GMT", Content_Type="application/json", Set_Cookie="a=b")
    head = valid.index(b"\r\n\r\n")
    start, end = (data.draw(st.integers(0, head + 8)) for _ in range(2))
    line = valid[:start] + data.draw(st.binary(max_size=12)) + valid[end:]

    with Server(says(line)) as server:
        market = Client(server.url)
        try:
            found = market.get_chat(Token("a-key-of-no-account"), business_id=7, chat_id=1, deadline=2.0)
        except MarketError as error:
            assert error.operation == "getChat"
        else:
            assert isinstance(found.result, Chat)
        finally:
            market.close()
