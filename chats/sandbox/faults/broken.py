"""Answers with status 200 that are not what the contract says, made from the right answer."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from ..protocol.answers import JSON, Answer

PAGE: Final = "<!doctype html><title>Сервис временно недоступен</title><h1>Скоро починим</h1>".encode()
HTML: Final = "text/html; charset=utf-8"
DEPTH: Final = 100_000
NAMES: Final = ("chatId", "id")
OWN_IDS: Final = (*NAMES, "messageId")
ODD_NAME: Final = "Роза \ud800 \x00 \u202eкод\u202c \u200b\u2060" + "е" + "\u0301" * 4096

Change = Callable[[dict[str, Any]], object]


def html(good: Answer) -> Answer:
    return replace(good, status=200, body=PAGE, headers={"Content-Type": HTML})


def raw(good: Answer, body: bytes) -> Answer:
    return replace(good, status=200, body=body, headers={"Content-Type": JSON})


def deep(good: Answer) -> Answer:
    return raw(good, b'{"status": "OK", "result": ' + b"[" * DEPTH + b"]" * DEPTH + b"}")


def each_item(good: Answer, change: Change) -> Answer:
    """The answer with `change` made to each chat, store or key in it. Escapes all but ASCII, lone surrogates too."""
    body = json.loads(good.body)
    for item in _items(body):
        change(item)
    return raw(good, json.dumps(body).encode())


def _items(body: dict[str, Any]) -> list[dict[str, Any]]:
    result = body.get("result", body)
    if "apiKey" in result:
        return [result["apiKey"]]
    lists = [result[name] for name in ("chats", "messages", "campaigns", "orders") if name in result]
    return lists[0] if lists else [result]


def without_required(good: Answer) -> Answer:
    """Takes away what the contract requires in each item, or the list of stores, whose items require nothing."""

    def change(item: dict[str, Any]) -> None:
        item.pop("status", None)
        item.pop("sender", None)
        item.pop("authScopes", None)
        item.pop("returnType", None)

    body = json.loads(each_item(good, change).body)
    body.pop("campaigns", None)
    return raw(good, json.dumps(body).encode())


def wrong_types(item: dict[str, Any]) -> None:
    wrong = {"status": 5, "type": ["CHAT"], "createdAt": True, "context": "ORDER", "name": 7, "authScopes": "ALL"}
    item.update({name: value for name, value in wrong.items() if name in item})
    item.update({name: {} for name in OWN_IDS if name in item})


def unknown_values(item: dict[str, Any]) -> None:
    new = {"status": "PAUSED", "type": "CONSULTATION", "placementType": "DRONE", "apiAvailability": "ON_HOLD"}
    item.update({name: value for name, value in new.items() if name in item})
    if "sender" in item:
        item["sender"] = "ROBOT"
    if "context" in item:
        item["context"]["type"] = "REVIEW"
    if "authScopes" in item:
        item["authScopes"].append("TEA_MAKING")


def unknown_fields(item: dict[str, Any]) -> None:
    """New fields come first, and the old ones in another order."""
    known = list(item.items())
    item.clear()
    item.update({"mood": {"value": [1, None, "calm"]}, "futureField": None}, **dict(reversed(known)))


def other_chat(item: dict[str, Any]) -> None:
    item.update({name: item[name] + 1 for name in NAMES if name in item})


def odd_text(item: dict[str, Any]) -> None:
    item.update({name: ODD_NAME for name in ("name", "domain", "message") if name in item})
    for file in item.get("payload", ()):
        file["name"] = ODD_NAME
    if "context" in item:
        item["context"]["customer"] = {"name": ODD_NAME, "publicId": ODD_NAME}


def odd_number(good: Answer, number: bytes) -> Answer:
    """Puts `number` as it is in the place of every chat's, message's or store's own ID."""
    body = each_item(good, lambda item: item.update({name: "PLACE" for name in OWN_IDS if name in item})).body
    return raw(good, body.replace(b'"PLACE"', number))
