"""What a lookup says where it found no chat: what is missing, what there is instead, and what was left out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.presenters.formats.text import clean
from chats.presenters.formats.times import Moment, moment
from chats.presenters.new_chat import NewChatFormView, form_view
from chats.presenters.problems import short
from chats.presenters.words import orders
from chats.presenters.words.codes import in_words
from chats.services.lookup import LeftOut, LookupResult, OrderFound, OwnNumber, Paste

MOST_LEFT_OUT: Final = 5  # pieces named in the line about what was left out


@dataclass(frozen=True, kw_only=True)
class OrderView:
    """An order without a chat: all that is needed to begin one."""

    number: str
    business_id: str
    seller: str
    status: str
    created: Moment


def order_view(order: OrderFound, now: datetime) -> OrderView:
    return OrderView(
        number=str(order.order_id),
        business_id=str(order.seller.business_id),
        seller=clean(order.seller.name, 100),
        status=status.text if (status := in_words(orders.STATUSES, order.status)) else "",
        created=moment(order.created_at, now=now),
    )


def new_chat_form(found: LookupResult) -> NewChatFormView | None:
    """The form, when nothing was found and there is somebody whose it may be."""
    without = [one for one in found.asked if not one.problem]
    if found.is_hit or found.number is None or not without:
        return None
    sellers = [one.seller for one in without]
    return form_view(found.number, sellers, orders_asked=all(one.order_asked for one in without))


def left_out_line(paste: Paste, found: Sequence[LookupResult]) -> str:
    """One line about what was not looked up: pieces that are no ID, and numbers that the first hit made needless."""
    pieces = [left_out_word(piece) for piece in paste.left_out]
    if len(found) == len(paste.likely):
        pieces += [one.text if isinstance(one, OwnNumber) else str(one.number) for one in paste.otherwise]
    shown = ", ".join(pieces[:MOST_LEFT_OUT])
    more = len(pieces) - MOST_LEFT_OUT
    if more > 0:
        shown = ngettext("%(shown)s and %(count)s more", "%(shown)s and %(count)s more", more) % {
            "shown": shown,
            "count": more,
        }
    return _("Not looked up: %(pieces)s") % {"pieces": shown} if pieces else ""


def left_out_word(piece: LeftOut) -> str:
    """A phone number is not repeated."""
    if piece.kind == "phone":
        return _("a phone number")
    if piece.kind == "rounded":
        return _("%(number)s (shortened by a spreadsheet)") % {"number": clean(piece.text, 24)}
    if piece.kind == "too_long":
        return _("%(number)s (longer than Market’s numbers)") % {"number": clean(piece.text, 24)}
    return clean(piece.text, 40)


def what_is_missing(found: Iterable[LookupResult]) -> Iterator[str]:
    """What Market does not have, in sentences: only what it was asked for."""
    missed = [one for one in found if not one.is_hit]
    answers = [asked for one in missed if not one.own_number for asked in one.asked if not asked.problem]
    if answers:
        yield _("There is no chat of this number, and none about an order or a return of this number.")
    if answers and all(asked.order_asked for asked in answers):
        yield _("There is no order of this number in the last 30 days either.")
    if whys := dict.fromkeys(short(asked.order_problem.kind) for asked in answers if asked.order_problem):
        yield _("The order itself could not be asked for: %(why)s.") % {"why": ", ".join(whys)}
    if any(one.own_number for one in missed):
        yield _("There is no order in the last 30 days with this number of the shop’s own.")
