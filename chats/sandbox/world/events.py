"""What Market would notify a shop of, as the body of the notification.

https://yandex.ru/dev/market/partner-api/doc/ru/push-notifications/reference/sendNotification
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from chats.market.types import ContextType, Sender

from ..content.chats import Chat, ChatContext
from ..content.products import product_of
from ..content.stories import order_story
from .conversations import Message


class Event(NamedTuple):
    business_id: int
    at: datetime
    body: Mapping[str, Any]
    by_shop: bool = False  # the shop itself did it; Market does not say whether it notifies of that


class Listener(Protocol):
    """Is told of what Market would notify of."""

    def hears(self, business_id: int) -> bool:
        """Whether it needs to be told of that business."""

    def tell(self, event: Event) -> None: ...


def utc(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def chat_created(business_id: int, chat: Chat, *, by_shop: bool) -> Event:
    body = {
        "notificationType": "CHAT_CREATED",
        "chatId": chat.chat_id,
        "businessId": business_id,
        "createdAt": utc(chat.created_at),
    }
    return Event(business_id, chat.created_at, body, by_shop)


def message_sent(business_id: int, chat_id: int, message: Message) -> Event | None:
    """None for a sticker, of which Market does not notify. The ID is a number in the API, and text here."""
    if message.text is None and not message.files:
        return None
    body = {
        "notificationType": "CHAT_MESSAGE_SENT",
        "chatId": chat_id,
        "messageId": str(message.message_id),
        "businessId": business_id,
        "sentAt": utc(message.created_at),
    }
    return Event(business_id, message.created_at, body, message.sender == Sender.PARTNER)


def dispute_started(business_id: int, chat_id: int, at: datetime) -> Event:
    body = {"notificationType": "CHAT_ARBITRAGE_STARTED", "chatId": chat_id, "businessId": business_id}
    return Event(business_id, at, {**body, "startedAt": utc(at)})


def dispute_finished(business_id: int, chat_id: int, at: datetime) -> Event:
    body = {"notificationType": "CHAT_ARBITRAGE_FINISHED", "chatId": chat_id, "businessId": business_id}
    return Event(business_id, at, {**body, "finishedAt": utc(at)})


def subject_created(business_id: int, context: ChatContext, at: datetime) -> list[Event]:
    """Of a chat about a new order or a new return: that order and that return."""
    if context.order_id is None:
        return []
    of_order = {"orderId": context.order_id, "campaignId": context.campaign_id}
    items = items_of(business_id, context.order_id)
    order = {"notificationType": "ORDER_CREATED", **of_order, "items": items, "createdAt": utc(at)}
    if context.type != ContextType.RETURN:
        return [Event(business_id, at, order)]
    returned = {
        "notificationType": "ORDER_RETURN_CREATED",
        **of_order,
        "returnId": context.return_id,
        "returnType": "RETURN",
        "items": items,
        "createdAt": utc(at),
    }
    return [Event(business_id, at, order), Event(business_id, at, returned)]


def items_of(business_id: int, order_id: int) -> list[dict[str, Any]]:
    items = order_story(business_id, order_id).items
    return [{"offerId": product_of(business_id, number).sku, "count": count} for number, count in items]


def order_changed(business_id: int, before: Mapping[str, Any], after: Mapping[str, Any], at: datetime) -> list[Event]:
    """What differs between an order's JSON before and after."""
    bodies = []
    if (before["status"], before["substatus"]) != (after["status"], after["substatus"]):
        bodies.append(status_change(after, at))
    if after.get("cancelRequested") and not before.get("cancelRequested"):
        bodies.append({"notificationType": "ORDER_CANCELLATION_REQUEST", "requestedAt": utc(at)})
    dates = {"SHIPMENT_DATE_UPDATED": "shipment", "DELIVERY_DATE_UPDATED": "dates"}
    for update_type, name in dates.items():
        if before["delivery"].get(name) != after["delivery"].get(name):
            bodies.append({"notificationType": "ORDER_UPDATED", "updateType": update_type, "updatedAt": utc(at)})
    of_order = {"orderId": after["orderId"], "campaignId": after["campaignId"]}
    return [Event(business_id, at, {**body, **of_order}) for body in bodies]


def status_change(order: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    if order["status"] == "CANCELLED":
        items = [{"offerId": item["offerId"], "count": item["count"]} for item in order["items"]]
        return {"notificationType": "ORDER_CANCELLED", "items": items, "cancelledAt": utc(at)}
    statuses = {"status": order["status"], "substatus": order["substatus"]}
    return {"notificationType": "ORDER_STATUS_UPDATED", **statuses, "updatedAt": utc(at)}


def return_changed(
    business_id: int, context: ChatContext, before: Mapping[str, Any], after: Mapping[str, Any], at: datetime
) -> list[Event]:
    """Market sends only the status that has changed."""
    names = ("refundStatus", "shipmentStatus")
    statuses = {name: after[name] for name in names if name in after and before.get(name) != after[name]}
    body = {
        "notificationType": "ORDER_RETURN_STATUS_UPDATED",
        "orderId": context.order_id,
        "returnId": context.return_id,
        "campaignId": context.campaign_id,
        "statuses": statuses,
        "updatedAt": utc(at),
    }
    return [Event(business_id, at, body)] if statuses else []
