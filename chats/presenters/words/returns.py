"""Plain words for the codes of returns. A code that is not in these tables is shown unchanged."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WAITS: Final = _("Waits for the shop’s decision")
DECIDED: Final = _("The shop has decided")

REFUNDS: Final[Mapping[str, Any]] = {
    "STARTED_BY_USER": _("Applied for by the buyer"),
    "REFUND_IN_PROGRESS": _("The refund is being decided"),
    "REFUNDED": _("Money returned"),
    "FAILED": _("The refund failed"),
    "WAITING_FOR_DECISION": WAITS,
    "DECISION_MADE": DECIDED,
    "REFUNDED_WITH_BONUSES": _("Refunded in Plus points or a promo code"),
    "REFUNDED_BY_SHOP": _("The shop itself returned the money"),
    "COMPLETE_WITHOUT_REFUND": _("No refund needed"),
    "CANCELLED": _("The return is cancelled"),
    "REJECTED": _("The return is rejected"),
    "PREMODERATION_DISPUTE": _("Dispute: an arbiter decides"),
    "PREMODERATION_DECISION_WAITING": WAITS,
    "PREMODERATION_DECISION_MADE": DECIDED,
    "PREMODERATION_SELECT_DELIVERY": _("The buyer chooses how to send it back"),
    "UNKNOWN": _("Market does not know the status"),
}
SHIPMENTS: Final[Mapping[str, Any]] = {
    "CREATED": _("not handed over by the buyer yet"),
    "RECEIVED": _("taken from the buyer"),
    "IN_TRANSIT": _("on its way back"),
    "READY_FOR_PICKUP": _("ready for the shop to collect"),
    "PICKED": _("collected by the shop"),
    "LOST": _("lost on the way"),
    "EXPIRED": _("the buyer did not bring it in time"),
    "CANCELLED": pgettext_lazy("shipment of a return", "cancelled"),
    "FULFILMENT_RECEIVED": _("at Market’s warehouse"),
    "PREPARED_FOR_UTILIZATION": _("waits to be disposed of"),
    "NOT_IN_DEMAND": _("not collected from the post"),
    "UTILIZED": _("disposed of"),
    "READY_FOR_EXPROPRIATION": _("is checked before resale"),
    "RECEIVED_FOR_EXPROPRIATION": _("taken for resale"),
}
RECIPIENTS: Final[Mapping[str, Any]] = {
    "SHOP": _("to the shop"),
    "DELIVERY_SERVICE": _("to the delivery service"),
    "POST": _("to the post office"),
}
DECISIONS: Final[Mapping[str, Any]] = {
    "FAST_REFUND_MONEY": _("return the money, the goods stay with the buyer"),
    "REFUND_MONEY": _("return the money"),
    "REFUND_MONEY_INCLUDING_SHIPMENT": _("return the money and the cost of sending back"),
    "REPAIR": _("repair"),
    "REPLACE": _("replace"),
    "SEND_TO_EXAMINATION": _("have it examined"),
    "DECLINE_REFUND": _("refuse the refund"),
    "PARTIAL_MONEY_REFUND": _("return a part of the money"),
    "OTHER_DECISION": _("another decision"),
}
REASONS: Final[Mapping[str, Any]] = {
    "BAD_QUALITY": _("Faulty"),
    "DOES_NOT_FIT": _("Did not suit"),
    "WRONG_ITEM": _("Not what was ordered"),
    "DAMAGE_DELIVERY": _("Damaged in delivery"),
    "LOYALTY_FAIL": _("Nobody found to be at fault"),
    "CONTENT_FAIL": _("Described wrongly by Market"),
    "DELIVERY_FAIL": _("Not delivered"),
}
SUBREASONS: Final[Mapping[str, Any]] = {
    "USER_DID_NOT_LIKE": _("not liked"),
    "USER_CHANGED_MIND": _("changed their mind"),
    "DELIVERED_TOO_LONG": _("delivered too late"),
    "BAD_PACKAGE": _("the maker’s packaging is damaged"),
    "DAMAGED": _("scratches or chips"),
    "NOT_WORKING": _("does not work"),
    "INCOMPLETENESS": _("a part is missing"),
    "WRAPPING_DAMAGED": _("the wrapping is damaged"),
    "ITEM_WAS_USED": _("traces of use"),
    "BROKEN": pgettext_lazy("goods", "broken"),
    "BAD_FLOWERS": _("flowers of bad quality"),
    "WRONG_ITEM": _("other goods"),
    "WRONG_COLOR": _("another colour"),
    "DID_NOT_MATCH_DESCRIPTION": _("not as described"),
    "WRONG_ORDER": _("somebody else’s order"),
    "WRONG_AMOUNT_DELIVERED": _("a wrong number of items"),
    "PARCEL_MISSING": _("a part of the order is missing"),
    "INCOMPLETE": _("the order came incomplete"),
}
