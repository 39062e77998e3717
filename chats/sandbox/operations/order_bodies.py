"""An order in Market's words, made from its story and from the chat about it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from ..content.cabinets import SandboxSeller, Store
from ..content.chats import Chat
from ..content.products import product_of
from ..content.stories import OrderStory, order_story
from ..world.world import World

FAULT_NUMBERS: Final = 80_000_000_000  # orders of the chats in `numbers`
ADDRESSES: Final = (
    {"country": "Россия", "postcode": "125047", "city": "Москва", "street": "1-я Тверская-Ямская улица", "house": "13",
     "entrance": "2", "floor": "5", "apartment": "41"},
    {"country": "Россия", "postcode": "190000", "city": "Санкт-Петербург", "subway": "Адмиралтейская",
     "street": "Малая Морская улица", "house": "8", "block": "2"},
    {"country": "Россия", "postcode": "630099", "city": "Новосибирск", "street": "Красный проспект", "house": "29"},
)  # fmt: skip
UNITS: Final = {
    "DELIVERY": "SHIPPED",
    "PICKUP": "SHIPPED",
    "DELIVERED": "DELIVERED_TO_BUYER",
    "CANCELLED": "CANCELLED",
    "RETURNED": "RETURNED",
}


def first_chat(world: World, business_id: int, order_id: int) -> Chat | None:
    """The chat with which the talk about an order began; it says at which store and when."""
    about = [chat for chat in world.chats(business_id) if chat.context.order_id == order_id]
    return min(about, key=lambda chat: chat.created_at, default=world.chat(business_id, order_id - FAULT_NUMBERS))


def order(world: World, cabinet: SandboxSeller, order_id: int) -> dict[str, Any] | None:
    """None for an order that nobody chats about, and for the one that is missing."""
    chat, story = first_chat(world, cabinet.business_id, order_id), order_story(cabinet.business_id, order_id)
    if chat is None or story.missing:
        return None
    store = next(one for one in cabinet.campaigns if one.campaign_id == chat.context.campaign_id)
    created = chat.created_at - timedelta(days=story.days, hours=2, minutes=17)
    items = [
        _item(cabinet.business_id, number, count, story, place) for place, (number, count) in enumerate(story.items)
    ]
    sums = sum((Decimal(str(item["prices"]["payment"]["value"])) for item in items), Decimal())
    body = {
        "orderId": order_id,
        "campaignId": store.campaign_id,
        "programType": store.placement_type,
        "status": story.status,
        "substatus": story.substatus,
        "creationDate": created.isoformat(),
        "updateDate": max(created, chat.updated_at - timedelta(hours=1)).isoformat(),
        "paymentType": "PREPAID" if story.prepaid else "POSTPAID",
        "paymentMethod": story.payment,
        "fake": story.fake,
        "items": items,
        "prices": _prices(sums, story),
        "delivery": delivery(story, store, created, order_id),
        "buyerType": "BUSINESS" if story.company else "PERSON",
        "sourcePlatform": "MARKET",
    }
    notes = {"notes": story.notes} if story.notes else {}
    return {**body, **notes, **world.order_changes.get((cabinet.business_id, order_id), {})}


def money(value: Decimal) -> dict[str, Any]:
    return {"value": int(value) if value == int(value) else float(value), "currencyId": "RUR"}


def _item(business_id: int, number: int, count: int, story: OrderStory, place: int) -> dict[str, Any]:
    good = product_of(business_id, number)
    return {
        "id": 900_000 + number * 10 + place,
        "offerId": good.sku,
        "offerName": good.name,
        "count": count,
        "prices": {"payment": money(Decimal(good.price) * count), "vat": "VAT_22"},
        "itemStatuses": [{"status": UNITS.get(story.status, "CREATED"), "count": count}],
    }


def _prices(sums: Decimal, story: OrderStory) -> dict[str, Any]:
    fee = Decimal(299 if story.delivery in {"DELIVERY", "POST"} else 0)
    plus = {"cashback": money(Decimal(int(sums / 50)))} if story.prepaid else {}
    return {"payment": money(sums + fee), "delivery": {"payment": money(fee)}, **plus}


def delivery(story: OrderStory, store: Store, created: datetime, order_id: int) -> dict[str, Any]:
    first = created.date() + timedelta(days=0 if story.delivery == "DIGITAL" else 3)
    address = ADDRESSES[order_id % len(ADDRESSES)]
    own = store.placement_type == "DBS"
    found: dict[str, Any] = {
        "type": story.delivery,
        "serviceName": "Доставка магазина" if own else "Яндекс Маркет",
        "deliveryServiceId": 1003937 + own,
        "deliveryPartnerType": "SHOP" if own else "YANDEX_MARKET",
        "dates": _dates(story, first),
        "shipment": {"shipmentDate": (created.date() + timedelta(days=1)).isoformat()},
    }
    if story.delivery in {"DELIVERY", "DRONE"}:
        found |= {"courier": {"address": address}, "dispatchType": "BUYER"}
    elif story.delivery in {"PICKUP", "POST"}:
        keep = {"outletStorageLimitDate": (first + timedelta(days=7)).isoformat()} if story.status == "PICKUP" else {}
        found |= {"pickup": {"address": address, **keep}}
        found |= (
            {"dispatchType": "SHOP_OUTLET" if own else "MARKET_BRANDED_OUTLET"} if story.delivery == "PICKUP" else {}
        )
    elif story.delivery == "DIGITAL":
        found["digitalGoods"] = {"type": "CHAT"}
    if own or story.delivery == "POST":
        found["tracks"] = [{"trackCode": f"RA{order_id % 10**9:09d}RU", "deliveryServiceId": 1003937 + own}]
    return found


def _dates(story: OrderStory, first: date) -> dict[str, Any]:
    found = {"fromDate": first.isoformat(), "toDate": (first + timedelta(days=1)).isoformat()}
    if story.delivery == "DELIVERY":
        found |= {"toDate": first.isoformat(), "fromTime": "10:00:00", "toTime": "14:00:00"}
    if story.status in {"DELIVERED", "RETURNED", "PARTIALLY_RETURNED"}:
        found["realDeliveryDate"] = first.isoformat()
    return found
