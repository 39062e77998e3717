"""A reply that the history does not show yet, for the conversation and for whoever it holds back."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from chats.models import Chat, Reply
from chats.presenters.conversation import agent_name, time_of_day
from chats.presenters.formats.links import Piece, pieces
from chats.presenters.formats.sizes import size_text
from chats.presenters.formats.text import clean, clean_lines
from chats.presenters.formats.times import Moment, moment
from chats.presenters.problems import ProblemView, problem_view
from chats.problems import LIKE_A_KEY, SELLER_AT_FAULT, Problem

ADVISED: Final = {*SELLER_AT_FAULT, "read_only_token", LIKE_A_KEY}  # where the advice helps with a reply


@dataclass(frozen=True, kw_only=True)
class PendingView:
    """A reply that the history does not show yet. `state` is Reply.state; `mine` means that the reader sent it."""

    reply_id: str
    state: str
    name: str
    at: Moment
    time: str
    text: tuple[Piece, ...]
    file: str
    size: str
    mine: bool
    problem: ProblemView | None


def pending_view(reply: Reply, *, agent: User, now: datetime, problem: ProblemView | None = None) -> PendingView:
    return PendingView(
        reply_id=str(reply.reply_id),
        state=str(reply.state),
        name=(agent_name(reply.agent) if reply.agent else "") or _("Shop"),
        at=moment(reply.started_at, now=now),
        time=time_of_day(reply.started_at),
        text=pieces(clean_lines(reply.text)),
        file=clean(reply.file_name, 120),
        size=size_text(reply.file_size) if reply.file_size else "",
        mine=reply.agent_id == agent.pk,
        problem=problem,
    )


def outcome_problem(problem: Problem | None, chat: Chat, now: datetime) -> ProblemView | None:
    """The problem without its text about how old the shown state is, which does not matter for a reply."""
    if problem is None:
        return None
    view = problem_view(problem, seller_name=chat.seller.name, seen_at=chat.seen_at, now=now)
    return replace(view, text="", advice=view.advice if problem.kind in ADVISED else "")
