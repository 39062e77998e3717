"""Payloads of returns, and the functions that turn them into types."""

import msgspec

from chats.market.decode import Id, each, moment
from chats.market.limits import GET_RETURN
from chats.market.payload import Payload, known_code
from chats.market.payload_orders import (
    AddressPayload,
    MoneyPayload,
    TrackPayload,
    address,
    money,
    text,
    tracks,
    units,
    word,
)
from chats.market.types_orders import PickupPoint, Return, ReturnDecision, ReturnItem


class DecisionPayload(Payload):
    return_item_id: int | None = None
    count: int | None = None
    comment: str | None = None
    reason_type: str | None = None
    subreason_type: str | None = None
    decision_type: str | None = None
    amount: MoneyPayload | None = None
    partner_compensation_amount: MoneyPayload | None = None
    images: list[msgspec.Raw] | None = None


class ReturnItemPayload(Payload):
    shop_sku: str
    count: int
    decisions: list[msgspec.Raw] | None = None
    tracks: list[TrackPayload] | None = None


class PickupPointPayload(Payload):
    name: str | None = None
    address: AddressPayload | None = None
    instruction: str | None = None
    type: str | None = None


class ReturnPayload(Payload):
    """Without refundAmount, which is deprecated, and in kopecks."""

    id: Id
    order_id: Id
    return_type: str
    items: list[msgspec.Raw]
    creation_date: str | None = None
    update_date: str | None = None
    refund_status: str | None = None
    shipment_status: str | None = None
    shipment_recipient_type: str | None = None
    pickup_till_date: str | None = None
    amount: MoneyPayload | None = None
    fast_return: bool | None = None
    logistic_pickup_point: PickupPointPayload | None = None


def return_(payload: ReturnPayload) -> Return:
    items, left_out = each(GET_RETURN, payload.items, ReturnItemPayload, item, path="$.result.items")
    return Return(
        return_id=payload.id,
        order_id=payload.order_id,
        return_type=known_code(payload.return_type) or "",
        items=items,
        items_left_out=left_out,
        creation_date=moment(payload.creation_date, "creationDate") if payload.creation_date else None,
        update_date=moment(payload.update_date, "updateDate") if payload.update_date else None,
        refund_status=known_code(payload.refund_status),
        shipment_status=known_code(payload.shipment_status),
        shipment_recipient_type=known_code(payload.shipment_recipient_type),
        pickup_till_date=moment(payload.pickup_till_date, "pickupTillDate") if payload.pickup_till_date else None,
        amount=money(payload.amount),
        fast_return=bool(payload.fast_return),
        logistic_pickup_point=pickup_point(payload.logistic_pickup_point),
    )


def item(payload: ReturnItemPayload) -> ReturnItem:
    decisions, left_out = each(
        GET_RETURN, payload.decisions or (), DecisionPayload, decision, path="$.result.items[].decisions"
    )
    return ReturnItem(
        shop_sku=word(payload.shop_sku) or "",
        count=units(payload.count),
        decisions=decisions,
        decisions_left_out=left_out,
        tracks=tracks(payload.tracks),
    )


def decision(payload: DecisionPayload) -> ReturnDecision:
    return ReturnDecision(
        return_item_id=payload.return_item_id,
        count=None if payload.count is None else units(payload.count),
        comment=text(payload.comment),
        reason_type=known_code(payload.reason_type),
        subreason_type=known_code(payload.subreason_type),
        decision_type=known_code(payload.decision_type),
        amount=money(payload.amount),
        partner_compensation_amount=money(payload.partner_compensation_amount),
        images=len(payload.images or ()),
    )


def pickup_point(payload: PickupPointPayload | None) -> PickupPoint | None:
    if payload is None:
        return None
    return PickupPoint(
        name=word(payload.name),
        address=address(payload.address),
        instruction=text(payload.instruction),
        type=known_code(payload.type),
    )
