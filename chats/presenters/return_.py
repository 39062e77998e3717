"""A return: the state of the refund and of the goods, the reasons, and the deadline for the shop's decision."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.market.types_orders import Order, PickupPoint, Return, ReturnDecision, ReturnItem
from chats.presenters.formats import times
from chats.presenters.formats.sums import DetailLine, address_line, money, sum_line
from chats.presenters.formats.text import clean, clean_lines
from chats.presenters.formats.times import Moment, moment
from chats.presenters.goods import pieces
from chats.presenters.words import returns
from chats.presenters.words.codes import Code, in_words
from chats.services.orders import LastSeen, deadline_of_return

SOON = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class DeadlineView:
    """`left` is the time left when the page was rendered; times.js keeps it up to date. `soon`: a shift from now it is
    too late."""

    iso: str
    left: str
    until: str
    over: bool
    soon: bool


@dataclass(frozen=True, kw_only=True)
class ReasonView:
    """One item of the return with one decision about it. `comment` is in the buyer's own words, `amount` the amount
    of the return where this is all of it."""

    goods: str
    pieces: str
    amount: str
    reason: tuple[Code, ...]
    comment: str
    photos: str
    decision: Code | None
    lines: tuple[DetailLine, ...]


@dataclass(frozen=True, kw_only=True)
class ReturnView:
    number: str
    known: bool
    unredeemed: bool = False
    status: Code | None = None
    status_code: str = ""
    deadline: DeadlineView | None = None
    reasons: tuple[ReasonView, ...] = ()
    left_out: bool = False
    lines: tuple[DetailLine, ...] = ()
    created: Moment | None = None


def return_view(last_seen: LastSeen[Return], order: Order | None, *, now: datetime) -> ReturnView:
    """`order` is for the names of the items: a return has SKUs only."""
    return_ = last_seen.value
    if return_ is None:
        return ReturnView(number=str(last_seen.number), known=False)
    return ReturnView(
        number=str(last_seen.number),
        known=True,
        unredeemed=return_.return_type == "UNREDEEMED",
        status=in_words(returns.REFUNDS, return_.refund_status),
        status_code=clean(return_.refund_status or "", 60),
        deadline=deadline_view(return_, now=now),
        reasons=tuple(reason_views(return_, order)),
        left_out=bool(return_.items_left_out or any(item.decisions_left_out for item in return_.items)),
        lines=tuple(detail_lines(return_)),
        created=moment(return_.creation_date, now=now) if return_.creation_date else None,
    )


def deadline_view(return_: Return, *, now: datetime) -> DeadlineView | None:
    ends = deadline_of_return(return_)
    if ends is None:
        return None
    exact = moment(ends, now=now)
    return DeadlineView(
        iso=exact.iso,
        left=time_left(ends - now),
        until=times.until(ends, now=now),
        over=ends <= now,
        soon=ends - now < SOON,
    )


def time_left(time: timedelta) -> str:
    if time <= timedelta():
        return _("time is up")
    minutes = int(time.total_seconds()) // 60
    if minutes < 60:
        return _("%(minutes)s min left") % {"minutes": minutes}
    return _("%(hours)s h %(minutes)s min left") % {"hours": minutes // 60, "minutes": minutes % 60}


def reason_views(return_: Return, order: Order | None) -> Iterator[ReasonView]:
    names = {item.offer_id: item.offer_name for item in order.items} if order else {}
    amount = money(return_.amount) if return_.amount and only_item(return_) else ""
    for item in return_.items:
        name = clean(names.get(item.shop_sku, ""), 500) or clean(item.shop_sku, 255) or _("Without a name")
        for decision in item.decisions or (ReturnDecision(),):
            yield reason_view(item, decision, name, amount)


def only_item(return_: Return) -> bool:
    return len(return_.items) == 1 and len(return_.items[0].decisions) < 2 and not return_.items_left_out


def reason_view(item: ReturnItem, decision: ReturnDecision, name: str, amount: str) -> ReasonView:
    reasons = (in_words(returns.REASONS, decision.reason_type), in_words(returns.SUBREASONS, decision.subreason_type))
    photos = ngettext("%(count)s photo", "%(count)s photos", decision.images) % {"count": decision.images}
    return ReasonView(
        goods=name,
        pieces=pieces(item.count if decision.count is None else decision.count),
        amount=amount,
        reason=tuple(one for one in reasons if one),
        comment=clean_lines(decision.comment or "", 4000),
        photos=photos if decision.images else "",
        decision=in_words(returns.DECISIONS, decision.decision_type),
        lines=tuple(decision_lines(decision)),
    )


def decision_lines(decision: ReturnDecision) -> Iterator[DetailLine]:
    if decision.amount:
        yield sum_line(_("To the buyer"), decision.amount)
    if decision.partner_compensation_amount:
        yield sum_line(_("To the shop"), decision.partner_compensation_amount)


def detail_lines(return_: Return) -> Iterator[DetailLine]:
    if return_.amount and not only_item(return_):
        yield sum_line(_("Amount"), return_.amount)
    if return_.fast_return:
        yield DetailLine(label=_("Goods"), value=_("stay with the buyer"))
    if shipment := in_words(returns.SHIPMENTS, return_.shipment_status):
        recipient = in_words(returns.RECIPIENTS, return_.shipment_recipient_type)
        yield DetailLine(
            label=_("Goods"), value=shipment.text, note=recipient.text if recipient else "", code=not shipment.known
        )
    if return_.pickup_till_date:
        yield DetailLine(label=_("Collect by"), value=times.exact(return_.pickup_till_date))
    if return_.logistic_pickup_point:
        yield from pick_up_point_lines(return_.logistic_pickup_point)
    for track in (code for item in return_.items for code in item.tracks):
        yield DetailLine(label=_("Tracking"), value=clean(track, 255), copy=_("Copy the tracking code"), number=True)


def pick_up_point_lines(point: PickupPoint) -> Iterator[DetailLine]:
    if point.name:
        yield DetailLine(label=_("Where"), value=clean(point.name, 255))
    if point.address:
        where = address_line(point.address)
        yield DetailLine(label=_("Address"), value=where, copy=_("Copy the address of the pick-up point"))
    if point.instruction:
        yield DetailLine(label=_("How to get there"), value=clean(point.instruction, 1000))
