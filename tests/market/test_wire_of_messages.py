"""Histories of chats. Codes such as U16 are explained in docs/faults.md."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chats.market import wire
from chats.market.errors import NotUnderstood
from chats.market.types import ChatContext, File, HistoryPage, Message
from tests.market.raw import raw

MESSAGE = {"messageId": 7, "createdAt": "2026-11-22T13:00:00+03:00", "sender": "CUSTOMER", "message": "Где заказ?"}
FILE = {"name": "чек.pdf", "url": "https://files.messenger.yandex.net/file/1", "size": 12}


def history(*messages: object, **changes: Any) -> HistoryPage:
    result = {"context": {"type": "DIRECT"}, "messages": list(messages), **changes}
    return wire.history_of(raw({"status": "OK", "result": result})).result


def message(**changes: Any) -> Message:
    (found,) = history({**MESSAGE, **changes}).messages
    return found


def file(**changes: Any) -> File:
    (found,) = message(payload=[{**FILE, **changes}]).payload
    return found


def test_a_history_comes_out_whole_and_as_it_came() -> None:
    page = history({**MESSAGE, "messageId": 9, "payload": [FILE]}, MESSAGE, paging={"nextPageToken": "next"})

    at_ten = datetime(2026, 11, 22, 10, tzinfo=UTC)
    first = Message(
        message_id=9,
        created_at=at_ten,
        sender="CUSTOMER",
        message="Где заказ?",
        payload=(File(name="чек.pdf", url=FILE["url"], size=12),),
    )
    second = Message(message_id=7, created_at=at_ten, sender="CUSTOMER", message="Где заказ?")
    assert page == HistoryPage(context=ChatContext(type="DIRECT"), messages=(first, second), next_page_token="next")


def test_a_message_may_have_neither_text_nor_file() -> None:  # U17
    sticker = {name: value for name, value in MESSAGE.items() if name != "message"}

    (bare, null) = history(sticker, {**MESSAGE, "message": None, "payload": None}).messages

    assert (bare.message, bare.payload, null.message, null.payload) == (None, (), None, ())


@pytest.mark.parametrize("changes", [{"sender": "ROBOT"}, {"mood": {"a": [None]}}, {"payload": []}])
def test_senders_and_fields_that_nobody_knows_cost_nothing(changes: dict[str, Any]) -> None:  # U17
    found = message(**changes)

    assert found.sender == changes.get("sender", "CUSTOMER")
    assert found.message == "Где заказ?"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("a\r\nb\n\n\tc ", "a\r\nb\n\n\tc "),
        ("a\ud800b\0c", "a\ufffdbc"),
        ("\u202eкод\u202c \u200b", "\u202eкод\u202c \u200b"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("щ" * 5_000, "щ" * 5_000),
        ("e" + "\u0301" * 4_096, "e" + "\u0301" * 4_096),
        ("x" * 100_000, "x" * 16_384),
        (" \n\0", None),
    ],
)
def test_words_are_kept_as_they_are_but_for_what_breaks_a_row(sent: str, kept: str | None) -> None:  # U16
    found = message(message=sent)

    assert found.message == kept
    str(found).encode()


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("счёт\u202efdp.exe", "счётfdp.exe"),
        ("a\0b\ud800\r\nc\u200b\u2060\ufeff.jpg", "ab\ufffd c.jpg"),
        ("\u3164\u2800\u034f", ""),
        ("", ""),
        ("x" * 400, "x" * 255),
        ("фото\u00a0 1.jpg", "фото 1.jpg"),
        ("<img src=x>.png", "<img src=x>.png"),
    ],
)
def test_a_files_name_is_one_visible_line(sent: str, shown: str) -> None:  # U16
    assert file(name=sent).name == shown


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.com/a",
        "ftp://example.com/a",
        "https://",
        "https:///a",
        "https://market.yandex.ru@example.com/",
        "https://example.com\\@market.yandex.ru",
        "https://example.com/\u202ea",
        "https://example.com/a b",
        "https://example.com/\n",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://[::1",
        'https://example.com/"onclick="alert(1)',
        "https://example.com/" + "x" * 2_000,
        "",
    ],
)
def test_an_address_that_is_no_link_is_left_empty_and_the_file_stays(url: str) -> None:
    assert file(url=url) == File(name="чек.pdf", url="", size=12)


@pytest.mark.parametrize(
    "url", ["https://example.com/" + "x" * 1_980, "http://[::1]:8001/a?b=%20#c", "https://пример.рф/ф"]
)
def test_an_address_that_is_a_link_stays_as_it_is(url: str) -> None:
    assert file(url=url).url == url


@pytest.mark.parametrize("size", [-1, True, "many", 2**63, 1.5, []])
def test_a_file_of_no_possible_size_does_not_cost_the_words_beside_it(size: object) -> None:  # U15
    found = message(payload=[{**FILE, "size": size}, FILE])

    assert (found.message, found.payload[1:]) == ("Где заказ?", (File(name="", url=""),))


def test_a_file_without_a_size_is_shown_without_it() -> None:
    assert file(size=None).size is None


@pytest.mark.parametrize(
    "bad",
    [
        None,
        7,
        "x",
        {},
        {**MESSAGE, "messageId": 0},
        {**MESSAGE, "messageId": True},
        {**MESSAGE, "messageId": 2**63},
        {**MESSAGE, "messageId": None},
        {**MESSAGE, "sender": None},
        {**MESSAGE, "createdAt": "2026-11-22T13:00:00"},
        {**MESSAGE, "message": ["Bobby Tables"]},
        {**MESSAGE, "payload": "Bobby Tables"},
    ],
)
def test_one_bad_message_does_not_cost_the_page(bad: object, caplog: pytest.LogCaptureFixture) -> None:  # U15
    page = history(MESSAGE, bad, {**MESSAGE, "messageId": "8"})

    assert ([one.message_id for one in page.messages], page.unreadable) == ([7, 8], (1,))
    assert "$.result.messages[1]" in page.why_unreadable
    assert "Bobby" not in page.why_unreadable
    assert caplog.records == [], "the same page comes every few seconds: its reader logs what is new"


@pytest.mark.parametrize(
    "result",
    [
        {"messages": []},
        {"context": None, "messages": []},
        {"context": {}, "messages": []},
        {"context": {"type": "DIRECT"}},
        {"context": {"type": "DIRECT"}, "messages": None},
        {"context": {"type": "DIRECT"}, "messages": {}},
        {"context": {"type": "DIRECT"}, "messages": [], "paging": {"nextPageToken": "a\0"}},
    ],
)
def test_a_page_without_what_is_required_is_not_understood(result: object) -> None:
    with pytest.raises(NotUnderstood, match="getChatHistory"):
        wire.history_of(raw({"status": "OK", "result": result}))


@pytest.mark.parametrize("start", [b'{"result":{"messages":[', b'{"result":{"context":{"x":['])
def test_deep_nesting_in_a_history_is_not_understood(start: bytes) -> None:  # U14
    with pytest.raises(NotUnderstood):
        wire.history_of(raw(start + b"[" * 100_000))
