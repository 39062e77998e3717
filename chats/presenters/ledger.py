"""What leads read about Market's quotas: how each hour stands, as sentences with a bar beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.models import Seller
from chats.presenters.formats import times
from chats.presenters.formats.numbers import amount
from chats.presenters.formats.text import clean
from chats.presenters.words.operations import (
    ELSEWHERE,
    HELD_BACK,
    HELD_BACK_FROM,
    LANES,
    MARKETS_LIMIT,
    NOTHING_SENT,
    SENDING,
    operation_word,
)
from chats.services.ledger_page import CallsOfHour, LedgerPage, SellerUse, Standing

BAR: Final = 100.0  # the width of a bar, in the units of its drawing
HOUR_WIDTH, HOURS_HEIGHT = 10, 40
MOST_NAMES: Final = 3


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One stretch of a bar, and the words of its legend: `who` has used `calls`."""

    kind: str
    x: str
    width: str
    who: str
    calls: str


@dataclass(frozen=True, kw_only=True)
class OperationView:
    name: str
    code: str
    left: str
    renews: str
    tone: str
    held_back: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class HourView:
    """One column of the drawing of a day."""

    x: int
    y: int
    height: int
    title: str
    refused: bool


@dataclass(frozen=True, kw_only=True)
class SellerView:
    """`unused` names the operations of which nothing is used in this hour; `day` is the last 24 hours in words."""

    name: str
    business_id: str
    operations: tuple[OperationView, ...]
    unused: str
    day: str
    hours: tuple[HourView, ...]


@dataclass(frozen=True, kw_only=True)
class LedgerView:
    sellers: tuple[SellerView, ...]
    choices: tuple[tuple[str, str, bool], ...]  # business ID, name, whether it is the chosen one
    left_out: str
    as_of: str


def ledger_view(page: LedgerPage) -> LedgerView:
    return LedgerView(
        sellers=tuple(seller_view(use, now=page.now) for use in page.shown),
        choices=tuple((str(one.business_id), clean(one.name, 100), one == page.chosen) for one in page.choices),
        left_out=left_out_text(page.left_out),
        as_of=times.clock(page.now, now=page.now),
    )


def left_out_text(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(count)s more seller has more calls left than these. Choose it above.",
        "%(count)s more sellers have more calls left than these. Choose one above.",
        count,
    ) % {"count": amount(count)}


def seller_view(use: SellerUse, *, now: datetime) -> SellerView:
    idle = [one for one in use.operations if one.renews_at is None and not one.held_back]
    return SellerView(
        name=clean(use.seller.name, 100),
        business_id=str(use.seller.business_id),
        operations=tuple(operation_view(one, now=now) for one in use.operations if one not in idle),
        unused=", ".join(operation_word(one.operation) for one in idle),
        day=day_text(use.hours),
        hours=hour_views(use.hours) if any(one.calls or one.held_back for one in use.hours) else (),
    )


def operation_view(one: Standing, *, now: datetime) -> OperationView:
    return OperationView(
        name=operation_word(one.operation),
        code=one.operation,
        left=_("%(left)s of %(allowance)s left") % {"left": amount(one.left), "allowance": amount(one.allowance)},
        renews=_("renews at %(time)s") % {"time": times.until(one.renews_at, now=now)} if one.renews_at else "",
        tone=tone_of(one),
        held_back=held_back_text(one, now=now),
        pieces=pieces_of(one),
    )


def tone_of(one: Standing) -> str:
    if one.used_up or sends_nothing(one):
        return "danger"
    return "warn" if one.is_low else "info"


def sends_nothing(one: Standing) -> bool:
    return one.operation in SENDING and len(one.held_back) >= HELD_BACK_FROM[one.operation]


def held_back_text(one: Standing, *, now: datetime) -> str:
    if len(one.held_back) < HELD_BACK_FROM.get(one.operation, 1) or one.until is None:
        return ""
    words = MARKETS_LIMIT if one.limit else NOTHING_SENT if sends_nothing(one) else HELD_BACK[len(one.held_back)]
    return str(words % {"until": times.until(one.until, now=now)})


def pieces_of(one: Standing) -> tuple[Piece, ...]:
    """The stretches of the bar: what each lane and other programs have used, one behind the other."""
    used = [(f"lane-{lane}", str(who), calls) for lane, (who, calls) in enumerate(zip(LANES, one.spent, strict=True))]
    used.append(("elsewhere", str(ELSEWHERE), one.elsewhere))
    whole = max(one.allowance, sum(calls for _kind, _who, calls in used), 1)
    pieces, x = [], 0.0
    for kind, who, calls in used:
        width = BAR * calls / whole
        if calls:
            pieces.append(Piece(kind=kind, x=f"{x:.2f}", width=f"{width:.2f}", who=who, calls=amount(calls)))
        x += width
    return tuple(pieces)


def day_text(hours: Sequence[CallsOfHour]) -> str:
    calls, held_back = sum(one.calls for one in hours), sum(one.held_back for one in hours)
    if not calls and not held_back:
        return _("No calls in the last 24 hours.")
    most = max(hours, key=lambda one: one.calls)
    said = _("Calls in the last 24 hours: %(calls)s; most in the hour from %(hour)s: %(most)s.") % {
        "calls": amount(calls),
        "hour": hour_text(most.hour),
        "most": amount(most.calls),
    }
    return " ".join([said, _("Held back: %(calls)s.") % {"calls": amount(held_back)}]) if held_back else said


def hour_views(hours: Sequence[CallsOfHour]) -> tuple[HourView, ...]:
    most = max([one.calls for one in hours] + [1])
    return tuple(hour_view(one, number, most) for number, one in enumerate(hours))


def hour_view(one: CallsOfHour, number: int, most: int) -> HourView:
    # An hour with a call has at least a line.
    height = max(round(HOURS_HEIGHT * one.calls / most), 1 if one.calls or one.held_back else 0)
    title = f"{hour_text(one.hour)}: {amount(one.calls)}"
    refused = ", ".join([title, _("held back: %(calls)s") % {"calls": amount(one.held_back)}])
    return HourView(
        x=number * HOUR_WIDTH,
        y=HOURS_HEIGHT - height,
        height=height,
        title=refused if one.held_back else title,
        refused=bool(one.held_back),
    )


def hour_text(hour: datetime) -> str:
    return date_format(localtime(hour), "H:i")


def lookups_low_text(low: Sequence[tuple[Seller, Standing]], *, now: datetime) -> str:
    """For the page where agents look up: whose lookups are nearly used up, and until when. Empty when nobody's are."""
    ends = [one.until or one.renews_at for _seller, one in low]
    until = max((end for end in ends if end), default=None)
    if not low or until is None:
        return ""
    names = ", ".join(clean(seller.name, 40) for seller, _one in low[:MOST_NAMES])
    if len(low) > MOST_NAMES:
        names = _("%(names)s and others") % {"names": names}
    return _(
        "Few of this hour’s requests to Market are left for: %(names)s. Chats that the desk knows open as usual; new "
        "ones may have to wait until %(until)s."
    ) % {"names": names, "until": times.until(until, now=now)}
