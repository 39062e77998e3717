"""Storing what Market announces. A row is on the disk before Market is told so; what it means is worked out later."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

from chats import database
from chats.market.notifications import Notification, notification_of
from chats.market.payload_notifications import KINDS, PING
from chats.market.text import storable
from chats.models import NotificationAddress, Seller, WebhookEvent
from chats.services import jobs
from chats.services.notifications.kinds import concerns_the_desk

LARGEST_BODY: Final = 64 * 1024  # bytes; Market's are a few hundred
PATIENCE: Final = 4.0  # seconds for a locked database: Market waits for ten
PING_PATIENCE: Final = 0.3  # of the one second that a PING has
LATE: Final = timedelta(seconds=60)


class OtherBusiness(Exception):
    """The event names another business than the one whose address it came to."""


def store(seller: Seller, body: bytes, *, now: datetime) -> None:
    """Store an event as it came, once for all its deliveries. When this returns, the row is on the disk. A PING leaves
    no row, only the time.

    Raises NotUnderstood for what is no event, OtherBusiness, and DatabaseError when it could not be stored. `body` has
    LARGEST_BODY bytes at most; `now` is when it came.

    https://yandex.ru/dev/market/partner-api/doc/ru/push-notifications/reference/sendNotification
    """
    event = notification_of(body)
    if event.business_id not in (None, seller.business_id):
        raise OtherBusiness
    if event.kind == PING:
        with suppress(*database.AWAY), database.waiting_at_most(PING_PATIENCE, fsync=False):
            NotificationAddress.objects.filter(seller=seller).update(pinged_at=now, judged_from=now)
        return
    with database.waiting_at_most(PATIENCE):
        _, is_new = WebhookEvent.objects.get_or_create(seller=seller, key=event.key, defaults=row_of(event, body, now))
        if is_new:
            note_arrival(seller, event, now=now)
            jobs.wake()


def row_of(event: Notification, body: bytes, now: datetime) -> dict[str, Any]:
    due = concerns_the_desk(event.kind)
    return {
        "kind": event.kind,
        "chat_id": event.chat_id,
        "message_id": event.message_id,
        "order_id": event.order_id,
        "return_id": event.return_id,
        "happened_at": event.happened_at,
        "received_at": now,
        "due_at": now if due else None,
        "done_at": None if due else now,
        "outcome": "" if due else WebhookEvent.Outcome.KEPT,
        "body": storable(body.decode(errors="replace"), most=LARGEST_BODY),
    }


def note_arrival(seller: Seller, event: Notification, *, now: datetime) -> None:
    """Market holds everything back behind a delivery that fails. An event of a chat that comes late thus tells that
    others were late too, or still are: notifications are not relied on for an hour. After a silence they are judged by
    what comes from now on."""
    after_silence = When(verdict=NotificationAddress.Verdict.SILENT, then=Value(now))
    columns: dict[str, Any] = {
        "last_event_at": now,
        "judged_from": Case(after_silence, default=Coalesce(F("judged_from"), Value(now))),
    }
    if event.chat_id and event.kind in KINDS and event.happened_at and now - event.happened_at > LATE:
        columns["distrusted_until"] = now + NotificationAddress.longest_distrust
    NotificationAddress.objects.filter(seller=seller).update(**columns)
