"""The composer, and what is shown below the newest message."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import uuid4

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from chats.market.limits import LONGEST_MESSAGE, SEND_FILE_TO_CHAT, SEND_MESSAGE_TO_CHAT
from chats.models import Reply
from chats.presenters.attachments import FileLimits, file_limits
from chats.presenters.conversation import unreadable_text
from chats.presenters.formats.times import until
from chats.presenters.outcomes import iso
from chats.presenters.pending import PendingView, outcome_problem, pending_view
from chats.presenters.problems import ProblemView, problem_view
from chats.problems import Problem
from chats.services.chat_page import ChatPage

JUST_NOW: Final = timedelta(minutes=2)  # from the start of a chat to its first page


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
    def theirs(self) -> str:
        """Colleagues' replies, by their IDs."""
        return " ".join(one.reply_id for one in self.pending if not one.mine)

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
class ComposerIds:
    """The ID of the next reply: all of the composer that changes on an open page."""

    reply_id: str


@dataclass(frozen=True, kw_only=True)
class ComposerView(ComposerIds):
    """`seen` is the newest message on the page, `replies` colleagues' replies below it; the form sends them
    back. `closed` says why nobody can write here, and is
    empty where one can; then it is `open`. `file_id` is the id of files that a browser without scripts sends along;
    `text_until` and `file_until` are until when Market's hourly limit is reached, as ISO times, or empty. `first` marks
    a chat that has just begun without a message: there is nothing to do in it but to write."""

    text: str
    seen: str
    replies: str
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
        replies=tail_view(page).theirs,
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


def problem_of_page(problem: Problem, page: ChatPage) -> ProblemView:
    return problem_view(problem, seller_name=page.chat.seller.name, seen_at=page.chat.seen_at, now=page.now)
