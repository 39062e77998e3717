"""Orders as they are sent, and what is made of each."""

import re
from datetime import date
from decimal import Decimal

import msgspec

from chats.market.decode import Id, Odd, code, each, moment
from chats.market.limits import GET_BUSINESS_ORDERS
from chats.market.payload import Sent, SentPaging, known_code
from chats.market.text import storable
from chats.market.types_orders import Address, ItemStatus, Money, Order, OrderDelivery, OrderItem, OrderPrices

LONGEST_TEXT = 4_000
LONGEST_WORD = 255
MOST_MONEY = Decimal(10) ** 12
TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


class SentMoney(Sent):
    value: Decimal
    currency_id: str


class SentAddress(Sent):
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


class SentItemStatus(Sent):
    status: str
    count: int


class SentPayment(Sent):
    payment: SentMoney | None = None


class SentItem(Sent):
    offer_id: str
    offer_name: str
    count: int
    prices: SentPayment | None = None
    item_statuses: list[SentItemStatus] | None = None


class SentPrices(SentPayment):
    cashback: SentMoney | None = None
    subsidy: SentMoney | None = None
    delivery: SentPayment | None = None


class SentDates(Sent):
    from_date: str
    to_date: str | None = None
    from_time: str | None = None
    to_time: str | None = None
    real_delivery_date: str | None = None


class SentShipment(Sent):
    shipment_date: str | None = None


class SentPlace(Sent):
    address: SentAddress | None = None
    outlet_storage_limit_date: str | None = None


class SentTrack(Sent):
    track_code: str | None = None


class SentDigitalGoods(Sent):
    type: str


class SentDelivery(Sent):
    type: str
    service_name: str
    delivery_partner_type: str
    dates: SentDates
    dispatch_type: str | None = None
    estimated: bool | None = None
    shipment: SentShipment | None = None
    courier: SentPlace | None = None
    pickup: SentPlace | None = None
    tracks: list[SentTrack] | None = None
    digital_goods: SentDigitalGoods | None = None


class SentOrder(Sent):
    order_id: Id
    campaign_id: Id
    status: str
    substatus: str
    creation_date: str
    payment_type: str
    payment_method: str
    fake: bool
    items: list[msgspec.Raw]
    delivery: SentDelivery
    program_type: str | None = None
    external_order_id: str | None = None
    update_date: str | None = None
    prices: SentPrices | None = None
    buyer_type: str | None = None
    notes: str | None = None
    cancel_requested: bool | None = None


class SentOrders(Sent):
    orders: list[msgspec.Raw]
    paging: SentPaging | None = None


def order(sent: SentOrder) -> Order:
    items, left_out = each(GET_BUSINESS_ORDERS, sent.items, SentItem, item, path="$.orders[].items")
    return Order(
        order_id=sent.order_id,
        campaign_id=sent.campaign_id,
        status=code(sent.status),
        substatus=code(sent.substatus),
        creation_date=moment(sent.creation_date, "creationDate"),
        payment_type=code(sent.payment_type),
        payment_method=code(sent.payment_method),
        fake=sent.fake,
        items=items,
        delivery=delivery(sent.delivery),
        items_left_out=left_out,
        program_type=known_code(sent.program_type),
        external_order_id=word(sent.external_order_id),
        update_date=moment(sent.update_date, "updateDate") if sent.update_date else None,
        prices=prices(sent.prices or SentPrices()),
        buyer_type=known_code(sent.buyer_type),
        notes=text(sent.notes),
        cancel_requested=bool(sent.cancel_requested),
    )


def item(sent: SentItem) -> OrderItem:
    statuses = [ItemStatus(status=code(one.status), count=units(one.count)) for one in sent.item_statuses or ()]
    return OrderItem(
        offer_id=word(sent.offer_id) or "",
        offer_name=text(sent.offer_name) or "",
        count=units(sent.count),
        payment=money(sent.prices.payment) if sent.prices else None,
        item_statuses=tuple(statuses),
    )


def prices(sent: SentPrices) -> OrderPrices:
    return OrderPrices(
        payment=money(sent.payment),
        cashback=money(sent.cashback),
        subsidy=money(sent.subsidy),
        delivery=money(sent.delivery.payment) if sent.delivery else None,
    )


def delivery(sent: SentDelivery) -> OrderDelivery:
    dates, pickup, courier = sent.dates, sent.pickup or SentPlace(), sent.courier or SentPlace()
    return OrderDelivery(
        type=code(sent.type),
        service_name=text(sent.service_name) or "",
        delivery_partner_type=code(sent.delivery_partner_type),
        from_date=day(dates.from_date, "fromDate"),
        to_date=known_day(dates.to_date, "toDate"),
        from_time=time_of_day(dates.from_time),
        to_time=time_of_day(dates.to_time),
        real_delivery_date=known_day(dates.real_delivery_date, "realDeliveryDate"),
        dispatch_type=known_code(sent.dispatch_type),
        estimated=bool(sent.estimated),
        shipment_date=known_day(sent.shipment.shipment_date, "shipmentDate") if sent.shipment else None,
        address=address(courier.address) or address(pickup.address),
        outlet_storage_limit_date=known_day(pickup.outlet_storage_limit_date, "outletStorageLimitDate"),
        digital_goods_type=code(sent.digital_goods.type) if sent.digital_goods else None,
        tracks=tracks(sent.tracks),
    )


def address(sent: SentAddress | None) -> Address | None:
    """None also for one without a single part."""
    parts = {name: word(getattr(sent, name)) for name in SentAddress.__struct_fields__} if sent else {}
    return Address(**parts) if any(parts.values()) else None


def tracks(sent: list[SentTrack] | None) -> tuple[str, ...]:
    return tuple(found for one in sent or () if (found := word(one.track_code)))


def money(sent: SentMoney | None) -> Money | None:
    if sent is None:
        return None
    if not sent.value.is_finite() or abs(sent.value) >= MOST_MONEY:
        raise Odd("`value` is no sum of money")
    return Money(value=round(sent.value, 2), currency_id=code(sent.currency_id))


def units(count: int) -> int:
    if not 0 <= count < 2**31:
        raise Odd("`count` is no number of units")
    return count


def day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Odd(f"`{field}` is no date") from None


def known_day(text: str | None, field: str) -> date | None:
    return day(text, field) if text else None


def time_of_day(text: str | None) -> str | None:
    found = TIME.match(text or "")
    return found[0] if found else None


def text(sent: str | None) -> str | None:
    """Several lines, as a person wrote them."""
    sent = storable(sent or "", most=LONGEST_TEXT)
    return sent if sent.strip() else None


def word(sent: str | None) -> str | None:
    sent = storable(sent or "", most=LONGEST_WORD).strip()
    return sent or None
