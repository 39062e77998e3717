"""What an agent sends, as the page shows it: on its way, sent, not known; and what a press of the button came to."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import uuid4

from django.contrib.auth.models import User
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from chats.market.limits import LARGEST_FILE, LONGEST_MESSAGE
from chats.market.types import ChatStatus
from chats.models import Chat, Draft, Reply
from chats.presenters.conversation import Line, agent_name, time_of_day
from chats.presenters.formats.links import Piece, pieces
from chats.presenters.formats.text import clean, clean_lines
from chats.presenters.formats.times import Moment, clock, moment
from chats.presenters.problems import ProblemView, problem_view
from chats.problems import SELLER_AT_FAULT, Problem
from chats.services import replies

SENDING: Final = "sending"
AFTERWARDS: Final[Mapping[str, str]] = {
    Reply.State.SENT: replies.SENT,
    Reply.State.REFUSED: replies.REFUSED,
    Reply.State.SENDING: SENDING,
    Reply.State.UNKNOWN: replies.UNKNOWN,
    Reply.State.DROPPED: replies.REFUSED,
}
OTHER_WORDS: Final = "other_words"
OUTCOME_TEXTS: Final = {
    replies.REFUSED: gettext_lazy("Not sent. Your text is still here."),
    replies.HELD: gettext_lazy("Not sent yet: this came while you were writing."),
    replies.UNKNOWN: gettext_lazy(
        "We do not know whether it arrived; the desk will not send it a second time by itself."
    ),
    SENDING: gettext_lazy("This is being sent at this moment. It is not sent a second time."),
    OTHER_WORDS: gettext_lazy("What you sent before this arrived; this is not sent yet."),
}
FOR_THE_ADMINISTRATOR: Final = {*SELLER_AT_FAULT, "read_only_token"}


@dataclass(frozen=True, kw_only=True)
class PendingView:
    """A reply that the history does not show yet. `state` is Reply's own; `mine` lets the person decide about it."""

    reply_id: str
    state: str
    name: str
    at: Moment
    time: str
    text: tuple[Piece, ...]
    file: str
    size: str
    mine: bool


@dataclass(frozen=True, kw_only=True)
class TailView:
    """What stands under the newest message. `reading` is true while the desk has not read the chat even once."""

    pending: tuple[PendingView, ...]
    reading: bool
    problem: ProblemView | None

    @property
    def digest(self) -> str:
        shown = [get_language(), self.reading, self.problem, [(one.reply_id, one.state) for one in self.pending]]
        return hashlib.sha256(repr(shown).encode(errors="replace")).hexdigest()[:12]

    @property
    def mark(self) -> str:
        """What the page sends along with its pulse; empty when nothing here can change by itself."""
        return self.digest if self.reading or self.problem or self.pending else ""


@dataclass(frozen=True, kw_only=True)
class OutcomeView:
    """What the last press came to, in words. `error` belongs to the field; `news` is what held the reply back."""

    kind: str
    text: str = ""
    error: str = ""
    problem: ProblemView | None = None
    news: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ComposerView:
    """`closed` says why there is nothing to write in; empty where there is."""

    reply_id: str
    file_id: str
    text: str
    seen: str
    closed: str
    advice: str
    most_bytes: int = LARGEST_FILE
    longest: int = LONGEST_MESSAGE


def pending_view(reply: Reply, *, agent: User, now: datetime) -> PendingView:
    left_behind = reply.state == Reply.State.SENDING and reply.leased_until <= now
    return PendingView(
        reply_id=str(reply.reply_id),
        state=str(Reply.State.UNKNOWN if left_behind else reply.state),
        name=agent_name(reply.agent) if reply.agent else _("Shop"),
        at=moment(reply.started_at, now=now),
        time=time_of_day(reply.started_at),
        text=pieces(clean_lines(reply.text)),
        file=clean(reply.file_name, 120),
        size=filesizeformat(reply.file_size) if reply.file_size else "",
        mine=reply.agent_id == agent.pk,
    )


def composer_view(
    chat: Chat, draft: Draft, *, seen: int | None, trouble: Problem | None, now: datetime
) -> ComposerView:
    """`seen` is the newest message on the page; `trouble` why nobody can write to this seller's buyers."""
    closed, advice = "", ""
    if chat.status == ChatStatus.FINISHED:
        closed = _("This chat is finished: Market takes no more messages in it.")
    elif trouble:
        view = problem_view(trouble, seller_name=chat.seller.name, seen_at=chat.seen_at, now=now)
        closed, advice = view.title, view.advice
    return ComposerView(
        reply_id=str(draft.reply_id),
        file_id=str(uuid4()),
        text=draft.text,
        seen=str(seen or ""),
        closed=closed,
        advice=advice,
    )


def outcome_view(outcome: replies.Outcome, *, chat: Chat, news: tuple[Line, ...], now: datetime) -> OutcomeView:
    kind, problem = _kind(outcome), _problem(outcome.problem, chat, now)
    if kind == replies.INVALID:
        return OutcomeView(kind=kind, error=problem.title if problem else _("There is nothing to send yet."))
    if kind == replies.SENT:
        at = outcome.reply.settled_at if outcome.reply else None
        return OutcomeView(kind=kind, text=_("Sent at %(time)s") % {"time": clock(at or now, now=now)})
    shown = replies.REFUSED if kind == OTHER_WORDS else kind
    return OutcomeView(
        kind=shown, text=str(OUTCOME_TEXTS.get(kind, OUTCOME_TEXTS[replies.UNKNOWN])), problem=problem, news=news
    )


def _kind(outcome: replies.Outcome) -> str:
    """The outcome's own, and for a form that came again what became of it."""
    if outcome.kind != replies.AGAIN or outcome.reply is None:
        return outcome.kind
    kind = AFTERWARDS.get(outcome.reply.state, replies.UNKNOWN)
    # The same form with other words in it: what it sent before is not what the person means now.
    return OTHER_WORDS if kind == replies.SENT and outcome.draft.text else kind


def _problem(problem: Problem | None, chat: Chat, now: datetime) -> ProblemView | None:
    """What happened and when it will be better; what is said of sightings elsewhere has no place beside a text."""
    if problem is None:
        return None
    view = problem_view(problem, seller_name=chat.seller.name, seen_at=chat.seen_at, now=now)
    return replace(view, text="", advice=view.advice if problem.kind in FOR_THE_ADMINISTRATOR else "")
