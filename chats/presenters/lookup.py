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
from chats.presenters.problems import ProblemView, problem_view, short
from chats.presenters.rows import RowView, row_view
from chats.problems import Problem
from chats.services.lookup import LookupResult, SellerAsked

NUMBER_KEYS = 9  # the keys 1 to 9 open the first nine chats

REFUSALS: Final = {
    "empty": gettext_lazy("Type or paste a chat, order or return number first."),
    "no_digits": gettext_lazy(
        "There is no number in this. Paste a chat, order or return number, or a link that contains one."
    ),
    "too_long": gettext_lazy("This number is longer than Market’s numbers, which have 19 digits at most."),
    "zero": gettext_lazy("Market’s numbers start at 1. Paste a chat, order or return number."),
    "phone": gettext_lazy("This looks like a phone number. Market finds chats only by chat, order or return number."),
    "token": gettext_lazy("This looks like a key; keys do not belong here. It was not kept. Paste a number instead."),
    "too_many": gettext_lazy("That is a lot of numbers. Paste a few at a time."),
}


@dataclass(frozen=True, kw_only=True)
class SellerChoice:
    """An option of the lookup's list of sellers."""

    business_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class SellerAskedView:
    """A seller without a match: Market does not know the number there, or `problem` kept the desk from asking."""

    seller: str
    business_id: str
    at: Moment
    why: str
    problem: ProblemView | None


@dataclass(frozen=True, kw_only=True)
class SectionView:
    """The result for one number. `without` are the sellers without it, `failed` those that could not be asked."""

    number: str
    title: str
    rows: tuple[RowView, ...]
    known: bool
    without: tuple[SellerAskedView, ...]
    failed: tuple[SellerAskedView, ...]


@dataclass(frozen=True, kw_only=True)
class ResultsView:
    sections: tuple[SectionView, ...]
    count_line: str
    announcement: str


def results_view(found: Sequence[LookupResult], *, now: datetime) -> ResultsView:
    """One section per number. The chats are numbered across all sections, so that each has a key of its own."""
    sections: list[SectionView] = []
    for one in found:
        first_key = 1 + sum(len(section.rows) for section in sections)
        sections.append(section_view(one, first_key, now))
    count_line = ""
    if len(found) > 1:
        count_line = ngettext(
            "%(count)s number found in what you pasted", "%(count)s numbers found in what you pasted", len(found)
        ) % {"count": len(found)}
    titles = ". ".join(section.title for section in sections)
    return ResultsView(
        sections=tuple(sections),
        count_line=count_line,
        announcement=f"{count_line}. {titles}" if count_line else titles,
    )


def seller_choices(sellers: Iterable[Seller]) -> tuple[SellerChoice, ...]:
    return tuple(SellerChoice(business_id=str(one.business_id), name=clean(one.name, 100)) for one in sellers)


def refusal_text(kind: str) -> str:
    """Why the pasted text was not looked up, and what to paste instead."""
    return str(REFUSALS.get(kind, REFUSALS["no_digits"]))


def too_fast_text(problem: Problem) -> str:
    """Why a person has to wait before the next lookup, and until when."""
    view = problem_view(problem, seller_name="", seen_at=None, now=problem.at)
    return f"{view.title}. {view.until}"


def section_view(found: LookupResult, first_key: int, now: datetime) -> SectionView:
    failed = tuple(seller_asked_view(one, now) for one in found.asked if one.problem)
    without = tuple(seller_asked_view(one, now) for one in found.asked if not one.problem)
    return SectionView(
        number=str(found.number),
        title=section_title(found, len(without), len(failed)),
        rows=tuple(section_rows(found, first_key, now)),
        known=found.known,
        without=without,
        failed=failed,
    )


def section_title(found: LookupResult, without: int, failed: int) -> str:
    number = {"number": found.number}
    if found.chats:
        text = ngettext("%(number)s: one chat", "%(number)s: %(count)s chats", len(found.chats))
        return text % {**number, "count": len(found.chats)}
    if not without and failed:
        return _("%(number)s: Market could not be asked") % number
    if not without:
        return _("%(number)s was not found") % number
    text = ngettext(
        "%(number)s was not found at the one seller that answered",
        "%(number)s was not found at any of the %(count)s sellers that answered",
        without,
    )
    return text % {**number, "count": without}


def section_rows(found: LookupResult, first_key: int, now: datetime) -> list[RowView]:
    keys = range(first_key, first_key + len(found.chats))
    return [
        row_view(chat, now=now, hit=matched_by(chat, found.number), key=str(key) if key <= NUMBER_KEYS else "")
        for key, chat in zip(keys, found.chats, strict=True)
    ]


def matched_by(chat: Chat, number: int) -> str:
    if chat.chat_id == number:
        return _("by chat number")
    if chat.order_id == number:
        return _("by order number")
    return _("by return number")


def seller_asked_view(asked: SellerAsked, now: datetime) -> SellerAskedView:
    seller = clean(asked.seller.name, 100)
    problem = asked.problem
    return SellerAskedView(
        seller=seller,
        business_id=str(asked.seller.business_id),
        at=moment(asked.at, now=now),
        why=short(problem.kind) if problem else "",
        problem=problem_view(problem, seller_name=seller, seen_at=None, now=now) if problem else None,
    )
