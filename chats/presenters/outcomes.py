"""What became of a press of the send button, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chats.models import Chat, Reply
from chats.presenters.conversation import ConversationLine, conversation_lines
from chats.presenters.formats.times import clock
from chats.presenters.pending import PendingView, outcome_problem, pending_view
from chats.presenters.presence import writing_text
from chats.presenters.problems import ProblemView
from chats.problems import LIKE_A_KEY, RESERVE
from chats.services import replies

SENDING: Final = "sending"
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
HOURLY_LIMITS: Final = {"hourly_limit", RESERVE}


@dataclass(frozen=True, kw_only=True)
class OutcomeView:
    """The outcome of submitting the composer. `error` is shown at the field; `news` are messages that came while the
    reply was being written, `theirs` colleagues' replies on their way: they held it back, as does `writing`, which
    says who else writes. To send it all the same, the form brings `anyway`, the newest message, `anyway_replies` and
    `anyway_writers`, and `with_key` where the agent has seen that the text looks like a key. `lines` say which of
    several things arrived, `until` is the end of an hourly limit, as an ISO time."""

    kind: str
    text: str = ""
    error: str = ""
    problem: ProblemView | None = None
    news: tuple[ConversationLine, ...] = ()
    theirs: tuple[PendingView, ...] = ()
    writing: str = ""
    anyway: str = ""
    anyway_replies: str = ""
    anyway_writers: str = ""
    with_key: bool = False
    lines: tuple[str, ...] = ()
    until: str = ""


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
    text = str(OUTCOME_TEXTS.get(kind, OUTCOME_TEXTS[replies.UNKNOWN]))
    limited = outcome.problem if outcome.problem and outcome.problem.kind in HOURLY_LIMITS else None
    until = iso(limited.until) if limited and outcome.kind == replies.REFUSED else ""
    view = OutcomeView(kind=shown, text=text, problem=problem, until=until, with_key=outcome.with_key)
    return with_news(view, outcome, chat=chat, now=now) if outcome.news else view


def with_news(view: OutcomeView, outcome: replies.Outcome, *, chat: Chat, now: datetime) -> OutcomeView:
    """The outcome with what held the reply back. Where that is only a colleague who writes, the text says who."""
    news, writing = outcome.news, writing_text(outcome.news.writers)
    lines = tuple(conversation_lines(news.messages, chat=chat, now=now))
    alone = _("Not sent yet: %(writing)s. Send it all the same?") % {"writing": writing}
    return replace(
        view,
        text=view.text if news.messages or news.replies else alone,
        news=lines,
        theirs=tuple(pending_view(one, agent=outcome.draft.agent, now=now) for one in news.replies),
        writing=writing if news.messages or news.replies else "",
        anyway=lines[-1].bubble.message_id if lines else "",
        anyway_replies=" ".join(str(one.pk) for one in news.replies),
        anyway_writers=" ".join(str(one.pk) for one in news.writers),
    )


def shown_kind(outcome: replies.Outcome) -> str:
    """The kind of outcome to show. For a form submitted a second time: what became of the first submission."""
    if outcome.kind != replies.AGAIN or outcome.reply is None:
        return outcome.kind
    kind = OUTCOME_OF_STATE.get(Reply.State(outcome.reply.state), replies.UNKNOWN)
    # Sent the first time, and submitted again with another text: this text was not sent.
    other_text = kind == replies.SENT and outcome.draft.text and not outcome.reply.file_name
    return OTHER_TEXT if other_text else kind


def iso(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""
