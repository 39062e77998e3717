"""Returns as they are sent, and what is made of each."""

import msgspec

from chats.market.decode import Id, each, moment
from chats.market.limits import GET_RETURN
from chats.market.payload import Sent, known_code
from chats.market.payload_orders import SentAddress, SentMoney, SentTrack, address, money, text, tracks, units, word
from chats.market.types_orders import PickupPoint, Return, ReturnDecision, ReturnItem


class SentDecision(Sent):
    return_item_id: int | None = None
    count: int | None = None
    comment: str | None = None
    reason_type: str | None = None
    subreason_type: str | None = None
    decision_type: str | None = None
    amount: SentMoney | None = None
    partner_compensation_amount: SentMoney | None = None
    images: list[msgspec.Raw] | None = None


class SentReturnItem(Sent):
    shop_sku: str
    count: int
    decisions: list[msgspec.Raw] | None = None
    tracks: list[SentTrack] | None = None


class SentPickupPoint(Sent):
    name: str | None = None
    address: SentAddress | None = None
    instruction: str | None = None
    type: str | None = None


class SentReturn(Sent):
    """Without refundAmount, which is deprecated and in kopecks."""

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
    amount: SentMoney | None = None
    fast_return: bool | None = None
    logistic_pickup_point: SentPickupPoint | None = None


def return_(sent: SentReturn) -> Return:
    items, left_out = each(GET_RETURN, sent.items, SentReturnItem, item, path="$.result.items")
    return Return(
        return_id=sent.id,
        order_id=sent.order_id,
        return_type=known_code(sent.return_type) or "",
        items=items,
        items_left_out=left_out,
        creation_date=moment(sent.creation_date, "creationDate") if sent.creation_date else None,
        update_date=moment(sent.update_date, "updateDate") if sent.update_date else None,
        refund_status=known_code(sent.refund_status),
        shipment_status=known_code(sent.shipment_status),
        shipment_recipient_type=known_code(sent.shipment_recipient_type),
        pickup_till_date=moment(sent.pickup_till_date, "pickupTillDate") if sent.pickup_till_date else None,
        amount=money(sent.amount),
        fast_return=bool(sent.fast_return),
        logistic_pickup_point=pickup_point(sent.logistic_pickup_point),
    )


def item(sent: SentReturnItem) -> ReturnItem:
    decisions, _ = each(GET_RETURN, sent.decisions or (), SentDecision, decision, path="$.result.items[].decisions")
    return ReturnItem(
        shop_sku=word(sent.shop_sku) or "", count=units(sent.count), decisions=decisions, tracks=tracks(sent.tracks)
    )


def decision(sent: SentDecision) -> ReturnDecision:
    return ReturnDecision(
        return_item_id=sent.return_item_id,
        count=None if sent.count is None else units(sent.count),
        comment=text(sent.comment),
        reason_type=known_code(sent.reason_type),
        subreason_type=known_code(sent.subreason_type),
        decision_type=known_code(sent.decision_type),
        amount=money(sent.amount),
        partner_compensation_amount=money(sent.partner_compensation_amount),
        images=len(sent.images or ()),
    )


def pickup_point(sent: SentPickupPoint | None) -> PickupPoint | None:
    if sent is None:
        return None
    return PickupPoint(
        name=word(sent.name),
        address=address(sent.address),
        instruction=text(sent.instruction),
        type=known_code(sent.type),
    )
