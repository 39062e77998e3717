"""The composer, the replies that the history does not show yet, and the outcome of sending one."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.contrib.auth.models import User
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from chats.market.limits import LONGEST_MESSAGE, SEND_FILE_TO_CHAT, SEND_MESSAGE_TO_CHAT
from chats.models import Chat, Reply
from chats.presenters.attachments import FileLimits, file_limits
from chats.presenters.conversation import ConversationLine, agent_name, conversation_lines, time_of_day, unreadable_text
from chats.presenters.formats.links import Piece, pieces
from chats.presenters.formats.sizes import size_text
from chats.presenters.formats.text import clean, clean_lines
from chats.presenters.formats.times import Moment, clock, moment, until
from chats.presenters.problems import ProblemView, problem_view
from chats.problems import LIKE_A_KEY, RESERVE, SELLER_AT_FAULT, Problem
from chats.services import replies
from chats.services.chat_page import ChatPage

SENDING: Final = "sending"
JUST_NOW: Final = timedelta(minutes=2)  # from the start of a chat to its first page
OUTCOME_OF_STATE: Final[Mapping[str, str]] = {
    Reply.State.SENT: replies.SENT,
    Reply.State.REFUSED: replies.REFUSED,
    Reply.State.SENDING: SENDING,
    Reply.State.UNKNOWN: replies.UNKNOWN,
    Reply.State.DROPPED: replies.REFUSED,
}
OTHER_TEXT: Final = "other_words"
OUTCOME_TEXTS: Final = {
    replies.REFUSED: gettext_lazy("Not sent. Your text is still here."),
    replies.HELD: gettext_lazy("Not sent yet: this came while you were writing."),
    replies.UNKNOWN: gettext_lazy("We do not know whether it arrived. The desk will not send it again by itself."),
    LIKE_A_KEY: gettext_lazy("Not sent yet."),
    replies.QUESTION: gettext_lazy("Not sent. First decide whether your previous message has arrived."),
    SENDING: gettext_lazy("This is being sent right now. It will not be sent twice."),
    OTHER_TEXT: gettext_lazy("Your previous message was sent. This one has not been sent yet."),
}
ADVISED: Final = {*SELLER_AT_FAULT, "read_only_token", LIKE_A_KEY}  # where the advice helps with a reply
HOURLY_LIMITS: Final = {"hourly_limit", RESERVE}


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


@dataclass(frozen=True, kw_only=True)
class TailView:
    """What is shown below the newest message. `reading` is true until the desk has read the chat for the first time,
    `blank` where there is no message above."""

    pending: tuple[PendingView, ...]
    reading: bool
    problem: ProblemView | None
    unreadable: str = ""
    blank: bool = False

    @property
    def digest(self) -> str:
        shown = [
            get_language(),
            self.reading,
            self.problem,
            self.unreadable,
            self.blank,
            [(one.reply_id, one.state) for one in self.pending],
        ]
        return hashlib.sha256(repr(shown).encode(errors="replace")).hexdigest()[:12]


@dataclass(frozen=True, kw_only=True)
class OutcomeView:
    """The outcome of submitting the composer. `error` is shown at the field; `news` are messages that came while the
    reply was being written, and held it back. To send it all the same, the form brings `anyway`, the newest of them,
    and `with_key` where the agent has seen that the text looks like a key. `lines` say which of several things arrived,
    `until` is the end of an hourly limit, as an ISO time."""

    kind: str
    text: str = ""
    error: str = ""
    problem: ProblemView | None = None
    news: tuple[ConversationLine, ...] = ()
    anyway: str = ""
    with_key: bool = False
    lines: tuple[str, ...] = ()
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class ComposerIds:
    """The ID of the next reply: all of the composer that changes on an open page."""

    reply_id: str


@dataclass(frozen=True, kw_only=True)
class ComposerView(ComposerIds):
    """`seen` is the newest message on the page; the form sends it back. `closed` says why nobody can write here, and is
    empty where one can; then it is `open`. `file_id` is the id of files that a browser without scripts sends along;
    `text_until` and `file_until` are until when Market's hourly limit is reached, as ISO times, or empty. `first` marks
    a chat that has just begun without a message: there is nothing to do in it but to write."""

    text: str
    seen: str
    closed: str
    advice: str
    open: bool
    file_id: str
    files: FileLimits
    text_until: str
    file_until: str
    few_left: str
    first: bool
    longest: int = LONGEST_MESSAGE


def tail_view(page: ChatPage) -> TailView:
    tail = page.tail
    return TailView(
        pending=tuple(pending_of_page(one, page) for one in tail.unfinished),
        reading=tail.reading,
        problem=problem_of_page(tail.problem, page) if tail.problem else None,
        unreadable="" if page.messages.earlier else unreadable_text(tail.unreadable),
        blank=page.messages.last is None,
    )


def pending_of_page(reply: Reply, page: ChatPage) -> PendingView:
    problem = outcome_problem(reply.problem, page.chat, page.now)
    return pending_view(reply, agent=page.agent, now=page.now, problem=problem)


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


def composer_ids(page: ChatPage) -> ComposerIds:
    return ComposerIds(reply_id=str(page.draft.reply_id) if page.draft else "")


def composer_view(page: ChatPage, *, typed: str | None) -> ComposerView:
    """`typed` is text that was submitted but not sent: it takes precedence over the draft."""
    ids, closed, advice = composer_ids(page), "", ""
    if page.cannot_write:
        view = problem_of_page(page.cannot_write, page)
        closed, advice = f"{view.title}.", view.advice
    elif not page.can_write:
        closed = _("This chat is finished. Market accepts no more messages in it.")
    text = page.draft.text if page.draft else ""
    return ComposerView(
        reply_id=ids.reply_id,
        file_id=str(uuid4()),
        files=file_limits(),
        text_until=iso(page.sending.closed_until.get(SEND_MESSAGE_TO_CHAT)),
        file_until=iso(page.sending.closed_until.get(SEND_FILE_TO_CHAT)),
        few_left=few_left_text(page),
        first=page.messages.last is None and page.now - page.chat.created_at < JUST_NOW,
        text=text if typed is None else typed,
        seen=str(page.messages.last or ""),
        closed=closed,
        open=not closed,
        advice=advice,
    )


def few_left_text(page: ChatPage) -> str:
    """Said before the hour's limit on replies is reached; then the button says it. Empty while there are enough."""
    few, ends = page.sending.few_texts, page.sending.until
    if few is None or ends is None:
        return ""
    return ngettext(
        "%(count)s more reply can be sent for this seller until %(until)s.",
        "%(count)s more replies can be sent for this seller until %(until)s.",
        few,
    ) % {"count": few, "until": until(ends, now=page.now)}


def iso(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def problem_of_page(problem: Problem, page: ChatPage) -> ProblemView:
    return problem_view(problem, seller_name=page.chat.seller.name, seen_at=page.chat.seen_at, now=page.now)


def outcome_view(outcome: replies.Outcome, *, chat: Chat, now: datetime) -> OutcomeView:
    kind, problem = shown_kind(outcome), outcome_problem(outcome.problem, chat, now)
    if kind == replies.INVALID:
        return OutcomeView(kind=kind, error=problem.title if problem else _("There is nothing to send yet."))
    if kind == replies.SENT:
        at = outcome.reply.settled_at if outcome.reply else None
        return OutcomeView(kind=kind, text=_("Sent at %(time)s") % {"time": clock(at or now, now=now)})
    shown = replies.REFUSED if kind == OTHER_TEXT else kind
    if problem and problem.kind == LIKE_A_KEY:
        return OutcomeView(kind=kind, text=str(OUTCOME_TEXTS[LIKE_A_KEY]), problem=problem, with_key=True)
    news = tuple(conversation_lines(outcome.news, chat=chat, now=now))
    anyway = news[-1].bubble.message_id if news else ""
    text = str(OUTCOME_TEXTS.get(kind, OUTCOME_TEXTS[replies.UNKNOWN]))
    limited = outcome.problem if outcome.problem and outcome.problem.kind in HOURLY_LIMITS else None
    until = iso(limited.until) if limited and outcome.kind == replies.REFUSED else ""
    view = OutcomeView(kind=shown, text=text, problem=problem, news=news, until=until)
    return replace(view, anyway=anyway, with_key=outcome.with_key)


def shown_kind(outcome: replies.Outcome) -> str:
    """The kind of outcome to show. For a form submitted a second time: what became of the first submission."""
    if outcome.kind != replies.AGAIN or outcome.reply is None:
        return outcome.kind
    kind = OUTCOME_OF_STATE.get(Reply.State(outcome.reply.state), replies.UNKNOWN)
    # Sent the first time, and submitted again with another text: this text was not sent.
    other_text = kind == replies.SENT and outcome.draft.text and not outcome.reply.file_name
    return OTHER_TEXT if other_text else kind


def outcome_problem(problem: Problem | None, chat: Chat, now: datetime) -> ProblemView | None:
    """The problem without its text about how old the shown state is, which does not matter for a reply."""
    if problem is None:
        return None
    view = problem_view(problem, seller_name=chat.seller.name, seen_at=chat.seen_at, now=now)
    return replace(view, text="", advice=view.advice if problem.kind in ADVISED else "")
