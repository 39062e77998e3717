"""Pages of chats."""

import logging

import pytest

from chats.market import wire
from chats.market.errors import NotUnderstood
from tests.market.raw import a_chat, raw, with_context


def test_one_bad_chat_does_not_cost_the_page(caplog: pytest.LogCaptureFixture) -> None:
    bad = with_context(customer={"name": "Bobby Tables"}, orderId=-5)
    undated = a_chat(createdAt="Bobby Tables")
    body = {"status": "OK", "result": {"chats": [a_chat(), bad, None, undated, a_chat(chatId=2)], "paging": {}}}

    page = wire.chats_of(raw(body)).result

    assert [chat.chat_id for chat in page.chats] == [1, 2]
    assert page.left_out == 3
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "getChats: left out 3, the first: " in caplog.messages[0]
    assert "$.result.chats[1].context.orderId" in caplog.messages[0]
    assert "Bobby" not in caplog.text


@pytest.mark.parametrize(("paging", "token"), [({"nextPageToken": "a b/=="}, "a b/=="), ({}, None), (None, None)])
def test_the_next_page_is_named_as_market_named_it(paging: object, token: str | None) -> None:
    body = {"status": "OK", "result": {"chats": [], "paging": paging}}

    assert wire.chats_of(raw(body)).result.next_page_token == token


def test_an_unusable_page_token_is_not_taken_for_the_end_of_the_list() -> None:
    body = {"status": "OK", "result": {"chats": [], "paging": {"nextPageToken": "a\0b"}}}

    with pytest.raises(NotUnderstood):
        wire.chats_of(raw(body))
