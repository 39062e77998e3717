"""Deadlines of Market's by which the shop has to act on an order or a return, noted with the chats about it.

https://yandex.ru/dev/market/partner-api/doc/ru/step-by-step/returns
https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/acceptOrderCancellation
https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/provideOrderDigitalCodes
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from chats.market import types_orders as market_types
from chats.market.types_orders import DeliveryType, OrderStatus, RefundStatus
from chats.models import Chat
from chats.services import sightings

TO_DECIDE = timedelta(hours=48)
TO_SEND_A_KEY = timedelta(minutes=30)
DECISION_WAITS = {RefundStatus.WAITING_FOR_DECISION, RefundStatus.PREMODERATION_DECISION_WAITING}
ON_ITS_WAY = {OrderStatus.DELIVERY, OrderStatus.PICKUP}

Kind = Chat.Deadline


class Deadline(NamedTuple):
    at: datetime
    kind: str


def deadline_of_return(found: market_types.Return | None) -> datetime | None:
    """Until when the shop has to decide about a return; None while it has not to. Afterwards it counts as approved."""
    if found is None or found.refund_status not in DECISION_WAITS or found.creation_date is None:
        return None
    return found.creation_date + TO_DECIDE


def deadline_of_order(found: market_types.Order | None) -> Deadline | None:
    """Until when the shop has to answer a request to cancel, or to send a digital key; None while it has not to.

    Market does not say since when an order is as it is, so this counts from its last change.
    """
    if found is None:
        return None
    since = found.update_date or found.creation_date
    if found.cancel_requested and found.status in ON_ITS_WAY:
        return Deadline(since + TO_DECIDE, Kind.CANCELLATION)
    if found.status == OrderStatus.PROCESSING and found.delivery.type == DeliveryType.DIGITAL:
        return Deadline(since + TO_SEND_A_KEY, Kind.KEY)
    return None


def note_deadline(
    chat: Chat, order: market_types.Order | None, return_: market_types.Return | None, *, now: datetime
) -> None:
    """Note with a chat the deadline that runs out first, or has passed while Market still waits for the shop, of its
    order and its return as the desk last saw them."""
    first = min(urgent_deadlines(chat, order, return_, now=now), default=None)
    columns = {"deadline_at": first.at if first else None, "deadline_kind": first.kind if first else ""}
    if any(getattr(chat, name) != value for name, value in columns.items()):
        sightings.place_anew(chat.pk, now=now, **columns)


def urgent_deadlines(
    chat: Chat, order: market_types.Order | None, return_: market_types.Return | None, *, now: datetime
) -> Iterator[Deadline]:
    if (at := deadline_of_return(return_)) and sightings.is_urgent(at, now=now):
        yield Deadline(at, Kind.RETURN)
    if (found := deadline_of_order(order)) is None:
        return
    # Another change of the order does not give the shop more time.
    known = chat.deadline_at if chat.deadline_kind == found.kind else None
    at = min(found.at, known) if known else found.at
    if sightings.is_urgent(at, now=now):
        yield Deadline(at, found.kind)
