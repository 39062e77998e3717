"""An order as Market's JSON, made from its story and from the chat about it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from ..content.cabinets import SandboxSeller, Store
from ..content.chats import OWN_NUMBERS, WITHOUT_CHAT, Chat, time_ago
from ..content.products import product_of
from ..content.stories import OrderStory, order_story
from ..world.world import World

FAULT_ORDERS: Final = 80_000_000_000  # the orders of the chats in `faults.numbers` begin here
ADDRESSES: Final = (
    {"country": "Россия", "postcode": "125047", "city": "Москва", "street": "1-я Тверская-Ямская улица", "house": "13",
     "entrance": "2", "floor": "5", "apartment": "41"},
    {"country": "Россия", "postcode": "190000", "city": "Санкт-Петербург", "subway": "Адмиралтейская",
     "street": "Малая Морская улица", "house": "8", "block": "2"},
    {"country": "Россия", "postcode": "630099", "city": "Новосибирск", "street": "Красный проспект", "house": "29"},
)  # fmt: skip
ITEM_STATUSES: Final = {
    "DELIVERY": "SHIPPED",
    "PICKUP": "SHIPPED",
    "DELIVERED": "DELIVERED_TO_BUYER",
    "CANCELLED": "CANCELLED",
    "RETURNED": "RETURNED",
}


def first_chat(world: World, business_id: int, order_id: int) -> Chat | None:
    """The oldest chat about an order. It tells the order's store, and about when it was placed."""
    chats = [chat for chat in world.chats_about(business_id, order_id) if chat.context.order_id == order_id]
    return min(chats, key=lambda chat: chat.created_at, default=world.chat(business_id, order_id - FAULT_ORDERS))


def store_and_times(world: World, business_id: int, order_id: int) -> tuple[int | None, datetime, datetime] | None:
    """The store of an order, and about when it was made and last changed: by its chat, or by the list of those that
    have none. None when there is no such order."""
    if chat := first_chat(world, business_id, order_id):
        return chat.context.campaign_id, chat.created_at, chat.updated_at
    without = next((one for one in WITHOUT_CHAT.get(business_id, ()) if one.order_id == order_id), None)
    return (without.campaign_id, time_ago(world.start, "26h"), time_ago(world.start, "5h")) if without else None


def order_json(world: World, cabinet: SandboxSeller, order_id: int) -> dict[str, Any] | None:
    """The order's JSON. None when there is no such order, and for the one that Market does not show."""
    known, story = store_and_times(world, cabinet.business_id, order_id), order_story(cabinet.business_id, order_id)
    if known is None or story.missing:
        return None
    campaign_id, begun, updated = known
    store = next(one for one in cabinet.campaigns if one.campaign_id == campaign_id)
    created = begun - timedelta(days=story.days, hours=2, minutes=17)
    own_number = OWN_NUMBERS.get(cabinet.business_id, {}).get(order_id)
    return {
        "orderId": order_id,
        "campaignId": store.campaign_id,
        "programType": store.placement_type,
        "creationDate": created.isoformat(),
        "updateDate": max(created, updated - timedelta(hours=1)).isoformat(),
        "delivery": delivery_json(story, store, created, order_id),
        "sourcePlatform": "MARKET",
        **({"externalOrderId": own_number} if own_number else {}),
        **story_json(cabinet.business_id, story),
        **world.order_changes.get((cabinet.business_id, order_id), {}),
    }


def story_json(business_id: int, story: OrderStory) -> dict[str, Any]:
    """The fields of an order that depend on its story alone."""
    items = [item_json(business_id, number, count, story, index) for index, (number, count) in enumerate(story.items)]
    total = sum((Decimal(str(item["prices"]["payment"]["value"])) for item in items), Decimal())
    return {
        "status": story.status,
        "substatus": story.substatus,
        "paymentType": "PREPAID" if story.prepaid else "POSTPAID",
        "paymentMethod": story.payment,
        "fake": story.fake,
        "items": items,
        "prices": prices_json(total, story),
        "buyerType": "BUSINESS" if story.company else "PERSON",
        **({"notes": story.notes} if story.notes else {}),
    }


def money_json(value: Decimal) -> dict[str, Any]:
    return {"value": int(value) if value == int(value) else float(value), "currencyId": "RUR"}


def item_json(business_id: int, number: int, count: int, story: OrderStory, index: int) -> dict[str, Any]:
    product = product_of(business_id, number)
    return {
        "id": 900_000 + number * 10 + index,
        "offerId": product.sku,
        "offerName": product.name,
        "count": count,
        "prices": {"payment": money_json(Decimal(product.price) * count), "vat": "VAT_22"},
        "itemStatuses": [{"status": ITEM_STATUSES.get(story.status, "CREATED"), "count": count}],
    }


def prices_json(total: Decimal, story: OrderStory) -> dict[str, Any]:
    fee = Decimal(299 if story.delivery in {"DELIVERY", "POST"} else 0)
    plus = {"cashback": money_json(Decimal(int(total / 50)))} if story.prepaid else {}
    return {"payment": money_json(total + fee), "delivery": {"payment": money_json(fee)}, **plus}


def delivery_json(story: OrderStory, store: Store, created: datetime, order_id: int) -> dict[str, Any]:
    first = created.date() + timedelta(days=0 if story.delivery == "DIGITAL" else 3)
    address = ADDRESSES[order_id % len(ADDRESSES)]
    own = store.placement_type == "DBS"
    delivery: dict[str, Any] = {
        "type": story.delivery,
        "serviceName": "Доставка магазина" if own else "Яндекс Маркет",
        "deliveryServiceId": 1003937 + own,
        "deliveryPartnerType": "SHOP" if own else "YANDEX_MARKET",
        "dates": dates_json(story, first),
        "shipment": {"shipmentDate": (created.date() + timedelta(days=1)).isoformat()},
    }
    if story.delivery in {"DELIVERY", "DRONE"}:
        delivery |= {"courier": {"address": address}, "dispatchType": "BUYER"}
    elif story.delivery in {"PICKUP", "POST"}:
        keep = {"outletStorageLimitDate": (first + timedelta(days=7)).isoformat()} if story.status == "PICKUP" else {}
        delivery |= {"pickup": {"address": address, **keep}}
        if story.delivery == "PICKUP":
            delivery["dispatchType"] = "SHOP_OUTLET" if own else "MARKET_BRANDED_OUTLET"
    elif story.delivery == "DIGITAL":
        delivery["digitalGoods"] = {"type": "CHAT"}
    if own or story.delivery == "POST":
        delivery["tracks"] = [{"trackCode": f"RA{order_id % 10**9:09d}RU", "deliveryServiceId": 1003937 + own}]
    return delivery


def dates_json(story: OrderStory, first: date) -> dict[str, Any]:
    dates = {"fromDate": first.isoformat(), "toDate": (first + timedelta(days=1)).isoformat()}
    if story.delivery == "DELIVERY":
        dates |= {"toDate": first.isoformat(), "fromTime": "10:00:00", "toTime": "14:00:00"}
    if story.status in {"DELIVERED", "RETURNED", "PARTIALLY_RETURNED"}:
        dates["realDeliveryDate"] = first.isoformat()
    return dates
