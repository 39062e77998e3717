"""Histories of the sandbox, broken on the way to the client: U12, U14 to U17 and U21."""

import pytest

from chats.market.client import Client
from chats.market.errors import MarketError, NotReached, NotUnderstood
from chats.market.token import Token
from chats.sandbox import SELLERS

HOME = SELLERS[0]
CHAT = 310037  # with files


@pytest.fixture
def read(sandbox):
    market = Client(sandbox.url, deadline=10.0)

    def read(fault="", *, chat_id=CHAT, **how):
        if fault:
            sandbox.fail(fault, operation="getChatHistory")
        return market.get_chat_history(Token(HOME.token), business_id=HOME.business_id, chat_id=chat_id, **how).result

    yield read
    market.close()


@pytest.mark.parametrize("fault", ["truncated", "truncated_chunked"])
def test_u12_half_a_history_is_none(read, fault):
    with pytest.raises(NotReached):
        read(fault)


@pytest.mark.parametrize(
    "fault", ["deep", "html", "empty", "null", "array", "not_utf8", "error_in_200", "huge", "bomb"]
)
def test_u14_what_is_no_history_is_not_understood(read, fault):
    with pytest.raises(NotUnderstood):
        read(fault)


@pytest.mark.parametrize("fault", ["id_true", "id_negative", "id_too_large", "wrong_types", "missing_field"])
def test_u15_messages_that_cannot_be_are_left_out_and_counted(read, sandbox, fault):
    page = read(fault)

    assert (page.messages, len(page.unreadable)) == ((), len(sandbox.messages(HOME.business_id, CHAT)))


@pytest.mark.parametrize("fault", ["id_nan", "id_infinite", "id_5000_digits"])
def test_u15_numbers_that_are_none_are_a_typed_error_or_left_out(read, fault):
    try:
        assert read(fault).messages == ()
    except MarketError as error:
        assert type(error) is NotUnderstood


def test_u16_words_that_break_rows_are_mended_at_the_border(read):
    page = read("odd_text")

    texts = [one.message for one in page.messages if one.message]
    names = [file.name for one in page.messages for file in one.payload]
    assert texts and names
    assert all("\ufffd" in text and "\0" not in text and "\u202e" in text for text in texts)
    assert all(len(name) <= 255 and name.isprintable() for name in names)
    repr(page).encode()


@pytest.mark.parametrize("fault", ["unknown_values", "unknown_fields"])
def test_u17_codes_and_fields_of_tomorrow_cost_no_message(read, sandbox, fault):
    page = read(fault)

    assert (len(page.messages), len(page.unreadable)) == (len(sandbox.messages(HOME.business_id, CHAT)), 0)
    assert {one.sender for one in page.messages} == (
        {"ROBOT"} if fault == "unknown_values" else {"CUSTOMER", "PARTNER"}
    )


def test_u17_a_sticker_is_a_message_without_words_or_files(read):
    assert any(one.message is None and not one.payload for one in read(chat_id=310030).messages)


def test_u21_a_token_that_repeats_is_handed_on_as_it_is(read, sandbox):
    sandbox.set_history(endless=True)

    first = read()
    second = read(page_token=first.next_page_token)

    assert (second.messages, second.next_page_token) == ((), first.next_page_token)


def test_every_conversation_of_the_sandbox_is_understood_whole(sandbox):
    market = Client(sandbox.url)
    for seller in SELLERS:
        token, business_id = Token(seller.token), seller.business_id
        for chat in market.get_chats(token, business_id=business_id).result.chats:
            page = market.get_chat_history(token, business_id=business_id, chat_id=chat.chat_id).result
            assert len(page.unreadable) == 0
            assert page.context == chat.context
            assert all(file.url for one in page.messages for file in one.payload)
