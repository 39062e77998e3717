"""A return in words: how the money and the goods stand, why, and how long the shop may still decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.market.types_orders import Order, PickupPoint, RefundStatus, Return, ReturnDecision, ReturnItem
from chats.presenters.formats import times
from chats.presenters.formats.sums import Line, address, sum_line
from chats.presenters.formats.text import clean, clean_lines
from chats.presenters.formats.times import Moment, moment
from chats.presenters.words import returns
from chats.presenters.words.codes import Code, in_words
from chats.services.orders import LastSeen

# https://yandex.ru/dev/market/partner-api/doc/ru/step-by-step/returns
TIME_TO_DECIDE = timedelta(hours=48)
WAITING = {RefundStatus.WAITING_FOR_DECISION, RefundStatus.PREMODERATION_DECISION_WAITING}


@dataclass(frozen=True, kw_only=True)
class DeadlineView:
    """`left` is what stands there until the script counts on."""

    iso: str
    left: str
    until: str
    over: bool


@dataclass(frozen=True, kw_only=True)
class ReasonView:
    """What comes back and why, one decision of Market's: `comment` is the buyer's own words."""

    goods: str
    count: int
    reason: tuple[Code, ...]
    comment: str
    photos: str
    decision: Code | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class ReturnView:
    number: str
    seen: bool
    unredeemed: bool = False
    status: Code | None = None
    status_code: str = ""
    deadline: DeadlineView | None = None
    reasons: tuple[ReasonView, ...] = ()
    left_out: bool = False
    lines: tuple[Line, ...] = ()
    created: Moment | None = None


def return_view(seen: LastSeen[Return], order: Order | None, *, now: datetime) -> ReturnView:
    """`order` gives the items their names, which returns have not."""
    found = seen.value
    if found is None:
        return ReturnView(number=str(seen.number), seen=False)
    return ReturnView(
        number=str(seen.number),
        seen=True,
        unredeemed=found.return_type == "UNREDEEMED",
        status=in_words(returns.REFUNDS, found.refund_status),
        status_code=clean(found.refund_status or "", 60),
        deadline=deadline(found, now=now),
        reasons=tuple(reasons(found, order)),
        left_out=bool(found.items_left_out),
        lines=tuple(lines(found, now=now)),
        created=moment(found.creation_date, now=now) if found.creation_date else None,
    )


def deadline(found: Return, *, now: datetime) -> DeadlineView | None:
    if found.refund_status not in WAITING or found.creation_date is None:
        return None
    ends = found.creation_date + TIME_TO_DECIDE
    exact = moment(ends, now=now)
    return DeadlineView(iso=exact.iso, left=left(ends - now), until=times.until(ends, now=now), over=ends <= now)


def left(time: timedelta) -> str:
    if time <= timedelta():
        return _("time is up")
    minutes = int(time.total_seconds()) // 60
    if minutes < 60:
        return _("%(minutes)s min left") % {"minutes": minutes}
    return _("%(hours)s h %(minutes)s min left") % {"hours": minutes // 60, "minutes": minutes % 60}


def reasons(found: Return, order: Order | None) -> Iterator[ReasonView]:
    names = {item.offer_id: item.offer_name for item in order.items} if order else {}
    for item in found.items:
        name = clean(names.get(item.shop_sku, ""), 500) or clean(item.shop_sku, 255)
        for decision in item.decisions or (ReturnDecision(),):
            yield reason(item, decision, name)


def reason(item: ReturnItem, decision: ReturnDecision, name: str) -> ReasonView:
    why = (in_words(returns.REASONS, decision.reason_type), in_words(returns.SUBREASONS, decision.subreason_type))
    photos = ngettext("%(count)s photo", "%(count)s photos", decision.images) % {"count": decision.images}
    return ReasonView(
        goods=name,
        count=item.count if decision.count is None else decision.count,
        reason=tuple(one for one in why if one),
        comment=clean_lines(decision.comment or "", 4000),
        photos=photos if decision.images else "",
        decision=in_words(returns.DECISIONS, decision.decision_type),
        lines=tuple(decided_sums(decision)),
    )


def decided_sums(decision: ReturnDecision) -> Iterator[Line]:
    if decision.amount:
        yield sum_line(_("To the buyer"), decision.amount, copy=_("Copy the sum that is returned"))
    if decision.partner_compensation_amount:
        amount = decision.partner_compensation_amount
        yield sum_line(_("To the shop"), amount, copy=_("Copy the shop’s compensation"))


def lines(found: Return, *, now: datetime) -> Iterator[Line]:
    if found.amount:
        yield sum_line(_("Amount"), found.amount, copy=_("Copy the amount of the return"))
    if found.fast_return:
        yield Line(label=_("Goods"), value=_("stay with the buyer"))
    if shipment := in_words(returns.SHIPMENTS, found.shipment_status):
        recipient = in_words(returns.RECIPIENTS, found.shipment_recipient_type)
        yield Line(
            label=_("Goods"), value=shipment.text, note=recipient.text if recipient else "", code=not shipment.known
        )
    if found.pickup_till_date:
        yield Line(label=_("Collect by"), value=times.exact(found.pickup_till_date))
    if found.logistic_pickup_point:
        yield from place(found.logistic_pickup_point)
    for track in (code for item in found.items for code in item.tracks):
        shown = clean(track, 255)
        yield Line(label=_("Tracking"), value=shown, copied=shown, copy=_("Copy the tracking code"), number=True)


def place(point: PickupPoint) -> Iterator[Line]:
    if point.name:
        yield Line(label=_("Where"), value=clean(point.name, 255))
    if point.address:
        where = address(point.address)
        yield Line(label=_("Address"), value=where, copied=where, copy=_("Copy the address of the pick-up point"))
    if point.instruction:
        yield Line(label=_("How to get there"), value=clean(point.instruction, 1000))
