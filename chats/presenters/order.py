"""An order: where it is, the goods, the sums, how it is delivered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from chats.market.types_orders import Order, OrderDelivery, OrderStatus
from chats.models import Chat
from chats.presenters.formats.sums import DetailLine, address_line, bare_amount, money, sum_line
from chats.presenters.formats.text import clean, clean_lines
from chats.presenters.formats.times import Moment, moment, short_date
from chats.presenters.goods import GoodsView, goods_view, left_out_text
from chats.presenters.problems import problem_view
from chats.presenters.words import orders
from chats.presenters.words.codes import Code, in_words
from chats.presenters.words.problems import entry_of
from chats.problems import NO_ORDER_ACCESS, Problem
from chats.services.orders import LastSeen


@dataclass(frozen=True, kw_only=True)
class ProblemLine:
    """One line of text under an order or a return: why Market could not be asked for a newer state."""

    kind: str
    tone: str
    text: str
    trace: str


@dataclass(frozen=True, kw_only=True)
class OrderView:
    """`known` is false when the desk has never seen the order; then only `number` and `problem` are set. `summary` is
    the order in a line, for where it is folded. `codes` are Market's words for a detail that the desk has none for."""

    number: str
    known: bool
    problem: ProblemLine | None
    summary: str = ""
    status: Code | None = None
    status_code: str = ""
    substatus: Code | None = None
    codes: tuple[str, ...] = ()
    fake: bool = False
    cancel_requested: bool = False
    goods: tuple[GoodsView, ...] = ()
    left_out: str = ""
    sums: tuple[DetailLine, ...] = ()
    lines: tuple[DetailLine, ...] = ()
    notes: str = ""
    created: Moment | None = None


def order_view(last_seen: LastSeen[Order], chat: Chat, *, now: datetime) -> OrderView:
    order, problem = last_seen.value, problem_line(last_seen.problem, chat, now=now)
    if order is None or last_seen.seen_at is None:
        return OrderView(number=str(last_seen.number), known=False, problem=problem)
    status, substatus, codes = stage(order)
    return OrderView(
        number=str(last_seen.number),
        known=True,
        problem=problem,
        summary=" · ".join(summary(order, status, today=timezone.localdate(now))),
        status=status,
        status_code=clean(order.status, 60),
        substatus=substatus,
        codes=codes,
        fake=order.fake,
        cancel_requested=order.cancel_requested,
        goods=tuple(goods_view(item) for item in order.items),
        left_out=left_out_text(order.items_left_out),
        sums=tuple(sum_lines(order)),
        lines=tuple(detail_lines(order, today=timezone.localdate(now))),
        notes=clean_lines(order.notes or "", 2000),
        created=moment(order.creation_date, now=now),
    )


def stage(order: Order) -> tuple[Code | None, Code | None, tuple[str, ...]]:
    """Where the order is: its status, more exactly its substatus, and the codes to fold away. Market sends substatuses
    that it documents nowhere; under a status that everybody understands they would only puzzle."""
    status, substatus = in_words(orders.STATUSES, order.status), in_words(orders.SUBSTATUSES, order.substatus)
    if substatus and not substatus.known and status and status.known:
        return status, None, (substatus.text,)
    if substatus and status and substatus.text == status.text:
        return status, None, ()
    return status, substatus and replace(substatus, text=capfirst(substatus.text)), ()


def summary(order: Order, status: Code | None, *, today: date) -> Iterator[str]:
    received = order.delivery.real_delivery_date
    if order.status == OrderStatus.DELIVERED and received:
        yield _("Received on %(date)s") % {"date": short_date(received, today=today)}
    elif status:
        yield status.text
    if order.prices.payment:
        yield money(order.prices.payment)


def sum_lines(order: Order) -> Iterator[DetailLine]:
    prices = order.prices
    if prices.payment:
        yield sum_line(_("Total"), prices.payment)
    if prices.delivery and prices.delivery.value:
        yield sum_line(_("incl. delivery"), prices.delivery)
    if prices.cashback and prices.cashback.value:
        yield DetailLine(label=_("Plus points"), value=bare_amount(prices.cashback.value), number=True)
    if method := in_words(orders.PAYMENT_METHODS, order.payment_method):
        kind = word(orders.PAYMENT_TYPES, order.payment_type)
        yield DetailLine(label=_("Payment"), value=method.text, note=kind, code=not method.known)


def detail_lines(order: Order, *, today: date) -> Iterator[DetailLine]:
    delivery = order.delivery
    if kind := in_words(orders.DELIVERIES, delivery.type):
        by = word(orders.DELIVERED_BY, delivery.delivery_partner_type)
        yield DetailLine(label=_("Delivery"), value=kind.text, note=by, code=not kind.known)
    if digital := in_words(orders.DIGITAL_GOODS, delivery.digital_goods_type):
        yield DetailLine(label=_("Digital goods"), value=digital.text, code=not digital.known)
    yield from date_lines(delivery, today=today)
    if delivery.address:
        where = address_line(delivery.address)
        yield DetailLine(label=_("Address"), value=where, copy=_("Copy the address"))
    for track in delivery.tracks:
        yield DetailLine(label=_("Tracking"), value=clean(track, 255), copy=_("Copy the tracking code"), number=True)
    if order.external_order_id:
        yield DetailLine(label=_("Own number"), value=clean(order.external_order_id, 255), number=True)
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


def word(table: Mapping[str, Any], code: str | None) -> str:
    found = in_words(table, code)
    return found.text if found else ""


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
