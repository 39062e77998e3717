"""Market, as it sends notifications."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from chats.models import NotificationAddress, Seller
from chats.sandbox.content.cabinets import HOME
from chats.services import notifications
from tests.market import announced

FROM_MARKET = "5.45.207.10"
PING = {"notificationType": "PING", "time": "2026-11-22T12:00:00.123456789Z"}
FORMS = ("", "/", "/notification", "/notification/")


def message_sent(message_id: int = 700000001, chat_id: int = 310001, **other: Any) -> dict[str, Any]:
    usual = {
        "notificationType": "CHAT_MESSAGE_SENT",
        "businessId": HOME.business_id,
        "chatId": chat_id,
        "messageId": str(message_id),
        "sentAt": timezone.now().isoformat(),
    }
    return {**usual, **other}


def chat_event(kind: str, chat_id: int = 310001, **other: Any) -> dict[str, Any]:
    """CHAT_CREATED, or a dispute that begins or ends."""
    time = {"CHAT_CREATED": "createdAt", "CHAT_ARBITRAGE_STARTED": "startedAt", "CHAT_ARBITRAGE_FINISHED": "finishedAt"}
    usual = {"notificationType": kind, "businessId": HOME.business_id, "chatId": chat_id}
    return {**usual, time[kind]: timezone.now().isoformat(), **other}


def deliver(path: str, body: object, source: str = FROM_MARKET, **headers: str) -> HttpResponse:
    """As Market does: no cookie, no page, JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    machine = Client(raise_request_exception=False, REMOTE_ADDR=source)
    return machine.post(path, raw, content_type="application/json", headers=headers)


def is_accepted(response: HttpResponse) -> bool:
    assert announced.faults_in("SendNotificationResponse", response.json()) == []
    return bool((response.status_code, response["Content-Type"]) == (200, "application/json"))


def is_refused(response: HttpResponse) -> bool:
    """With the body that Market wants for it."""
    error = response.json()["error"]
    assert announced.faults_in("SendNotificationErrorResponse", response.json()) == []
    return bool(error["type"] and error["message"]) and response["Content-Type"] == "application/json"


@pytest.fixture
def address(home: Seller) -> NotificationAddress:
    """Where the cabinet of `home` sends its notifications to."""
    return notifications.new_address(home, now=timezone.now())


@pytest.fixture
def announce(address: NotificationAddress) -> Callable[..., HttpResponse]:
    """Has Market announce something to `home`: announce(message_sent())."""

    def send(body: object, form: str = "", **options: str) -> HttpResponse:
        return deliver(f"/notifications/{address.secret}{form}", body, **options)

    return send
