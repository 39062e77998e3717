"""What became of the orders and returns that the chats are about, in Market's codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from .cabinets import HOME, TECH
from .chats import CHAT_HERE_ORDER_THERE, ORDER_AND_RETURN, ORDER_AT_BOTH, ORDER_WITH_DISPUTE


@dataclass(frozen=True)
class OrderStory:
    status: str
    substatus: str
    items: tuple[tuple[int, int], ...] = ((0, 1),)  # numbers in `PRODUCTS`, each with its count
    delivery: str = "PICKUP"
    payment: str = "SBP"
    days: int = 3  # from the order to its first chat
    prepaid: bool = True
    fake: bool = False
    missing: bool = False  # Market does not show the order
    company: bool = False
    notes: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReturnStory:
    refund: str | None
    shipment: str | None = None
    reason: str | None = None
    subreason: str | None = None
    comment: str | None = None
    decision: str | None = None
    item: int = 0  # which of the order's items comes back
    applied: str = ""  # time before the start, as in `ChatRow`; empty: shortly before the chat
    kind: str = "RETURN"
    photos: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)  # further fields, as Market sends them


ORDER_STORIES: Final = {
    HOME.business_id: {
        54810000101: OrderStory("PROCESSING", "STARTED", ((0, 1), (1, 4)), days=0),
        54810000102: OrderStory("DELIVERY", "DELIVERY_SERVICE_RECEIVED", ((4, 1), (2, 1), (3, 2), (1, 10)), "DELIVERY"),
        54810000103: OrderStory(
            "PICKUP", "PICKUP_SERVICE_RECEIVED", ((7, 1),), notes="Позвоните за час, домофона нет.",
        ),
        54810000104: OrderStory("CANCELLED", "USER_CHANGED_MIND", ((5, 2),), days=2),
        54810000105: OrderStory("DELIVERED", "DELIVERY_SERVICE_DELIVERED", ((6, 1), (5, 2)), "DELIVERY", days=5),
        54810000106: OrderStory("DELIVERED", "DELIVERED_USER_RECEIVED", ((6, 1), (0, 1)), payment="BNPL_TBYB", days=9),
        54810000107: OrderStory("RETURNED", "FULL_NOT_RANSOM", ((3, 1),), days=12),
        ORDER_WITH_DISPUTE: OrderStory(
            "DELIVERED", "DELIVERED_USER_RECEIVED", ((7, 1),), "DELIVERY", "CREDIT", days=11,
        ),
        54810000119: OrderStory("PARTIALLY_RETURNED", "DELIVERED_USER_RECEIVED", ((5, 2), (6, 1)), days=8),
        54810000120: OrderStory("DELIVERED", "DELIVERED_USER_RECEIVED", ((2, 1),), days=10),
        ORDER_AND_RETURN: OrderStory(
            "DELIVERY", "LAST_MILE_STARTED", ((4, 2),), "DELIVERY", "CASH_ON_DELIVERY", days=1, prepaid=False,
        ),
        54810000122: OrderStory("DELIVERED", "DELIVERED_USER_RECEIVED", ((1, 6), (0, 1)), days=14),
        ORDER_AT_BOTH: OrderStory("PENDING", "AWAIT_CONFIRMATION", ((2, 3),), days=0),
        54810000130: OrderStory("UNPAID", "WAITING_USER_INPUT", ((0, 2),), days=0),
        54810000131: OrderStory("PLACING", "AWAIT_PAYMENT", ((5, 1),), days=0),
        54810000134: OrderStory(
            "RESERVED", "PREORDER", ((7, 2),), "DELIVERY", "B2B_ACCOUNT_POSTPAYMENT", days=0, company=True,
        ),
        54810000135: OrderStory("PROCESSING", "READY_TO_SHIP", ((3, 1),), fake=True, days=1),
        54810000137: OrderStory("DELIVERED", "UNKNOWN", missing=True),
        54810000150: OrderStory("AT_CUSTOMS", "CUSTOMS_QUEUE", ((4, 1),), "DRONE", "DIGITAL_RUBLE"),
        54810000151: OrderStory("UNKNOWN", "UNKNOWN", ((1, 1),), "UNKNOWN", "UNKNOWN"),
        54810000161: OrderStory("PICKUP", "PICKUP_SERVICE_RECEIVED", ((6, 1), (3, 1)), payment="CARD_ON_DELIVERY"),
    },
    TECH.business_id: {
        54820000201: OrderStory("DELIVERY", "USER_RECEIVED", ((4, 1),), "DIGITAL", days=0),
        54820000202: OrderStory("PROCESSING", "READY_TO_SHIP", ((1, 1), (2, 2)), days=1),
        54820000203: OrderStory("DELIVERED", "DELIVERED_USER_RECEIVED", ((3, 1),), days=6),
        CHAT_HERE_ORDER_THERE: OrderStory("DELIVERY", "SHIPPED", ((0, 1),), "POST", "TINKOFF_INSTALLMENTS", days=4),
        ORDER_AT_BOTH: OrderStory("PICKUP", "PICKUP_SERVICE_RECEIVED", ((5, 1),), days=5),
        54820000206: OrderStory("DELIVERED", "DELIVERED_USER_RECEIVED", ((0, 1), (2, 1)), "DELIVERY", days=7),
        54820000207: OrderStory("DELIVERED", "DELIVERED_USER_RECEIVED", ((5, 1),), days=4),
        54820000210: OrderStory("CANCELLED", "PICKUP_EXPIRED", ((1, 1),), days=9),
        1152921504606846977: OrderStory("DELIVERED", "DELIVERED_USER_RECEIVED", ((2, 25),), company=True, days=2),
        54820000213: OrderStory(
            "CANCELLED", "USER_REFUSED_DELIVERY", ((0, 1),), "DELIVERY", "CASH_ON_DELIVERY", days=6, prepaid=False,
        ),
    },
}  # fmt: skip
USUAL_ORDER: Final = OrderStory("DELIVERY", "DELIVERY_SERVICE_RECEIVED", ((0, 1), (1, 2)))
PICKUP_POINT: Final = {
    "id": 10001234,
    "name": "Пункт возврата Маркета, Складочная, 1",
    "address": {
        "country": "Россия",
        "city": "Москва",
        "street": "Складочная улица",
        "house": "1",
        "postcode": "127018",
    },
    "instruction": "Вход со двора, домофон 12. Возьмите паспорт и доверенность.",
    "type": "WAREHOUSE",
}
RETURN_STORIES: Final = {
    HOME.business_id: {
        6620106: ReturnStory(
            refund="PREMODERATION_DECISION_WAITING", shipment="CREATED", reason="BAD_QUALITY", subreason="DAMAGED",
            comment="Эмаль отколота у носика, внутри ржавчина.\nКоробка была целая, значит, положили уже такой.",
            applied="30h", photos=3,
        ),
        6620107: ReturnStory(
            refund="REFUNDED", shipment="PICKED", reason="DOES_NOT_FIT", subreason="USER_DID_NOT_LIKE",
            comment="Цвет ярче, чем на фото", decision="REFUND_MONEY",
        ),
        6620119: ReturnStory(
            refund="PREMODERATION_DISPUTE", shipment="RECEIVED", reason="WRONG_ITEM", subreason="WRONG_COLOR",
            comment="Заказывала белые, пришли бежевые. Две штуки!!!", decision="DECLINE_REFUND", photos=2,
        ),
        6620120: ReturnStory(
            refund="REJECTED", shipment="CANCELLED", reason="BAD_QUALITY", subreason="NOT_WORKING",
            comment="Не режет", decision="SEND_TO_EXAMINATION",
        ),
        ORDER_AND_RETURN: ReturnStory(
            refund="REFUND_IN_PROGRESS", shipment="READY_FOR_PICKUP", reason="BAD_QUALITY", subreason="BROKEN",
            comment="Из шести лампочек две разбиты", decision="PARTIAL_MONEY_REFUND",
            more={"logisticPickupPoint": PICKUP_POINT, "shipmentRecipientType": "SHOP"},
        ),
    },
    TECH.business_id: {
        6630203: ReturnStory(
            refund="REFUNDED_IN_STARS", reason="SOLAR_WIND", subreason="TOO_COSMIC", comment="Шумит",
            decision="SEND_TO_MARS", more={"fastReturn": True},
        ),
        6630206: ReturnStory(
            refund="PREMODERATION_DISPUTE", shipment="IN_TRANSIT", reason="BAD_QUALITY", subreason="NOT_WORKING",
            comment="Ездит кругами и не находит базу. <b>Верните деньги!</b>", decision="REPAIR", photos=1,
        ),
        6630213: ReturnStory(
            refund=None, shipment="IN_TRANSIT", kind="UNREDEEMED", more={"shipmentRecipientType": "SHOP"},
        ),
    },
}  # fmt: skip
USUAL_RETURN: Final = ReturnStory(refund="STARTED_BY_USER", shipment="CREATED", reason="UNKNOWN")


def order_story(business_id: int, order_id: int) -> OrderStory:
    return ORDER_STORIES.get(business_id, {}).get(order_id, USUAL_ORDER)


def return_story(business_id: int, return_id: int) -> ReturnStory:
    return RETURN_STORIES.get(business_id, {}).get(return_id, USUAL_RETURN)
