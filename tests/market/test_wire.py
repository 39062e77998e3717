"""Answers that are successes by their status. Codes such as U14 are explained in docs/faults.md."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chats.market import wire
from chats.market.errors import NotUnderstood
from chats.market.types import Chat, ChatContext, Customer
from tests.market.raw import a_chat, raw, with_context
from tests.market.servers import EXAMPLE


def chat(sent: dict[str, Any]) -> Chat:
    return wire.chat_of(raw({"status": "OK", "result": sent}), chat_id=1).result


def test_the_documented_answer_comes_out_whole_and_in_utc() -> None:
    found = wire.chat_of(raw(EXAMPLE), chat_id=1).result

    midnight_in_moscow = datetime(2017, 11, 20, 21, tzinfo=UTC)
    assert found == Chat(
        chat_id=1,
        context=ChatContext(
            type="ORDER",
            customer=Customer(name="example", public_id="example"),
            campaign_id=1,
            order_id=1,
            return_id=1,
        ),
        type="CHAT",
        status="NEW",
        created_at=midnight_in_moscow,
        updated_at=midnight_in_moscow,
    )
    assert found.created_at.tzinfo is UTC


def test_an_answer_carries_what_its_headers_say() -> None:
    headers = {"X_RateLimit_Resource_Remaining": "998", "traceparent": "00-abc-1"}

    answer = wire.chat_of(raw(EXAMPLE, **headers), chat_id=1)

    assert (answer.limits.remaining, answer.trace) == (998, "00-abc-1")


def test_the_order_beside_the_context_is_never_used() -> None:
    context = {"type": "DIRECT", "customer": {"name": "example"}}

    found = chat(a_chat(context=context, orderId=77))

    assert found.context.order_id is None


@pytest.mark.parametrize("field", ["type", "status"])
def test_values_that_market_adds_and_fields_nobody_knows_are_no_trouble(field: str) -> None:  # U17
    found = chat(a_chat(**{field: "SOMETHING_NEW", "moon": [{"phase": None}]}))

    assert getattr(found, field) == "SOMETHING_NEW"


def test_an_unknown_context_without_anything_in_it_is_no_trouble() -> None:  # U17
    assert chat(a_chat(context={"type": "SUBSCRIPTION"})).context == ChatContext(type="SUBSCRIPTION")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"7",
        b'"OK"',
        b"<html>Bad gateway</html>",
        EXAMPLE[:-20],
        EXAMPLE + b"x",
        b"\xff\xfe\x00",
        b'{"status":"OK"}',
        b'{"status":"OK","result":null}',
        b'{"status":"OK","result":[]}',
        b'{"status":"OK","result":{}}',
        b'{"status":7,"result":{}}',
        b'{"status":null,"result":{}}',
        EXAMPLE.replace(b'"name":"example"', b'"name":"\xff"'),
        EXAMPLE.replace(b'"name":"example"', b'"name":NaN'),
    ],
)
def test_what_is_no_chat_is_not_understood_and_names_the_operation(body: bytes) -> None:  # U11
    with pytest.raises(NotUnderstood, match=r"^getChat: not_understood \(.+\)$") as caught:
        wire.chat_of(raw(body, traceparent="t-1"), chat_id=1)

    assert (caught.value.status, caught.value.trace) == (200, "t-1")


@pytest.mark.parametrize("field", ["chatId", "context", "type", "status", "createdAt", "updatedAt"])
@pytest.mark.parametrize("how", ["missing", "null", "a list"])
def test_a_missing_required_field_is_named(field: str, how: str) -> None:  # U11
    sent = a_chat(**{field: None if how == "null" else []})
    if how == "missing":
        del sent[field]

    with pytest.raises(NotUnderstood) as caught:
        chat(sent)

    assert "$.result" in caught.value.detail
    assert field in caught.value.detail


def test_an_error_inside_a_success_is_not_understood_and_keeps_markets_words() -> None:  # U11
    body = {"status": "ERROR", "errors": [{"code": "LOCKED", "message": "Business is in migration"}]}

    with pytest.raises(NotUnderstood) as caught:
        wire.chat_of(raw(body), chat_id=1)

    assert caught.value.detail.endswith("Business is in migration")


@pytest.mark.parametrize("start", [b"[", b'{"result":[', b'{"a":', b'{"result":{"context":{"x":['])
def test_deep_nesting_is_not_understood(start: bytes) -> None:  # U14: a RecursionError, which is no ValueError
    body = start + start[-1:] * 100_000 if start.endswith(b"[") else start * 100_000

    with pytest.raises(NotUnderstood):
        wire.chat_of(raw(body), chat_id=1)


@pytest.mark.parametrize(
    "number", ["true", "NaN", "1e999", "9" * 5000, f'"{"9" * 5000}"', "-1", "0", '"0"', "1.5", str(2**63), '"x"', "[]"]
)
@pytest.mark.parametrize("place", [b'"chatId":1', b'"campaignId":1', b'"returnId":1'])
def test_what_cannot_be_an_id_is_not_understood(number: str, place: bytes) -> None:  # U15
    body = EXAMPLE.replace(place, place[:-1] + number.encode())

    with pytest.raises(NotUnderstood):
        wire.chat_of(raw(body), chat_id=1)


@pytest.mark.parametrize(("number", "chat_id"), [(b'"12"', 12), (str(2**63 - 1).encode(), 2**63 - 1)])
def test_an_id_may_be_text_and_has_64_bits(number: bytes, chat_id: int) -> None:  # U15
    body = EXAMPLE.replace(b'"chatId":1', b'"chatId":' + number)

    assert wire.chat_of(raw(body), chat_id=chat_id).result.chat_id == chat_id


def test_another_chat_than_asked_for_is_refused() -> None:  # U19
    with pytest.raises(NotUnderstood, match="another chat"):
        wire.chat_of(raw(EXAMPLE), chat_id=2)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("a\ud800b", "a\ufffdb"),
        ("\udc00", "\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("\\ud800", "\\ud800"),
        ("a\0b", "ab"),
        ("\0", None),
        ("  ", None),
        ("a\u202eb\u200b", "a\u202eb\u200b"),
        ("e" + "\u0301" * 4096, "e" + "\u0301" * 999),
    ],
)
def test_a_name_of_any_kind_can_be_kept_and_shown(sent: str, shown: str | None) -> None:  # U16
    found = chat(with_context(customer={"name": sent}))

    assert found.context.customer == Customer(name=shown)
    str(found).encode()


@pytest.mark.parametrize("length", [500, 501])
def test_a_public_id_is_whole_or_absent(length: int) -> None:
    found = chat(with_context(customer={"publicId": "x" * length}))

    assert found.context.customer == Customer(public_id="x" * 500 if length == 500 else None)


def test_codes_are_cut_and_cleaned() -> None:  # U16
    assert chat(a_chat(status="\0\ud800" + "X" * 200)).status == "\ufffd" + "X" * 99


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("2026-03-29T01:30:00.123456789+03:00", datetime(2026, 3, 28, 22, 30, 0, 123457, tzinfo=UTC)),
        ("2026-03-29T01:30:00Z", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_times_of_any_offset_and_fraction_become_utc(sent: str, meant: datetime) -> None:  # U20
    assert chat(a_chat(updatedAt=sent)).updated_at == meant


@pytest.mark.parametrize(
    "sent",
    ["2026-03-29T01:30:00", "2026-03-29", "", "1774733400", "0001-01-01T00:00:00+03:00", "yesterday", 1774733400],
)
def test_a_time_that_could_be_several_is_not_understood(sent: object) -> None:
    with pytest.raises(NotUnderstood):
        chat(a_chat(createdAt=sent))


def test_no_value_of_market_is_in_an_error() -> None:
    with pytest.raises(NotUnderstood) as caught:
        chat(with_context(customer={"name": "Bobby Tables"}, orderId="Bobby Tables"))

    assert "Bobby" not in str(caught.value)
