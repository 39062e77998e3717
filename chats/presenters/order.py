"""The order panel of a chat's page: the order, the return, the buyer's other chats."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.market.types_orders import Order, OrderDelivery, OrderItem
from chats.models import Chat
from chats.presenters.formats.sums import DetailLine, address_line, money, plain_number, sum_line
from chats.presenters.formats.text import clean, clean_lines
from chats.presenters.formats.times import Moment, moment, short_date
from chats.presenters.problems import problem_view
from chats.presenters.return_ import ReturnView, return_view
from chats.presenters.rows import RowView, row_view
from chats.presenters.words import orders
from chats.presenters.words.codes import Code, in_words
from chats.presenters.words.problems import entry_of
from chats.problems import NO_ORDER_ACCESS, Problem
from chats.services.orders import LastSeen, Subject
from chats.services.sightings import MOST_OTHERS

# These problems pass within seconds, so the panel asks again by itself.
TRANSIENT = {"busy", "parallel_limit"}

SHOWN_AT_ONCE = 10  # of the buyer's other chats; the rest is folded away


@dataclass(frozen=True, kw_only=True)
class ProblemLine:
    """One line of text under an order or a return: why Market could not be asked for a newer state."""

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
    copied: str = ""  # the price as it goes to the clipboard
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class OrderView:
    """`seen_at` is None when the desk has never seen the order; then only `number` and `problem` are set."""

    number: str
    seen_at: Moment | None
    problem: ProblemLine | None
    status: Code | None = None
    status_code: str = ""
    substatus: Code | None = None
    fake: bool = False
    cancel_requested: bool = False
    goods: tuple[GoodsView, ...] = ()
    left_out: str = ""
    sums: tuple[DetailLine, ...] = ()
    lines: tuple[DetailLine, ...] = ()
    notes: str = ""
    created: Moment | None = None


@dataclass(frozen=True, kw_only=True)
class SubjectView:
    """The whole panel. `no_access` is set when the key may not read orders and returns: one line for both of them.
    `asks_again` makes the panel ask again by itself."""

    business_id: str
    chat_id: str
    order: OrderView | None
    return_: ReturnView | None
    return_problem: ProblemLine | None
    return_seen_at: Moment | None
    no_access: ProblemLine | None
    asks_again: bool
    others: tuple[RowView, ...]
    more_others: tuple[RowView, ...]  # folded away
    others_cut: bool  # there are more than these


def subject_view(chat: Chat, subject: Subject, others: Sequence[Chat], *, now: datetime) -> SubjectView:
    """The sellers of `chat` and `others` must be loaded."""
    order, return_ = subject.order, subject.return_
    problems = [one.problem for one in (order, return_) if one and one.problem]
    no_access = next((one for one in problems if one.kind == NO_ORDER_ACCESS), None)
    return SubjectView(
        business_id=str(chat.seller.business_id),
        chat_id=str(chat.chat_id),
        order=order_view(order, chat, now=now) if order else None,
        return_=return_view(return_, order.value if order else None, now=now) if return_ else None,
        return_problem=problem_line(return_.problem, chat, now=now) if return_ else None,
        return_seen_at=moment(return_.seen_at, now=now) if return_ and return_.seen_at else None,
        no_access=in_one_line(no_access, chat, now=now) if no_access else None,
        asks_again=any(one.kind in TRANSIENT for one in problems),
        others=tuple(row_view(other, now=now) for other in others[:SHOWN_AT_ONCE]),
        more_others=tuple(row_view(other, now=now) for other in others[SHOWN_AT_ONCE:]),
        others_cut=len(others) >= MOST_OTHERS,
    )


def order_view(last_seen: LastSeen[Order], chat: Chat, *, now: datetime) -> OrderView:
    order, problem = last_seen.value, problem_line(last_seen.problem, chat, now=now)
    if order is None or last_seen.seen_at is None:
        return OrderView(number=str(last_seen.number), seen_at=None, problem=problem)
    return OrderView(
        number=str(last_seen.number),
        seen_at=moment(last_seen.seen_at, now=now),
        problem=problem,
        status=in_words(orders.STATUSES, order.status),
        status_code=clean(order.status, 60),
        substatus=in_words(orders.SUBSTATUSES, order.substatus),
        fake=order.fake,
        cancel_requested=order.cancel_requested,
        goods=tuple(goods_view(item) for item in order.items),
        left_out=left_out_text(order.items_left_out),
        sums=tuple(sum_lines(order)),
        lines=tuple(detail_lines(order, today=timezone.localdate(now))),
        notes=clean_lines(order.notes or "", 2000),
        created=moment(order.creation_date, now=now),
    )


def goods_view(item: OrderItem) -> GoodsView:
    odd = [one for one in item.item_statuses if one.status not in orders.USUAL_ITEM_STATUSES and one.count]
    notes = [f"{found.text} × {one.count}" for one in odd if (found := in_words(orders.ITEM_STATUSES, one.status))]
    return GoodsView(
        name=clean(item.offer_name, 500) or _("Without a name"),
        sku=clean(item.offer_id, 255),
        count=item.count,
        price=money(item.payment) if item.payment else "",
        copied=plain_number(item.payment.value) if item.payment else "",
        note=", ".join(notes),
    )


def left_out_text(count: int) -> str:
    if not count:
        return ""
    text = ngettext("One more item was not understood", "%(count)s more items were not understood", count)
    return text % {"count": count}


def sum_lines(order: Order) -> Iterator[DetailLine]:
    prices = order.prices
    if prices.payment:
        note = joined(in_words(orders.PAYMENT_TYPES, order.payment_type))
        yield sum_line(_("Buyer pays"), prices.payment, copy=_("Copy the sum of the order"), note=note)
    if prices.delivery and prices.delivery.value:
        yield sum_line(_("including delivery"), prices.delivery, copy=_("Copy the price of delivery"))
    if prices.cashback and prices.cashback.value:
        points = plain_number(prices.cashback.value)
        yield DetailLine(label=_("Plus points"), value=points, copied=points, copy=_("Copy the points"), number=True)
    if method := in_words(orders.PAYMENT_METHODS, order.payment_method):
        yield DetailLine(label=_("Payment"), value=method.text, code=not method.known)


def detail_lines(order: Order, *, today: date) -> Iterator[DetailLine]:
    delivery = order.delivery
    if kind := in_words(orders.DELIVERIES, delivery.type):
        by = joined(in_words(orders.DELIVERED_BY, delivery.delivery_partner_type))
        yield DetailLine(label=_("Delivery"), value=kind.text, note=by, code=not kind.known)
    if digital := in_words(orders.DIGITAL_GOODS, delivery.digital_goods_type):
        yield DetailLine(label=_("Digital goods"), value=digital.text, code=not digital.known)
    yield from date_lines(delivery, today=today)
    if delivery.address:
        where = address_line(delivery.address)
        yield DetailLine(label=_("Address"), value=where, copied=where, copy=_("Copy the address"))
    for track in delivery.tracks:
        shown = clean(track, 255)
        yield DetailLine(label=_("Tracking"), value=shown, copied=shown, copy=_("Copy the tracking code"), number=True)
    if order.external_order_id:
        shown = clean(order.external_order_id, 255)
        yield DetailLine(
            label=_("Own number"), value=shown, copied=shown, copy=_("Copy the shop’s own number"), number=True
        )
    if order.buyer_type == "BUSINESS":
        yield DetailLine(label=_("Buyer"), value=_("an organisation"))


def date_lines(delivery: OrderDelivery, *, today: date) -> Iterator[DetailLine]:
    if delivery.real_delivery_date:
        yield DetailLine(label=_("Delivered"), value=short_date(delivery.real_delivery_date, today=today))
    else:
        note = _("approximately") if delivery.estimated else ""
        yield DetailLine(label=_("Expected"), value=delivery_span(delivery, today=today), note=note)
    if delivery.shipment_date and not delivery.real_delivery_date:
        yield DetailLine(label=_("Shipping day"), value=short_date(delivery.shipment_date, today=today))
    if delivery.outlet_storage_limit_date:
        yield DetailLine(label=_("Kept until"), value=short_date(delivery.outlet_storage_limit_date, today=today))


def delivery_span(delivery: OrderDelivery, *, today: date) -> str:
    days = [short_date(one, today=today) for one in (delivery.from_date, delivery.to_date) if one]
    hours = [one for one in (delivery.from_time, delivery.to_time) if one]
    return ", ".join(part for part in (" – ".join(dict.fromkeys(days)), "–".join(hours)) if part)


def joined(*found: Code | None) -> str:
    return ", ".join(one.text for one in found if one)


def problem_line(problem: Problem | None, chat: Chat, *, now: datetime) -> ProblemLine | None:
    """None also when the key may not read orders: SubjectView.no_access says so once for order and return."""
    if problem is None or problem.kind == NO_ORDER_ACCESS:
        return None
    return in_one_line(problem, chat, now=now)


def in_one_line(problem: Problem, chat: Chat, *, now: datetime) -> ProblemLine:
    about = entry_of(problem.kind)
    view = problem_view(problem, seller_name=chat.seller.name, seen_at=None, now=now)
    happened = about.text % {"seller": clean(chat.seller.name, 100)} if problem.kind == NO_ORDER_ACCESS else view.title
    rest = str(about.advice) if problem.kind == NO_ORDER_ACCESS else view.until
    text = f"{happened} {rest}".strip() if happened.endswith(".") else f"{happened}. {rest}".strip()
    return ProblemLine(kind=view.kind, tone=view.tone, text=text, trace=view.trace)
