"""Answers with status 200 that break the contract, made from the correct answer."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from ..protocol.answers import JSON, Answer

HTML_PAGE: Final = "<!doctype html><title>Сервис временно недоступен</title><h1>Скоро починим</h1>".encode()
HTML_TYPE: Final = "text/html; charset=utf-8"
NESTING_DEPTH: Final = 100_000
RECORD_IDS: Final = ("chatId", "id")
OWN_IDS: Final = (*RECORD_IDS, "messageId")
ODD_TEXT: Final = "Роза \ud800 \x00 \u202eкод\u202c \u200b\u2060" + "е" + "\u0301" * 4096

ItemChange = Callable[[dict[str, Any]], object]


def html(correct: Answer) -> Answer:
    return replace(correct, status=200, body=HTML_PAGE, headers={"Content-Type": HTML_TYPE})


def with_body(correct: Answer, body: bytes) -> Answer:
    return replace(correct, status=200, body=body, headers={"Content-Type": JSON})


def deep(correct: Answer) -> Answer:
    return with_body(correct, b'{"status": "OK", "result": ' + b"[" * NESTING_DEPTH + b"]" * NESTING_DEPTH + b"}")


def each_item(correct: Answer, change: ItemChange) -> Answer:
    """The answer with each of its items changed. JSON escapes all but ASCII, so lone surrogates can be sent."""
    body = json.loads(correct.body)
    for item in items_of(body):
        change(item)
    return with_body(correct, json.dumps(body).encode())


def items_of(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The chats, messages, stores or orders in an answer; otherwise its API key or itself."""
    result = body.get("result", body)
    if "apiKey" in result:
        return [result["apiKey"]]
    lists = [result[name] for name in ("chats", "messages", "campaigns", "orders") if name in result]
    return lists[0] if lists else [result]


def without_required(correct: Answer) -> Answer:
    """Drops what the contract requires of each item; stores require nothing, so their whole list goes."""

    def change(item: dict[str, Any]) -> None:
        item.pop("status", None)
        item.pop("sender", None)
        item.pop("authScopes", None)
        item.pop("returnType", None)

    body = json.loads(each_item(correct, change).body)
    body.pop("campaigns", None)
    return with_body(correct, json.dumps(body).encode())


def wrong_types(item: dict[str, Any]) -> None:
    wrong = {
        "status": 5,
        "type": ["CHAT"],
        "createdAt": True,
        "context": "ORDER",
        "name": 7,
        "authScopes": "ALL",
    }
    item.update({name: value for name, value in wrong.items() if name in item})
    item.update({name: {} for name in OWN_IDS if name in item})


def unknown_values(item: dict[str, Any]) -> None:
    unknown = {"status": "PAUSED", "type": "CONSULTATION", "placementType": "DRONE", "apiAvailability": "ON_HOLD"}
    item.update({name: value for name, value in unknown.items() if name in item})
    if "sender" in item:
        item["sender"] = "ROBOT"
    if "context" in item:
        item["context"]["type"] = "REVIEW"
    if "authScopes" in item:
        item["authScopes"].append("TEA_MAKING")


def unknown_fields(item: dict[str, Any]) -> None:
    """New fields first, then the known ones in reverse order."""
    known = list(item.items())
    item.clear()
    item.update({"mood": {"value": [1, None, "calm"]}, "futureField": None}, **dict(reversed(known)))


def other_chat(item: dict[str, Any]) -> None:
    item.update({name: item[name] + 1 for name in RECORD_IDS if name in item})


def odd_text(item: dict[str, Any]) -> None:
    item.update({name: ODD_TEXT for name in ("name", "domain", "message") if name in item})
    for file in item.get("payload", ()):
        file["name"] = ODD_TEXT
    if "context" in item:
        item["context"]["customer"] = {"name": ODD_TEXT, "publicId": ODD_TEXT}


def odd_number(correct: Answer, number: bytes) -> Answer:
    """Puts `number`, verbatim, for each item's own ID."""
    body = each_item(correct, lambda item: item.update({name: "ID HERE" for name in OWN_IDS if name in item})).body
    return with_body(correct, body.replace(b'"ID HERE"', number))
