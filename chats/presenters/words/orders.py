"""Plain words for the codes of orders. A code that is not in these tables is shown unchanged."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATUSES: Final[Mapping[str, Any]] = {
    "PLACING": _("Being placed"),
    "RESERVED": _("Reserved"),
    "UNPAID": _("Not paid yet"),
    "PENDING": _("Waits for the seller"),
    "PROCESSING": _("Being prepared"),
    "DELIVERY": _("On its way"),
    "PICKUP": _("At the pick-up point"),
    "DELIVERED": _("Received by the buyer"),
    "CANCELLED": _("Cancelled"),
    "PARTIALLY_RETURNED": _("Returned in part"),
    "RETURNED": _("Returned"),
    "UNKNOWN": _("Market does not know the status"),
}
SUBSTATUSES: Final[Mapping[str, Any]] = {
    "STARTED": _("work has begun"),
    "READY_TO_SHIP": _("ready to ship"),
    "RESERVATION_EXPIRED": _("not placed within 10 minutes"),
    "USER_NOT_PAID": _("not paid within 30 minutes"),
    "USER_UNREACHABLE": _("the buyer could not be reached"),
    "USER_CHANGED_MIND": _("the buyer changed their mind"),
    "USER_REFUSED_DELIVERY": _("the buyer did not like the terms of delivery"),
    "USER_REFUSED_PRODUCT": _("the goods did not suit the buyer"),
    "USER_REFUSED_QUALITY": _("the buyer did not like the quality"),
    "SHOP_FAILED": _("the shop cannot fulfil it"),
    "REPLACING_ORDER": _("replaced by another order"),
    "PICKUP_EXPIRED": _("not collected in time"),
    "TOO_MANY_DELIVERY_DATE_CHANGES": _("the delivery date was moved too often"),
    "TOO_LONG_DELIVERY": _("the delivery took too long"),
    "INCORRECT_PERSONAL_DATA": _("the buyer’s details were wrong"),
    "USER_IDENTIFICATION_MISMATCH": _("the recipient was not the buyer"),
    "PURCHASE_GROUP_THRESHOLD_NOT_REACHED_CANCELLED": _("too few people joined the group purchase"),
    "TECHNICAL_ERROR": _("a technical failure"),
}
ITEM_STATUSES: Final[Mapping[str, Any]] = {
    "CANCELLED": pgettext_lazy("items of an order", "cancelled"),
    "LOST": pgettext_lazy("items of an order", "lost"),
    "REJECTED": pgettext_lazy("items of an order", "not taken by the buyer"),
    "RETURNED": pgettext_lazy("items of an order", "returned"),
}
# These tell nothing beyond the order's own status.
USUAL_ITEM_STATUSES: Final = {"CREATED", "SHIPPED", "DELIVERED_TO_BUYER"}
DELIVERIES: Final[Mapping[str, Any]] = {
    "DELIVERY": _("by courier"),
    "PICKUP": _("to a pick-up point"),
    "POST": _("by post"),
    "DIGITAL": _("digital goods"),
}
DIGITAL_GOODS: Final[Mapping[str, Any]] = {
    "EMAIL": _("the code goes to the buyer by e-mail"),
    "ACTIVATION_CODE": _("the buyer receives the code in this chat"),
    "STEAM_GIFT": _("a gift in Steam"),
    "CHAT": _("the buyer receives the code in this chat"),
}
DELIVERED_BY: Final[Mapping[str, Any]] = {"SHOP": _("the shop delivers"), "YANDEX_MARKET": _("Market delivers")}
PAYMENT_TYPES: Final[Mapping[str, Any]] = {"PREPAID": _("paid in advance"), "POSTPAID": _("paid on receipt")}
PAYMENT_METHODS: Final[Mapping[str, Any]] = {
    "CASH_ON_DELIVERY": _("cash"),
    "CARD_ON_DELIVERY": _("card on receipt"),
    "BOUND_CARD_ON_DELIVERY": _("saved card, charged on receipt"),
    "BNPL_BANK_ON_DELIVERY": _("Split of the bank, on receipt"),
    "BNPL_ON_DELIVERY": _("Split, on receipt"),
    "BNPL_TBYB": _("Split, after trying on"),
    "YANDEX": _("bank card"),
    "APPLE_PAY": "Apple Pay",
    "GOOGLE_PAY": "Google Pay",
    "EXTERNAL_CERTIFICATE": _("gift certificate"),
    "CREDIT": _("credit"),
    "TINKOFF_CREDIT": _("T-Bank credit"),
    "TINKOFF_INSTALLMENTS": _("T-Bank instalments"),
    "SBP": _("Faster Payments (SBP)"),
    "B2B_ACCOUNT_PREPAYMENT": _("bank transfer from an organisation, in advance"),
    "B2B_ACCOUNT_POSTPAYMENT": _("bank transfer from an organisation, afterwards"),
    "MICROCREDIT": _("microcredit"),
}
