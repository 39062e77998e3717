"""Payloads of orders, and the functions that turn them into types."""

import re
from datetime import date
from decimal import Decimal

import msgspec

from chats.market.decode import Id, ImpossibleValue, code, each, moment
from chats.market.limits import GET_BUSINESS_ORDERS
from chats.market.payload import PagingPayload, Payload, known_code
from chats.market.text import storable
from chats.market.types_orders import Address, ItemStatus, Money, Order, OrderDelivery, OrderItem, OrderPrices

LONGEST_TEXT = 4_000
LONGEST_WORD = 255
MOST_MONEY = Decimal(10) ** 12
TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


class MoneyPayload(Payload):
    value: Decimal
    currency_id: str


class AddressPayload(Payload):
    country: str | None = None
    postcode: str | None = None
    city: str | None = None
    district: str | None = None
    subway: str | None = None
    street: str | None = None
    house: str | None = None
    block: str | None = None
    entrance: str | None = None
    entryphone: str | None = None
    floor: str | None = None
    apartment: str | None = None


class ItemStatusPayload(Payload):
    status: str
    count: int


class PaymentPayload(Payload):
    payment: MoneyPayload | None = None


class ItemPayload(Payload):
    offer_id: str
    offer_name: str
    count: int
    prices: PaymentPayload | None = None
    item_statuses: list[ItemStatusPayload] | None = None


class PricesPayload(PaymentPayload):
    cashback: MoneyPayload | None = None
    subsidy: MoneyPayload | None = None
    delivery: PaymentPayload | None = None


class DeliveryDatesPayload(Payload):
    from_date: str
    to_date: str | None = None
    from_time: str | None = None
    to_time: str | None = None
    real_delivery_date: str | None = None


class ShipmentPayload(Payload):
    shipment_date: str | None = None


class PlacePayload(Payload):
    address: AddressPayload | None = None
    outlet_storage_limit_date: str | None = None


class TrackPayload(Payload):
    track_code: str | None = None


class DigitalGoodsPayload(Payload):
    type: str


class DeliveryPayload(Payload):
    type: str
    service_name: str
    delivery_partner_type: str
    dates: DeliveryDatesPayload
    dispatch_type: str | None = None
    estimated: bool | None = None
    shipment: ShipmentPayload | None = None
    courier: PlacePayload | None = None
    pickup: PlacePayload | None = None
    tracks: list[TrackPayload] | None = None
    digital_goods: DigitalGoodsPayload | None = None


class OrderPayload(Payload):
    order_id: Id
    campaign_id: Id
    status: str
    substatus: str
    creation_date: str
    payment_type: str
    payment_method: str
    fake: bool
    items: list[msgspec.Raw]
    delivery: DeliveryPayload
    program_type: str | None = None
    external_order_id: str | None = None
    update_date: str | None = None
    prices: PricesPayload | None = None
    buyer_type: str | None = None
    notes: str | None = None
    cancel_requested: bool | None = None


class OrdersPayload(Payload):
    orders: list[msgspec.Raw]
    paging: PagingPayload | None = None


def order(payload: OrderPayload) -> Order:
    items, left_out = each(GET_BUSINESS_ORDERS, payload.items, ItemPayload, item, path="$.orders[].items")
    return Order(
        order_id=payload.order_id,
        campaign_id=payload.campaign_id,
        status=code(payload.status),
        substatus=code(payload.substatus),
        creation_date=moment(payload.creation_date, "creationDate"),
        payment_type=code(payload.payment_type),
        payment_method=code(payload.payment_method),
        fake=payload.fake,
        items=items,
        delivery=delivery(payload.delivery),
        items_left_out=left_out,
        program_type=known_code(payload.program_type),
        external_order_id=word(payload.external_order_id),
        update_date=moment(payload.update_date, "updateDate") if payload.update_date else None,
        prices=prices(payload.prices or PricesPayload()),
        buyer_type=known_code(payload.buyer_type),
        notes=text(payload.notes),
        cancel_requested=bool(payload.cancel_requested),
    )


def item(payload: ItemPayload) -> OrderItem:
    statuses = [ItemStatus(status=code(one.status), count=units(one.count)) for one in payload.item_statuses or ()]
    return OrderItem(
        offer_id=word(payload.offer_id) or "",
        offer_name=text(payload.offer_name) or "",
        count=units(payload.count),
        payment=money(payload.prices.payment) if payload.prices else None,
        item_statuses=tuple(statuses),
    )


def prices(payload: PricesPayload) -> OrderPrices:
    return OrderPrices(
        payment=money(payload.payment),
        cashback=money(payload.cashback),
        subsidy=money(payload.subsidy),
        delivery=money(payload.delivery.payment) if payload.delivery else None,
    )


def delivery(payload: DeliveryPayload) -> OrderDelivery:
    dates, pickup, courier = payload.dates, payload.pickup or PlacePayload(), payload.courier or PlacePayload()
    return OrderDelivery(
        type=code(payload.type),
        service_name=text(payload.service_name) or "",
        delivery_partner_type=code(payload.delivery_partner_type),
        from_date=day(dates.from_date, "fromDate"),
        to_date=known_day(dates.to_date, "toDate"),
        from_time=time_of_day(dates.from_time),
        to_time=time_of_day(dates.to_time),
        real_delivery_date=known_day(dates.real_delivery_date, "realDeliveryDate"),
        dispatch_type=known_code(payload.dispatch_type),
        estimated=bool(payload.estimated),
        shipment_date=known_day(payload.shipment.shipment_date, "shipmentDate") if payload.shipment else None,
        address=address(courier.address) or address(pickup.address),
        outlet_storage_limit_date=known_day(pickup.outlet_storage_limit_date, "outletStorageLimitDate"),
        digital_goods_type=code(payload.digital_goods.type) if payload.digital_goods else None,
        tracks=tracks(payload.tracks),
    )


def address(payload: AddressPayload | None) -> Address | None:
    """None also for an address without any part."""
    parts = {name: word(getattr(payload, name)) for name in AddressPayload.__struct_fields__} if payload else {}
    return Address(**parts) if any(parts.values()) else None


def tracks(payloads: list[TrackPayload] | None) -> tuple[str, ...]:
    return tuple(found for one in payloads or () if (found := word(one.track_code)))


def money(payload: MoneyPayload | None) -> Money | None:
    if payload is None:
        return None
    if not payload.value.is_finite() or abs(payload.value) >= MOST_MONEY:
        raise ImpossibleValue("`value` is no sum of money")
    return Money(value=round(payload.value, 2), currency_id=code(payload.currency_id))


def units(count: int) -> int:
    if not 0 <= count < 2**31:
        raise ImpossibleValue("`count` is no number of units")
    return count


def day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ImpossibleValue(f"`{field}` is no date") from None


def known_day(text: str | None, field: str) -> date | None:
    return day(text, field) if text else None


def time_of_day(text: str | None) -> str | None:
    found = TIME.match(text or "")
    return found[0] if found else None


def text(raw: str | None) -> str | None:
    """With its line breaks, as a person wrote it."""
    found = storable(raw or "", most=LONGEST_TEXT)
    return found if found.strip() else None


def word(raw: str | None) -> str | None:
    return storable(raw or "", most=LONGEST_WORD).strip() or None
