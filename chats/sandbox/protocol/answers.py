"""JSON bodies in Market's words. https://yandex.ru/dev/market/partner-api/doc/ru/concepts/error-codes"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ..content.cabinets import SandboxSeller, Store
from ..content.chats import Chat
from .wire import Transmit, plain

JSON: Final = "application/json; charset=utf-8"
CODES: Final = {
    400: "BAD_REQUEST",
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    415: "UNSUPPORTED_MEDIA_TYPE",
    420: "LIMIT_EXCEEDED",
    423: "LOCKED",
    429: "LIMIT_EXCEEDED",
    499: "CLIENT_CLOSED_REQUEST",
}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What goes out. A header that is None is left out even where Market always sends it."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str | None] = field(default_factory=dict)
    transmit: Transmit = plain
    delay: float = 0.0  # seconds of silence before the first byte


class Refusal(Exception):
    """Ends a call early with the answer it carries."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def dumped(body: object, *, status: int = 200, headers: Mapping[str, str | None] | None = None) -> Answer:
    text = json.dumps(body, ensure_ascii=False)
    return Answer(status=status, body=text.encode(), headers={"Content-Type": JSON, **(headers or {})})


def ok(result: object) -> Answer:
    return dumped({"status": "OK", "result": result})


def error(status: int, message: str, *, headers: Mapping[str, str | None] | None = None) -> Answer:
    code = CODES.get(status, "INTERNAL_ERROR")
    body = {"status": "ERROR", "errors": [{"code": code, "message": message}]}
    return dumped(body, status=status, headers=headers)


def over_parallel(business_id: int, parallel: int) -> Answer:
    return error(420, f"Hit rate limit of {parallel} parallel requests for businessId {business_id}")


def over_hourly(hourly: int, resource: str, business_id: int) -> Answer:
    limit = f"{hourly} requests per 1 hour for resource {resource}"
    return error(420, f"Hit rate limit of {limit} for businessId {business_id}")


def refuse(status: int, message: str) -> Refusal:
    return Refusal(error(status, message))


def _sent(**fields: object) -> dict[str, Any]:
    """Market leaves out what it does not know."""
    return {name: value for name, value in fields.items() if value is not None}


def context(chat: Chat) -> dict[str, Any]:
    about, buyer = chat.context, chat.buyer
    return _sent(
        type=about.type,
        customer=None if buyer is None else _sent(name=buyer.name, publicId=buyer.public_id),
        campaignId=about.campaign_id,
        orderId=about.order_id,
        returnId=about.return_id,
    )


def chat(chat: Chat) -> dict[str, Any]:
    return _sent(
        chatId=chat.chat_id,
        orderId=chat.context.order_id,  # deprecated beside the context, and still sent
        context=context(chat),
        type=chat.type,
        status=chat.status,
        createdAt=chat.created_at.isoformat(),
        updatedAt=chat.updated_at.isoformat(),
    )


def campaign(store: Store, cabinet: SandboxSeller) -> dict[str, Any]:
    return {
        "domain": store.name,
        "id": store.campaign_id,
        "business": {"id": cabinet.business_id, "name": cabinet.name},
        "placementType": store.placement_type,
        "apiAvailability": store.api_availability,
    }
