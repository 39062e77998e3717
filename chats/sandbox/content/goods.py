"""What the two sellers sell, and what became of each order that somebody chats about."""

from dataclasses import dataclass
from typing import Final

from .cabinets import HOME, TECH
from .chats import CHAT_HERE_ORDER_THERE, ORDER_AND_RETURN, ORDER_AT_BOTH, ORDER_WITH_DISPUTE


@dataclass(frozen=True)
class Goods:
    sku: str
    name: str
    price: str  # roubles for one


@dataclass(frozen=True)
class Story:
    """`items` are the number of a good and how many; `days` is how long before the first chat it was ordered."""

    status: str
    substatus: str
    items: tuple[tuple[int, int], ...] = ((0, 1),)
    kind: str = "PICKUP"
    method: str = "SBP"
    days: int = 3
    prepaid: bool = True
    fake: bool = False
    missing: bool = False
    company: bool = False
    notes: str | None = None


GOODS: Final = {
    HOME.business_id: (
        Goods("PLED-150-GR", "Плед вязаный «Уют» 150×200 см, серый", "2490"),
        Goods("LAMP-E27-06", "Лампа светодиодная E27, 10 Вт, тёплый свет", "189.50"),
        Goods("SEKATOR-21", "Секатор садовый 21 см, сталь SK-5", "1290"),
        Goods("KASHPO-3-TR", "Набор кашпо из 3 шт., терракота", "1749"),
        Goods("SHLANG-25M", "Шланг поливочный 3/4″, 25 м, армированный", "2199.90"),
        Goods("PODUSHKA-50", "Подушка 50×70 см, бамбук", "990"),
        Goods("CHAINIK-17", "Чайник эмалированный 1,7 л «Ромашка»", "1590"),
        Goods("STOL-SKL-80", "Стол складной для сада 80×80 см, бук", "8990"),
    ),
    TECH.business_id: (
        Goods("PYL-R7", "Робот-пылесос R7 с влажной уборкой, белый", "24990"),
        Goods("NAUSH-BT5", "Наушники беспроводные BT-5, чёрные", "3490"),
        Goods("KABEL-C-2M", "Кабель USB-C — USB-C, 2 м, 100 Вт", "799.99"),
        Goods("FEN-2200", "Фен 2200 Вт с диффузором", "2890"),
        Goods("KEY-AV-12", "Ключ активации антивируса, 1 год, 3 устройства", "1690"),
        Goods("MULTI-5L", "Мультиварка 5 л, 40 программ", "6490"),
    ),
}
STORIES: Final = {
    HOME.business_id: {
        54810000101: Story("PROCESSING", "STARTED", ((0, 1), (1, 4)), days=0),
        54810000102: Story("DELIVERY", "DELIVERY_SERVICE_RECEIVED", ((4, 1), (2, 1), (3, 2), (1, 10)), "DELIVERY"),
        54810000103: Story("PICKUP", "PICKUP_SERVICE_RECEIVED", ((7, 1),), notes="Позвоните за час, домофона нет."),
        54810000104: Story("CANCELLED", "USER_CHANGED_MIND", ((5, 2),), days=2),
        54810000105: Story("DELIVERED", "DELIVERY_SERVICE_DELIVERED", ((6, 1), (5, 2)), "DELIVERY", days=5),
        54810000106: Story("DELIVERED", "DELIVERED_USER_RECEIVED", ((6, 1), (0, 1)), method="BNPL_TBYB", days=9),
        54810000107: Story("RETURNED", "FULL_NOT_RANSOM", ((3, 1),), days=12),
        ORDER_WITH_DISPUTE: Story("DELIVERED", "DELIVERED_USER_RECEIVED", ((7, 1),), "DELIVERY", "CREDIT", 11),
        54810000119: Story("PARTIALLY_RETURNED", "DELIVERED_USER_RECEIVED", ((5, 2), (6, 1)), days=8),
        54810000120: Story("DELIVERED", "DELIVERED_USER_RECEIVED", ((2, 1),), days=10),
        ORDER_AND_RETURN: Story("DELIVERY", "LAST_MILE_STARTED", ((4, 2),), "DELIVERY", "CASH_ON_DELIVERY", 1, False),
        54810000122: Story("DELIVERED", "DELIVERED_USER_RECEIVED", ((1, 6), (0, 1)), days=14),
        ORDER_AT_BOTH: Story("PENDING", "AWAIT_CONFIRMATION", ((2, 3),), days=0),
        54810000130: Story("UNPAID", "WAITING_USER_INPUT", ((0, 2),), days=0),
        54810000131: Story("PLACING", "AWAIT_PAYMENT", ((5, 1),), days=0),
        54810000134: Story("RESERVED", "PREORDER", ((7, 2),), "DELIVERY", "B2B_ACCOUNT_POSTPAYMENT", 0, company=True),
        54810000135: Story("PROCESSING", "READY_TO_SHIP", ((3, 1),), fake=True, days=1),
        54810000137: Story("DELIVERED", "UNKNOWN", missing=True),
        54810000150: Story("AT_CUSTOMS", "CUSTOMS_QUEUE", ((4, 1),), "DRONE", "DIGITAL_RUBLE"),
        54810000151: Story("UNKNOWN", "UNKNOWN", ((1, 1),), "UNKNOWN", "UNKNOWN"),
        54810000161: Story("PICKUP", "PICKUP_SERVICE_RECEIVED", ((6, 1), (3, 1)), method="CARD_ON_DELIVERY"),
    },
    TECH.business_id: {
        54820000201: Story("DELIVERY", "USER_RECEIVED", ((4, 1),), "DIGITAL", days=0),
        54820000202: Story("PROCESSING", "READY_TO_SHIP", ((1, 1), (2, 2)), days=1),
        54820000203: Story("DELIVERED", "DELIVERED_USER_RECEIVED", ((3, 1),), days=6),
        CHAT_HERE_ORDER_THERE: Story("DELIVERY", "SHIPPED", ((0, 1),), "POST", "TINKOFF_INSTALLMENTS", 4),
        ORDER_AT_BOTH: Story("PICKUP", "PICKUP_SERVICE_RECEIVED", ((5, 1),), days=5),
        54820000206: Story("DELIVERED", "DELIVERED_USER_RECEIVED", ((0, 1), (2, 1)), "DELIVERY", days=7),
        54820000207: Story("DELIVERED", "DELIVERED_USER_RECEIVED", ((5, 1),), days=4),
        54820000210: Story("CANCELLED", "PICKUP_EXPIRED", ((1, 1),), days=9),
        1152921504606846977: Story("DELIVERED", "DELIVERED_USER_RECEIVED", ((2, 25),), company=True, days=2),
        54820000213: Story("CANCELLED", "USER_REFUSED_DELIVERY", ((0, 1),), "DELIVERY", "CASH_ON_DELIVERY", 6, False),
    },
}  # fmt: skip
USUAL: Final = Story("DELIVERY", "DELIVERY_SERVICE_RECEIVED", ((0, 1), (1, 2)))


def goods_of(business_id: int, number: int) -> Goods:
    return GOODS[business_id][number]


def story_of(business_id: int, order_id: int) -> Story:
    return STORIES[business_id].get(order_id, USUAL) if business_id in STORIES else USUAL
