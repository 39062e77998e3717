"""The result of a lookup: what was found, which sellers were asked, and why one could not be asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chats.models import Chat, Seller
from chats.presenters.formats.text import clean
from chats.presenters.formats.times import Moment, moment
from chats.presenters.missing import OrderView, left_out_line, new_chat_form, order_view, what_is_missing
from chats.presenters.new_chat import NewChatFormView
from chats.presenters.problems import problem_view
from chats.presenters.reasons import ReasonsView, reasons_view
from chats.presenters.rows import RowView, row_view
from chats.problems import Problem
from chats.services.lookup import ChatsOfBuyers, LookupResult, Paste

NUMBER_KEYS = 9  # the keys 1 to 9 open the first nine chats

REFUSALS: Final = {
    "empty": gettext_lazy("Type or paste a chat, order or return number first."),
    "no_digits": gettext_lazy(
        "There is no chat, order or return number in this, and the desk knows no buyer whose name begins like this. "
        "Paste a number, or a link that contains one."
    ),
    "too_long": gettext_lazy("This number is longer than Market’s numbers, which have 19 digits at most."),
    "zero": gettext_lazy("Market’s numbers start at 1. Paste a chat, order or return number."),
    "phone": gettext_lazy("This looks like a phone number. Market finds chats only by chat, order or return number."),
    "rounded": gettext_lazy(
        "A spreadsheet has shortened this number. Format its cell as text or widen the column, and copy it again."
    ),
    "token": gettext_lazy("This looks like a key; keys do not belong here. It was not kept. Paste a number instead."),
    "too_many": gettext_lazy("That is a lot of numbers. Paste a few at a time."),
}


@dataclass(frozen=True, kw_only=True)
class SellerChoice:
    """An option of the lookup's list of sellers."""

    business_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """One line of the list: a chat, or a number without one. Then `row` is None and `title` says so. A chat can be
    started about `orders`; `new_chat` is the form for when Market could not say what the number is and whose."""

    number: str
    row: RowView | None = None
    title: str = ""
    orders: tuple[OrderView, ...] = ()
    new_chat: NewChatFormView | None = None


@dataclass(frozen=True, kw_only=True)
class AnsweredView:
    """The sellers that have answered and know nothing of a number, when they were asked, and for what."""

    sellers: tuple[str, ...]
    at: Moment
    said: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NamesView:
    """Chats by a buyer's name. `more` says that there are others."""

    title: str
    rows: tuple[RowView, ...]
    more: bool


@dataclass(frozen=True, kw_only=True)
class ResultsView:
    """The result for all numbers as one list. `several`: each line says which number it is for. `known` and `again` are
    texts to look up: what the desk knew without asking Market, and what some seller could not be asked about.
    `left_out` is the line about what in the pasted text was no ID."""

    title: str
    items: tuple[ItemView, ...]
    several: bool
    known: str
    answered: AnsweredView | None
    failed: ReasonsView
    again: str
    announcement: str
    left_out: str = ""


def results_view(found: Sequence[LookupResult], paste: Paste | None = None, *, now: datetime) -> ResultsView:
    """One list for all numbers, in the order of the text; the chats are numbered through, so that each has a key of its
    own."""
    items: list[ItemView] = []
    for one in found:
        first_key = 1 + sum(item.row is not None for item in items)
        items += number_items(one, first_key, several=len(found) > 1, now=now)
    titles = [number_title(one) for one in found]
    title = titles[0] if len(titles) == 1 else several_title(len(found))
    problems = [(asked.seller, asked.problem) for one in found for asked in one.asked if asked.problem]
    return ResultsView(
        title=title,
        items=tuple(items),
        several=len(found) > 1,
        known=as_text(one for one in found if one.known),
        answered=answered_view(found, now),
        failed=reasons_view(problems, now=now),
        again=as_text(one for one in found if any(asked.problem for asked in one.asked)),
        announcement=". ".join([title, *titles]) if len(titles) > 1 else title,
        left_out=left_out_line(paste, found) if paste else "",
    )


def names_view(found: ChatsOfBuyers, *, now: datetime) -> NamesView | None:
    """None when no name begins like this."""
    if not found.chats:
        return None
    name = {"name": clean(found.name.strip(), 40)}
    if found.more:
        title = _("The buyer’s name begins with “%(name)s”: the newest chats") % name
    else:
        text = ngettext(
            "The buyer’s name begins with “%(name)s”: one chat",
            "The buyer’s name begins with “%(name)s”: %(count)s chats",
            len(found.chats),
        )
        title = text % {**name, "count": len(found.chats)}
    rows = (row_view(chat, now=now, key=str(key)) for key, chat in enumerate(found.chats, start=1))
    return NamesView(title=title, rows=tuple(rows), more=found.more)


def seller_choices(sellers: Iterable[Seller]) -> tuple[SellerChoice, ...]:
    return tuple(SellerChoice(business_id=str(one.business_id), name=clean(one.name, 100)) for one in sellers)


def refusal_text(kind: str) -> str:
    """Why the pasted text was not looked up, and what to paste instead."""
    return str(REFUSALS.get(kind, REFUSALS["no_digits"]))


def too_fast_text(problem: Problem) -> str:
    """Why a person has to wait before the next lookup, and until when."""
    view = problem_view(problem, seller_name="", seen_at=None, now=problem.at)
    return f"{view.title}. {view.until}"


def several_title(count: int) -> str:
    text = ngettext("%(count)s number found in what you pasted", "%(count)s numbers found in what you pasted", count)
    return text % {"count": count}


def as_text(found: Iterable[LookupResult]) -> str:
    """The numbers as a text that can be looked up again."""
    return ", ".join(one.shown for one in found)


def number_items(found: LookupResult, first_key: int, *, several: bool, now: datetime) -> list[ItemView]:
    number = found.shown
    if not found.chats:
        orders, title = tuple(order_view(order, now) for order in found.orders), number_title(found)
        return [ItemView(number=number, title=title, orders=orders, new_chat=new_chat_form(found))]
    keys = range(first_key, first_key + len(found.chats))
    rows = (
        row_view(
            chat,
            now=now,
            hit="" if several else matched_by(chat, found.number),
            key=str(key) if key <= NUMBER_KEYS else "",
            number=number if several else "",
        )
        for key, chat in zip(keys, found.chats, strict=True)
    )
    return [ItemView(number=number, row=row) for row in rows]


def number_title(found: LookupResult) -> str:
    number = {"number": found.shown}
    answered = sum(not one.problem for one in found.asked)
    if found.chats:
        text = ngettext("%(number)s: one chat", "%(number)s: %(count)s chats", len(found.chats))
        return text % {**number, "count": len(found.chats)}
    if found.orders:
        return _("%(number)s: an order without a chat") % number
    if not answered and found.asked:
        return _("%(number)s: Market could not be asked") % number
    if not answered:
        return _("%(number)s was not found") % number
    text = ngettext(
        "%(number)s was not found at the one seller that answered",
        "%(number)s was not found at any of the %(count)s sellers that answered",
        answered,
    )
    return text % {**number, "count": answered}


def answered_view(found: Sequence[LookupResult], now: datetime) -> AnsweredView | None:
    asked = [one for result in found if not result.is_hit for one in result.asked if not one.problem]
    if not asked:
        return None
    names = dict.fromkeys(clean(one.seller.name, 100) for one in asked)
    at = moment(min(one.at for one in asked), now=now)
    return AnsweredView(sellers=tuple(names), at=at, said=tuple(what_is_missing(found)))


def matched_by(chat: Chat, number: int | None) -> str:
    if chat.chat_id == number:
        return _("by chat number")
    if chat.order_id == number:
        return _("by order number")
    return _("by return number")
