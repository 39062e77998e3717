"""`types` for orders and returns. Some of Market's nesting is flattened."""

from datetime import date, datetime
from decimal import Decimal

from chats.market.types import Struct


class OrderStatus:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getBusinessOrders#orderstatustype"""

    PLACING = "PLACING"
    RESERVED = "RESERVED"
    UNPAID = "UNPAID"
    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    DELIVERY = "DELIVERY"
    PICKUP = "PICKUP"
    DELIVERED = "DELIVERED"
    CANCELLED = "CANCELLED"
    PARTIALLY_RETURNED = "PARTIALLY_RETURNED"
    RETURNED = "RETURNED"
    UNKNOWN = "UNKNOWN"


class DeliveryType:
    """The code that the code compares with. The presenters have words for more of them."""

    DIGITAL = "DIGITAL"


class RefundStatus:
    """The codes that the code compares with. The presenters have words for more of them.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getReturn#refundstatustype
    """

    WAITING_FOR_DECISION = "WAITING_FOR_DECISION"  # DBS
    PREMODERATION_DECISION_WAITING = "PREMODERATION_DECISION_WAITING"  # FBY, FBS and Express
    REFUNDED = "REFUNDED"
    REFUNDED_WITH_BONUSES = "REFUNDED_WITH_BONUSES"
    REFUNDED_BY_SHOP = "REFUNDED_BY_SHOP"
    COMPLETE_WITHOUT_REFUND = "COMPLETE_WITHOUT_REFUND"
    CANCELLED = "CANCELLED"
    REJECTED = "REJECTED"


class Money(Struct, frozen=True, kw_only=True):
    value: Decimal
    currency_id: str  # roubles are RUR


class Address(Struct, frozen=True, kw_only=True):
    """Each part as Market writes it, None if it was not sent."""

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


class ItemStatus(Struct, frozen=True, kw_only=True):
    status: str
    count: int


class OrderItem(Struct, frozen=True, kw_only=True):
    offer_id: str
    offer_name: str
    count: int
    payment: Money | None = None  # what the buyer pays for all units together
    item_statuses: tuple[ItemStatus, ...] = ()


class OrderPrices(Struct, frozen=True, kw_only=True):
    payment: Money | None = None
    cashback: Money | None = None  # in Yandex Plus points
    subsidy: Money | None = None
    delivery: Money | None = None


class OrderDelivery(Struct, frozen=True, kw_only=True):
    """Dates and times are local to the delivery's place. A time is text such as 18:30."""

    type: str
    service_name: str
    delivery_partner_type: str
    from_date: date
    to_date: date | None = None
    from_time: str | None = None
    to_time: str | None = None
    real_delivery_date: date | None = None
    dispatch_type: str | None = None
    estimated: bool = False
    shipment_date: date | None = None
    address: Address | None = None  # the courier delivery's, else the pick-up point's
    outlet_storage_limit_date: date | None = None
    digital_goods_type: str | None = None
    tracks: tuple[str, ...] = ()


class Order(Struct, frozen=True, kw_only=True):
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getBusinessOrders#businessorderdto"""

    order_id: int
    campaign_id: int
    status: str
    substatus: str
    creation_date: datetime
    payment_type: str
    payment_method: str
    fake: bool
    items: tuple[OrderItem, ...]
    delivery: OrderDelivery
    items_left_out: int = 0
    program_type: str | None = None
    external_order_id: str | None = None
    update_date: datetime | None = None
    prices: OrderPrices = OrderPrices()
    buyer_type: str | None = None
    notes: str | None = None
    cancel_requested: bool = False


class OrdersPage(Struct, frozen=True, kw_only=True):
    orders: tuple[Order, ...]
    next_page_token: str | None = None
    left_out: int = 0


class ReturnDecision(Struct, frozen=True, kw_only=True):
    return_item_id: int | None = None
    count: int | None = None
    comment: str | None = None
    reason_type: str | None = None
    subreason_type: str | None = None
    decision_type: str | None = None
    amount: Money | None = None
    partner_compensation_amount: Money | None = None
    images: int = 0  # how many photos the buyer attached


class ReturnItem(Struct, frozen=True, kw_only=True):
    """Its name is that of the order's item whose `offer_id` is this `shop_sku`."""

    shop_sku: str
    count: int
    decisions: tuple[ReturnDecision, ...] = ()
    decisions_left_out: int = 0
    tracks: tuple[str, ...] = ()


class PickupPoint(Struct, frozen=True, kw_only=True):
    name: str | None = None
    address: Address | None = None
    instruction: str | None = None
    type: str | None = None


class Return(Struct, frozen=True, kw_only=True):
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getReturn#returndto"""

    return_id: int
    order_id: int
    return_type: str
    items: tuple[ReturnItem, ...]
    items_left_out: int = 0
    creation_date: datetime | None = None
    update_date: datetime | None = None
    refund_status: str | None = None
    shipment_status: str | None = None
    shipment_recipient_type: str | None = None
    pickup_till_date: datetime | None = None
    amount: Money | None = None
    fast_return: bool = False
    logistic_pickup_point: PickupPoint | None = None
