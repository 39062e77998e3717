"""What Market announces (`POST notification`): a body read into one type, with a key that all deliveries of one event
share, and the bodies that Market wants for an answer.

https://yandex.ru/dev/market/partner-api/doc/ru/push-notifications/reference/sendNotification
"""

import hashlib
from datetime import UTC, datetime
from typing import Final

import msgspec

from chats.market.decode import ImpossibleValue, code, decoded, moment
from chats.market.errors import NotUnderstood
from chats.market.ids import market_id
from chats.market.payload_notifications import KINDS, Time, Unknown
from chats.market.text import without_lone_surrogates

SEND_NOTIFICATION: Final = "sendNotification"  # Market's operationId
LONGEST_KEY: Final = 200


class Notification(msgspec.Struct, frozen=True, kw_only=True):
    """One event. `key` is the same for each delivery of it. What its type does not name is None; so is a time that
    cannot be read, and a message's id that is no number."""

    kind: str  # Market's notificationType, which may be one that the desk does not know
    key: str
    business_id: int | None = None
    campaign_id: int | None = None
    chat_id: int | None = None
    message_id: int | None = None
    order_id: int | None = None
    return_id: int | None = None
    happened_at: datetime | None = None


class Head(msgspec.Struct, frozen=True, rename="camel"):
    notification_type: str


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    version: str
    name: str
    time: datetime


def notification_of(body: bytes) -> Notification:
    """The event in the body of a request. Raises NotUnderstood, with the place in the JSON and no value, for what is no
    JSON, has no type, or lacks what its type is about. A type that is not known is an event like any other."""
    body = without_lone_surrogates(body)
    kind = decoded(SEND_NOTIFICATION, body, Head).notification_type
    if not kind.strip():
        raise NotUnderstood(SEND_NOTIFICATION, "an empty type - at `$.notificationType`")
    shape = KINDS.get(kind)
    if shape is None:
        return Notification(kind=code(kind), key=digested(kind, body), business_id=business_named(body))
    sent = decoded(SEND_NOTIFICATION, body, shape)
    at = time_of(getattr(sent, "at", ""))
    # The same moment may be written in more than one way.
    parts = {"at": at.isoformat() if at else ""}
    named = [parts.get(name, str(getattr(sent, name))) for name in sent.own]
    return Notification(
        kind=kind,
        key=key_of(kind, named, body),
        business_id=getattr(sent, "business_id", None),
        campaign_id=getattr(sent, "campaign_id", None),
        chat_id=getattr(sent, "chat_id", None),
        message_id=market_id(str(getattr(sent, "message_id", ""))),
        order_id=getattr(sent, "order_id", None),
        return_id=getattr(sent, "return_id", None),
        happened_at=at,
    )


def key_of(kind: str, named: list[str], body: bytes) -> str:
    """What tells the event from others of its type; where a part is missing or none is known, the body as a whole."""
    key = ":".join((kind, *named))
    plain = key.isascii() and key.isprintable() and len(key) <= LONGEST_KEY
    return key if plain and named and all(named) else digested(kind, body)


def digested(kind: str, body: bytes) -> str:
    return f"{code(kind)}:{hashlib.sha256(body).hexdigest()}"


def business_named(body: bytes) -> int | None:
    try:
        return decoded(SEND_NOTIFICATION, body, Unknown).business_id
    except NotUnderstood:
        return None


def time_of(sent: Time) -> datetime | None:
    try:
        return moment(str(sent), "time")
    except ImpossibleValue:
        return None


def accepted(*, version: str, name: str, now: datetime) -> bytes:
    """The body of a 200. `now` is when work on the request began."""
    return msgspec.json.encode(Accepted(version=version, name=name, time=now.astimezone(UTC)))


def refused(kind: str, message: str) -> bytes:
    """The body of any other answer. `kind` is UNKNOWN, WRONG_EVENT_FORMAT or DUPLICATED_EVENT."""
    return msgspec.json.encode({"error": {"type": kind, "message": message}})
