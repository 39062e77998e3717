"""What a chat is about, beside the conversation: the order, the return, the buyer's other chats."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.market.types_orders import Order, OrderDelivery, OrderItem
from chats.models import Chat
from chats.presenters.formats.sums import Line, address, bare, day, money, sum_line
from chats.presenters.formats.text import clean, clean_lines
from chats.presenters.formats.times import Moment, moment
from chats.presenters.problems import problem_view
from chats.presenters.return_ import ReturnView, return_view
from chats.presenters.rows import RowView, row_view
from chats.presenters.words import orders
from chats.presenters.words.codes import Code, in_words
from chats.presenters.words.problems import entry_of
from chats.problems import NO_ORDER_ACCESS, Problem
from chats.services.orders import LastSeen, Subject

# These pass within seconds, so the part asks again by itself.
SOON_OVER = {"busy", "parallel_limit"}


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Why there is nothing newer, in one calm line."""

    kind: str
    tone: str
    text: str
    trace: str


@dataclass(frozen=True, kw_only=True)
class GoodsView:
    name: str
    sku: str
    count: int
    price: str = ""
    copied: str = ""  # the price for the clipboard
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class OrderView:
    """`seen` is None when the order was never seen; then there is nothing but `number` and `trouble`."""

    number: str
    seen: Moment | None
    trouble: Trouble | None
    status: Code | None = None
    status_code: str = ""
    substatus: Code | None = None
    fake: bool = False
    cancel_requested: bool = False
    goods: tuple[GoodsView, ...] = ()
    left_out: str = ""
    sums: tuple[Line, ...] = ()
    lines: tuple[Line, ...] = ()
    notes: str = ""
    created: Moment | None = None


@dataclass(frozen=True, kw_only=True)
class BesideView:
    """All of the part. `shut` says once that the key may not read what the chat is about."""

    business_id: str
    chat_id: str
    order: OrderView | None
    return_: ReturnView | None
    return_trouble: Trouble | None
    return_seen: Moment | None
    shut: Trouble | None
    again: bool
    others: tuple[RowView, ...]


def beside_view(chat: Chat, beside: Subject, others: Sequence[Chat], *, now: datetime) -> BesideView:
    """`chat` and `others` with their sellers loaded."""
    order, return_ = beside.order, beside.return_
    problems = [seen.problem for seen in (order, return_) if seen and seen.problem]
    shut = next((one for one in problems if one.kind == NO_ORDER_ACCESS), None)
    return BesideView(
        business_id=str(chat.seller.business_id),
        chat_id=str(chat.chat_id),
        order=order_view(order, chat, now=now) if order else None,
        return_=return_view(return_, order.value if order else None, now=now) if return_ else None,
        return_trouble=trouble(return_.problem, chat, now=now) if return_ else None,
        return_seen=moment(return_.seen_at, now=now) if return_ and return_.seen_at else None,
        shut=trouble_view(shut, chat, now=now) if shut else None,
        again=any(one.kind in SOON_OVER for one in problems),
        others=tuple(row_view(other, now=now) for other in others),
    )


def order_view(seen: LastSeen[Order], chat: Chat, *, now: datetime) -> OrderView:
    order, problem = seen.value, trouble(seen.problem, chat, now=now)
    if order is None or seen.seen_at is None:
        return OrderView(number=str(seen.number), seen=None, trouble=problem)
    return OrderView(
        number=str(seen.number),
        seen=moment(seen.seen_at, now=now),
        trouble=problem,
        status=in_words(orders.STATUSES, order.status),
        status_code=clean(order.status, 60),
        substatus=in_words(orders.SUBSTATUSES, order.substatus),
        fake=order.fake,
        cancel_requested=order.cancel_requested,
        goods=tuple(goods(item) for item in order.items),
        left_out=left_out(order.items_left_out),
        sums=tuple(sums(order)),
        lines=tuple(lines(order, today=timezone.localdate(now))),
        notes=clean_lines(order.notes or "", 2000),
        created=moment(order.creation_date, now=now),
    )


def goods(item: OrderItem) -> GoodsView:
    odd = [one for one in item.item_statuses if one.status not in orders.USUAL_ITEM_STATUSES and one.count]
    notes = [f"{found.text} × {one.count}" for one in odd if (found := in_words(orders.ITEM_STATUSES, one.status))]
    return GoodsView(
        name=clean(item.offer_name, 500) or _("Without a name"),
        sku=clean(item.offer_id, 255),
        count=item.count,
        price=money(item.payment) if item.payment else "",
        copied=bare(item.payment.value) if item.payment else "",
        note=", ".join(notes),
    )


def left_out(count: int) -> str:
    if not count:
        return ""
    said = ngettext("One more item was not understood", "%(count)s more items were not understood", count)
    return said % {"count": count}


def sums(order: Order) -> Iterator[Line]:
    prices = order.prices
    if prices.payment:
        note = joined(in_words(orders.PAYMENT_TYPES, order.payment_type))
        yield sum_line(_("Buyer pays"), prices.payment, copy=_("Copy the sum of the order"), note=note)
    if prices.delivery and prices.delivery.value:
        yield sum_line(_("of it delivery"), prices.delivery, copy=_("Copy the price of delivery"))
    if prices.cashback and prices.cashback.value:
        points = bare(prices.cashback.value)
        yield Line(label=_("Plus points"), value=points, copied=points, copy=_("Copy the points"), number=True)
    if method := in_words(orders.PAYMENT_METHODS, order.payment_method):
        yield Line(label=_("Payment"), value=method.text, code=not method.known)


def lines(order: Order, *, today: date) -> Iterator[Line]:
    sent = order.delivery
    if kind := in_words(orders.DELIVERIES, sent.type):
        by = joined(in_words(orders.DELIVERED_BY, sent.delivery_partner_type))
        yield Line(label=_("Delivery"), value=kind.text, note=by, code=not kind.known)
    if digital := in_words(orders.DIGITAL_GOODS, sent.digital_goods_type):
        yield Line(label=_("Digital goods"), value=digital.text, code=not digital.known)
    yield from dates(sent, today=today)
    if sent.address:
        where = address(sent.address)
        yield Line(label=_("Address"), value=where, copied=where, copy=_("Copy the address"))
    for track in sent.tracks:
        shown = clean(track, 255)
        yield Line(label=_("Tracking"), value=shown, copied=shown, copy=_("Copy the tracking code"), number=True)
    if order.external_order_id:
        shown = clean(order.external_order_id, 255)
        yield Line(label=_("Own number"), value=shown, copied=shown, copy=_("Copy the shop’s own number"), number=True)
    if order.buyer_type == "BUSINESS":
        yield Line(label=_("Buyer"), value=_("an organisation"))


def dates(sent: OrderDelivery, *, today: date) -> Iterator[Line]:
    if sent.real_delivery_date:
        yield Line(label=_("Delivered"), value=day(sent.real_delivery_date, today=today))
    else:
        note = _("approximately") if sent.estimated else ""
        yield Line(label=_("Expected"), value=span(sent, today=today), note=note)
    if sent.shipment_date and not sent.real_delivery_date:
        yield Line(label=_("Shipping day"), value=day(sent.shipment_date, today=today))
    if sent.outlet_storage_limit_date:
        yield Line(label=_("Kept until"), value=day(sent.outlet_storage_limit_date, today=today))


def span(sent: OrderDelivery, *, today: date) -> str:
    days = [day(one, today=today) for one in (sent.from_date, sent.to_date) if one]
    hours = [one for one in (sent.from_time, sent.to_time) if one]
    return ", ".join(part for part in (" – ".join(dict.fromkeys(days)), "–".join(hours)) if part)


def joined(*found: Code | None) -> str:
    return ", ".join(one.text for one in found if one)


def trouble(problem: Problem | None, chat: Chat, *, now: datetime) -> Trouble | None:
    """None also for a missing scope, which is said once for all."""
    if problem is None or problem.kind == NO_ORDER_ACCESS:
        return None
    return trouble_view(problem, chat, now=now)


def trouble_view(problem: Problem, chat: Chat, *, now: datetime) -> Trouble:
    about = entry_of(problem.kind)
    view = problem_view(problem, seller_name=chat.seller.name, seen_at=None, now=now)
    happened = about.text % {"seller": clean(chat.seller.name, 100)} if problem.kind == NO_ORDER_ACCESS else view.title
    rest = str(about.advice) if problem.kind == NO_ORDER_ACCESS else view.until
    text = f"{happened} {rest}".strip() if happened.endswith(".") else f"{happened}. {rest}".strip()
    return Trouble(kind=view.kind, tone=view.tone, text=text, trace=view.trace)
