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
    """A response. A header that is None is left out, even one that Market always sends."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str | None] = field(default_factory=dict)
    transmit: Transmit = plain
    delay: float = 0.0  # seconds before the first byte


class Refusal(Exception):
    """Ends a call early, with the answer it carries."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def json_answer(body: object, *, status: int = 200, headers: Mapping[str, str | None] | None = None) -> Answer:
    text = json.dumps(body, ensure_ascii=False)
    return Answer(status=status, body=text.encode(), headers={"Content-Type": JSON, **(headers or {})})


def ok(result: object) -> Answer:
    return json_answer({"status": "OK", "result": result})


def error(status: int, message: str, *, headers: Mapping[str, str | None] | None = None) -> Answer:
    code = CODES.get(status, "INTERNAL_ERROR")
    body = {"status": "ERROR", "errors": [{"code": code, "message": message}]}
    return json_answer(body, status=status, headers=headers)


def parallel_limit_reached(business_id: int, parallel: int) -> Answer:
    return error(420, f"Hit rate limit of {parallel} parallel requests for businessId {business_id}")


def hourly_limit_reached(hourly: int, resource: str, business_id: int) -> Answer:
    limit = f"{hourly} requests per 1 hour for resource {resource}"
    return error(420, f"Hit rate limit of {limit} for businessId {business_id}")


def refusal(status: int, message: str) -> Refusal:
    """An error to raise."""
    return Refusal(error(status, message))


def without_none(**fields: object) -> dict[str, Any]:
    """Market leaves out what it does not know, where others would say null."""
    return {name: value for name, value in fields.items() if value is not None}


def context_json(chat: Chat) -> dict[str, Any]:
    context, buyer = chat.context, chat.buyer
    return without_none(
        type=context.type,
        customer=None if buyer is None else without_none(name=buyer.name, publicId=buyer.public_id),
        campaignId=context.campaign_id,
        orderId=context.order_id,
        returnId=context.return_id,
    )


def chat_json(chat: Chat) -> dict[str, Any]:
    return without_none(
        chatId=chat.chat_id,
        orderId=chat.context.order_id,  # deprecated in favour of the context, and still sent
        context=context_json(chat),
        type=chat.type,
        status=chat.status,
        createdAt=chat.created_at.isoformat(),
        updatedAt=chat.updated_at.isoformat(),
    )


def campaign_json(store: Store, cabinet: SandboxSeller) -> dict[str, Any]:
    return {
        "domain": store.name,
        "id": store.campaign_id,
        "business": {"id": cabinet.business_id, "name": cabinet.name},
        "placementType": store.placement_type,
        "apiAvailability": store.api_availability,
    }
