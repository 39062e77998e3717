import json

import pytest

from ..asking import OPERATIONS, get_campaigns, get_chat, get_chats, get_history


@pytest.mark.parametrize("name", ["420_html", "502", "504", "html"])
def test_a_page_comes_where_json_was_expected(sandbox, name):
    sandbox.fail(name)

    reply = get_chat(sandbox, 310001)

    assert reply.headers["Content-Type"].startswith("text/html")
    assert reply.body.startswith(b"<!doctype html>")


@pytest.mark.parametrize(("name", "body"), [("empty", b""), ("420_empty", b""), ("null", b"null"), ("array", b"[]")])
def test_a_body_has_nothing_in_it(sandbox, name, body):
    sandbox.fail(name)

    assert get_chat(sandbox, 310001).body == body


@pytest.mark.parametrize(
    ("name", "literal"),
    [
        ("id_nan", b"NaN"),
        ("id_infinite", b"1e999"),
        ("id_5000_digits", b"9" * 5000),
        ("id_true", b"true"),
        ("id_text", b'"310001"'),
        ("id_negative", b"-1"),
        ("id_too_large", b"9223372036854775808"),
    ],
)
def test_an_id_is_none(sandbox, name, literal):
    sandbox.fail(name)

    assert b'"chatId": ' + literal + b"," in get_chat(sandbox, 310001).body
    assert b'"id": ' + literal + b"," in get_campaigns(sandbox).body


def test_a_status_of_error_comes_with_200(sandbox):
    sandbox.fail("error_in_200")

    reply = get_chat(sandbox, 310001)

    assert (reply.status, reply.json["status"]) == (200, "ERROR")


def test_the_answer_is_for_another_chat(sandbox):
    sandbox.fail("other_chat")

    assert get_chat(sandbox, 310001).json["result"]["chatId"] == 310002


def test_what_is_required_is_missing(sandbox):
    sandbox.fail("missing_field")

    assert "status" not in get_chat(sandbox, 310001).json["result"]
    assert all("status" not in chat for chat in get_chats(sandbox).json["result"]["chats"])
    assert "campaigns" not in get_campaigns(sandbox).json
    assert "authScopes" not in OPERATIONS["getAuthTokenInfo"](sandbox).json["result"]["apiKey"]


def test_the_types_of_an_answer_are_wrong(sandbox):
    sandbox.fail("wrong_types")

    chat = get_chat(sandbox, 310001).json["result"]

    assert (chat["chatId"], chat["status"], chat["context"]) == ({}, 5, "ORDER")


def test_an_answer_is_nested_too_deep_for_a_parser(sandbox):
    sandbox.fail("deep")

    with pytest.raises(RecursionError):
        json.loads(get_chat(sandbox, 310001).body)


def test_bytes_are_no_utf_8(sandbox):
    sandbox.fail("not_utf8")

    with pytest.raises(UnicodeDecodeError):
        get_chat(sandbox, 310001).body.decode()


def test_names_hold_what_breaks_pages_and_rows(sandbox):
    sandbox.fail("odd_text")

    name = get_chat(sandbox, 310001).json["result"]["context"]["customer"]["name"]

    assert {"\ud800", "\x00", "\u202e", "\u200b"} <= set(name)
    assert name.count("\u0301") == 4096


def test_codes_and_fields_of_tomorrow_come(sandbox):
    sandbox.fail("unknown_values")
    values = get_chat(sandbox, 310001).json["result"]
    scopes = OPERATIONS["getAuthTokenInfo"](sandbox).json["result"]["apiKey"]["authScopes"]
    sandbox.clear()
    sandbox.fail("unknown_fields")
    fields = get_chat(sandbox, 310001).json["result"]

    assert (values["status"], values["type"], values["context"]["type"]) == ("PAUSED", "CONSULTATION", "REVIEW")
    assert "TEA_MAKING" in scopes
    assert "futureField" in fields and fields["chatId"] == 310001


def spoiled(sandbox, fault, chat_id=310037):
    sandbox.fail(fault)
    return get_history(sandbox, chat_id).json["result"]["messages"]


def test_messages_are_broken_in_the_same_ways(sandbox):
    assert all("sender" not in one for one in spoiled(sandbox, "missing_field"))
    assert {one["sender"] for one in spoiled(sandbox, "unknown_values")} == {"ROBOT"}
    assert spoiled(sandbox, "wrong_types")[0]["messageId"] == {}
    assert spoiled(sandbox, "id_true")[0]["messageId"] is True
    assert "futureField" in spoiled(sandbox, "unknown_fields")[0]


def test_words_and_names_of_files_hold_what_breaks_pages_and_rows(sandbox):
    messages = spoiled(sandbox, "odd_text")

    texts = [one["message"] for one in messages if "message" in one]
    names = [file["name"] for one in messages for file in one.get("payload", ())]
    assert texts and names
    assert all({"\ud800", "\x00", "\u202e", "\u200b"} <= set(text) for text in texts + names)
