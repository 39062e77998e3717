"""The goods of an order, each with what the buyer pays for it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.market.types_orders import Money, OrderItem
from chats.presenters.formats.sums import bare_amount, money
from chats.presenters.formats.text import clean
from chats.presenters.words import orders
from chats.presenters.words.codes import in_words

KOPECK = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class GoodsView:
    """`price` shows how the sum comes about, so that nobody takes the sum of four for the price of one."""

    name: str
    sku: str
    count: int
    price: str = ""
    note: str = ""


def goods_view(item: OrderItem) -> GoodsView:
    odd = [one for one in item.item_statuses if one.status not in orders.USUAL_ITEM_STATUSES and one.count]
    notes = [f"{found.text} × {one.count}" for one in odd if (found := in_words(orders.ITEM_STATUSES, one.status))]
    return GoodsView(
        name=clean(item.offer_name, 500) or _("Without a name"),
        sku=clean(item.offer_id, 255),
        count=item.count,
        price=price_of(item.payment, item.count) if item.payment else "",
        note=", ".join(notes),
    )


def price_of(payment: Money, count: int) -> str:
    """4 × 189,50 = 758 ₽; the count and the sum where Market spread the sum unevenly, as a promotion does."""
    if count == 1:
        return money(payment)
    each = payment.value / count if count else payment.value
    if count and each == each.quantize(KOPECK):
        return f"{count} × {bare_amount(each)} = {money(payment)}"
    return f"{pieces(count)} = {money(payment)}"


def pieces(count: int) -> str:
    return ngettext("%(count)s pc.", "%(count)s pcs.", count) % {"count": count}


def left_out_text(count: int) -> str:
    if not count:
        return ""
    text = ngettext("One more item was not understood", "%(count)s more items were not understood", count)
    return text % {"count": count}
