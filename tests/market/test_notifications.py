"""Bodies of notifications as Market documents them, and as it might send them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chats.market import notifications
from chats.market.errors import NotUnderstood
from chats.market.notifications import LONGEST_KEY, notification_of
from chats.market.payload_notifications import KINDS
from tests.market import announced

AT = datetime(2026, 11, 22, 9, 0, 0, 123457, tzinfo=UTC)
MESSAGE = {
    "notificationType": "CHAT_MESSAGE_SENT",
    "businessId": 1001,
    "chatId": 310001,
    "messageId": "700000001",
    "sentAt": announced.TIME,
}
STATUS = {
    "notificationType": "ORDER_STATUS_UPDATED",
    "campaignId": 21,
    "orderId": 9,
    "status": "PROCESSING",
    "substatus": "STARTED",
    "updatedAt": announced.TIME,
}


def read(body: object) -> notifications.Notification:
    return notification_of(json.dumps(body).encode())


def test_the_desk_knows_every_type_of_the_document_and_no_other() -> None:
    assert set(KINDS) == set(announced.shapes()) and len(KINDS) == 17


@pytest.mark.parametrize("kind", KINDS)
def test_each_type_is_read_as_the_document_has_it(kind: str) -> None:
    body = announced.whole(kind)
    required = {name: body[name] for name in [*announced.shapes()[kind].get("required", []), "notificationType"]}

    for sent in (body, required):
        found = read(sent)

        assert found.kind == kind
        assert found.happened_at == (None if kind == "PING" else AT)
        ids = (found.business_id, found.campaign_id, found.chat_id, found.order_id, found.return_id)
        names = ("businessId", "campaignId", "chatId", "orderId", "returnId")
        assert ids == tuple(sent.get(name) for name in names)
        assert found.message_id == (int(sent["messageId"]) if "messageId" in sent else None)


def test_what_market_may_change_without_notice_costs_nothing() -> None:
    known = read(MESSAGE)

    for change in (
        {"messageId": 700000001},
        {"chatId": "310001", "businessId": "1001"},
        {"newField": {"deep": [1, None, {"x": "\ud800"}]}, "text": "\0"},
    ):
        assert read({**MESSAGE, **change}) == known
    for time in ("yesterday", "2026-11-22T12:00:00", "", None, 5, 1.5):
        assert read({**MESSAGE, "sentAt": time}).happened_at is None
        assert read({**MESSAGE, "sentAt": time}).key == known.key
    words = read({**MESSAGE, "messageId": "a new kind of id"})
    assert (words.message_id, words.chat_id) == (None, 310001) and words.key != known.key


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (
            {"notificationType": "CHAT_CREATED", "businessId": 1, "chatId": 2, "createdAt": announced.TIME},
            "CHAT_CREATED:1:2",
        ),
        (MESSAGE, "CHAT_MESSAGE_SENT:1001:310001:700000001"),
        (STATUS, "ORDER_STATUS_UPDATED:21:9:PROCESSING:STARTED:2026-11-22T09:00:00.123457+00:00"),
        (
            {"notificationType": "CHAT_ARBITRAGE_STARTED", "businessId": 1, "chatId": 2, "startedAt": announced.TIME},
            "CHAT_ARBITRAGE_STARTED:1:2:2026-11-22T09:00:00.123457+00:00",
        ),
        (
            {
                "notificationType": "ORDER_RETURN_CREATED",
                "campaignId": 21,
                "orderId": 9,
                "returnId": 5,
                "createdAt": announced.TIME,
            },
            "ORDER_RETURN_CREATED:21:5:2026-11-22T09:00:00.123457+00:00",
        ),
        (
            {"notificationType": "GOODS_FEEDBACK_CREATED", "businessId": 1, "feedbackId": 7, "createdAt": "?"},
            "GOODS_FEEDBACK_CREATED:1:7",
        ),
    ],
)
def test_n2_deliveries_of_one_event_share_a_key(body: dict[str, Any], key: str) -> None:
    elsewhere = dict(reversed(list(body.items()))) | {"a new field": 1}
    same_moment = {
        name: str(value).replace("12:00:00.123456789+03:00", "09:00:00.123457Z") for name, value in body.items()
    }

    assert {read(each).key for each in (body, elsewhere, same_moment)} == {key}


@pytest.mark.parametrize(
    "change",
    [
        {"status": "DELIVERED"},
        {"substatus": "SHIPPED"},
        {"updatedAt": "2026-11-22T12:00:01+03:00"},
        {"orderId": 10},
        {"campaignId": 22},
        {"notificationType": "ORDER_UPDATED"},
        {"substatus": "x" * 300},
        {"substatus": "x" * 301},
        {"substatus": ""},
        {"updatedAt": "never"},
    ],
)
def test_n2_another_event_has_another_key(change: dict[str, Any]) -> None:
    known, other = read(STATUS), read({**STATUS, **change})

    assert known.key != other.key
    assert len(other.key) <= LONGEST_KEY


def test_an_unknown_type_is_an_event_like_any_other_and_keeps_whose_it_is() -> None:
    body = {"notificationType": "CHAT_READ", "businessId": 1001, "chatId": {"now": "an object"}}

    found, again, other = read(body), read(body), read({**body, "chatId": 1})

    assert (found.kind, found.business_id) == ("CHAT_READ", 1001)
    assert found.key == again.key != other.key
    assert read({"notificationType": "X", "businessId": "not a number"}).business_id is None
    assert len(read({"notificationType": "Ы" * 5000}).kind) == 100


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b"1", b'"PING"', b"{}", b"{", b"PING", b"<html>", b'{"notificationType": null}',
        b'{"notificationType": 5}', b'{"notificationType": " "}', b'{"notificationType": ["PING"]}',
        b'{"notificationType": "PING"', b'{"notificationType": "PING"} x', b"\xff\xfe{\x00}", b"[" * 60_000,
        b'{"notificationType": "PING", "x": ' + b"[" * 30_000 + b"]" * 30_000 + b"}",
        *(
            json.dumps({**MESSAGE, **wrong}).encode()
            for wrong in (
                {"chatId": None}, {"chatId": 0}, {"chatId": -5}, {"chatId": 2**63}, {"chatId": [1]}, {"chatId": 1.5},
                {"businessId": "x"}, {"messageId": None}, {"messageId": {}},
            )
        ),
        json.dumps({name: value for name, value in MESSAGE.items() if name != "chatId"}).encode(),
    ],
)  # fmt: skip
def test_n7_what_is_no_event_is_said_by_its_place_and_never_by_its_value(body: bytes) -> None:
    with pytest.raises(NotUnderstood, match=r"^sendNotification: not_understood \(.+`\$") as refused:
        notification_of(body)

    assert "PING" not in str(refused.value) and "310001" not in str(refused.value)


def test_the_answers_are_those_of_the_document() -> None:
    fine = json.loads(notifications.accepted(version="1", name="Market desk", now=AT))
    wrong = json.loads(notifications.refused("WRONG_EVENT_FORMAT", "no type"))

    assert announced.faults_in("SendNotificationResponse", fine) == []
    assert announced.faults_in("SendNotificationErrorResponse", wrong) == []
    assert announced.faults_in("SendNotificationResponse", {**fine, "time": "soon"})
    assert announced.faults_in("SendNotificationErrorResponse", {"error": {"type": "OTHER"}})
    assert fine["time"] == "2026-11-22T09:00:00.123457Z"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(announced.TIME),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = sorted({name for kind in KINDS.values() for name in kind.__struct_encode_fields__})


@given(st.sampled_from([*KINDS, "NEW"]) | st.text(), st.dictionaries(st.sampled_from(FIELDS), values))
def test_whatever_comes_is_an_event_that_a_row_can_hold_or_a_typed_error(kind: str, fields: dict[str, Any]) -> None:
    try:
        found = read({**fields, "notificationType": kind})
    except NotUnderstood:
        return

    assert len(found.kind) <= 100 and len(found.key) <= LONGEST_KEY
    (found.kind + found.key).encode()
    assert "\0" not in found.kind + found.key
