"""Market, as it sends notifications."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from chats.models import NotificationAddress, Seller, WebhookEvent
from chats.sandbox import Sandbox
from chats.sandbox.content.cabinets import HOME
from chats.services import jobs, notifications
from chats.worker import tasks
from chats.worker.kinds import KINDS
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


def machine() -> Client:
    return Client(raise_request_exception=False)


def deliver(
    path: str, body: object, source: str = FROM_MARKET, by: Client | None = None, **headers: str
) -> HttpResponse:
    """As Market does: no cookie, no page, JSON. A client takes a while to make, so that many requests share one."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    send = (by or machine()).post
    return send(path, raw, content_type="application/json", headers=headers, REMOTE_ADDR=source)


def is_accepted(response: HttpResponse) -> bool:
    assert announced.faults_in("SendNotificationResponse", response.json()) == []
    return bool((response.status_code, response["Content-Type"]) == (200, "application/json"))


def is_refused(response: HttpResponse) -> bool:
    """With the body that Market wants for it."""
    error = response.json()["error"]
    assert announced.faults_in("SendNotificationErrorResponse", response.json()) == []
    return bool(error["type"] and error["message"]) and response["Content-Type"] == "application/json"


def work_off(*kinds: str, now: datetime | None = None, most: int = 2000) -> int:
    """Does what is due of these kinds of background work (all that events lead to, if none is named), in one thread,
    as the worker's task does it. Returns how many turns that took."""
    chosen, turns = [kind for kind in KINDS if kind.name in (kinds or ("events", "news"))], 0
    while turns < most:
        at = now or timezone.now()
        claims = ((kind, jobs.claim(kind.due(now=at), 10, now=at, lease=tasks.LEASE)) for kind in chosen)
        kind, rows = next(((kind, rows) for kind, rows in claims if rows), (None, []))
        if kind is None:
            return turns
        for row in rows:
            # A slot that was just given back is free a moment later.
            tasks.take_turn(kind, row.pk, row.leased_until, now=now or timezone.now())
        turns += len(rows)
    raise AssertionError(f"There is still something to do after {most} turns.")


class Called:
    """The calls to Market since the test began, or since `from_here`, by operation."""

    def __init__(self, market: Sandbox) -> None:
        self.market, self.before = market, 0

    def from_here(self) -> None:
        self.before = len(self.market.calls)

    @property
    def counted(self) -> Counter[str]:
        return Counter(call.operation for call in self.market.calls[self.before :])


@pytest.fixture
def called(market: Sandbox) -> Called:
    return Called(market)


def outcomes() -> Counter[str]:
    return Counter(WebhookEvent.objects.values_list("outcome", flat=True))


@pytest.fixture
def address(home: Seller) -> NotificationAddress:
    """Where the cabinet of `home` sends its notifications to."""
    return notifications.new_address(home, now=timezone.now())


@pytest.fixture
def announce(address: NotificationAddress) -> Callable[..., HttpResponse]:
    """Has Market announce something to `home`: announce(message_sent())."""

    client = machine()

    def send(body: object, form: str = "", **options: Any) -> HttpResponse:
        return deliver(f"/notifications/{address.secret}{form}", body, by=client, **options)

    return send
