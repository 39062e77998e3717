"""The order panel of a chat's page: its return, its order, the buyer's other chats."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from chats.models import Chat
from chats.presenters.formats.text import clean
from chats.presenters.formats.times import Moment, moment
from chats.presenters.freshness import AGREE
from chats.presenters.order import OrderView, ProblemLine, in_one_line, order_view, problem_line
from chats.presenters.return_ import ReturnView, return_view
from chats.presenters.rows import about
from chats.presenters.same_subject import type_and_status
from chats.problems import NO_ORDER_ACCESS
from chats.services.orders import Subject
from chats.services.sightings import MOST_OTHERS

# These problems pass within seconds, so the panel asks again by itself.
TRANSIENT = {"busy", "parallel_limit"}

SHOWN_AT_ONCE = 10  # of the buyer's other chats; the rest is folded away


@dataclass(frozen=True, kw_only=True)
class AsOf:
    """The age of what is shown; `at` is None for what Market was never asked for."""

    label: str
    at: Moment | None


@dataclass(frozen=True, kw_only=True)
class OtherChat:
    """Another chat of the buyer: what it is about, and the rest of what tells it from the others."""

    business_id: str
    chat_id: str
    about: str
    seller: str
    state: str
    updated: Moment


@dataclass(frozen=True, kw_only=True)
class SubjectView:
    """The whole panel. `no_access` is set when the key may not read orders and returns: one line for both of them.
    `asks_again` makes the panel ask again by itself. With a return that is known, the order is folded away."""

    business_id: str
    chat_id: str
    order: OrderView | None
    return_: ReturnView | None
    return_problem: ProblemLine | None
    no_access: ProblemLine | None
    ages: tuple[AsOf, ...]
    asks_again: bool
    others: tuple[OtherChat, ...]
    more_others: tuple[OtherChat, ...]  # folded away
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
        no_access=in_one_line(no_access, chat, now=now) if no_access else None,
        ages=tuple(ages_of(subject, now=now)),
        asks_again=any(one.kind in TRANSIENT for one in problems),
        others=tuple(other_chat(other, now=now) for other in others[:SHOWN_AT_ONCE]),
        more_others=tuple(other_chat(other, now=now) for other in others[SHOWN_AT_ONCE:]),
        others_cut=len(others) >= MOST_OTHERS,
    )


def ages_of(subject: Subject, *, now: datetime) -> Iterator[AsOf]:
    order, return_ = subject.order, subject.return_
    times = [one.seen_at for one in (return_, order) if one and one.seen_at]
    if len(times) == 2 and max(times) - min(times) < AGREE:
        yield AsOf(label=_("Return and order"), at=moment(min(times), now=now))
        return
    for label, one in ((_("Return"), return_), (_("Order"), order)):
        if one and (one.seen_at or not one.problem):
            yield AsOf(label=label, at=moment(one.seen_at, now=now) if one.seen_at else None)


def other_chat(chat: Chat, *, now: datetime) -> OtherChat:
    return OtherChat(
        business_id=str(chat.seller.business_id),
        chat_id=str(chat.chat_id),
        about=about(chat),
        seller=clean(chat.seller.name, 100),
        state=type_and_status(chat),
        updated=moment(chat.last_message_at, now=now),
    )
