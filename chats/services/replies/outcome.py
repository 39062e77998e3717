"""One submission, which is one press of the send button, and its outcome."""

from collections.abc import Set
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth.models import User

from chats.clock import Clock
from chats.models import Chat, Draft, Message, Reply
from chats.problems import Problem
from chats.services.people import Person
from chats.services.replies import drafts

SENT = "sent"
REFUSED = "refused"  # certainly not sent; `problem` says why and until when. The next press carries a new id
UNKNOWN = "unknown"  # it left and no answer came: an open question, which the desk never answers by sending again
HELD = "held"  # not sent, because of `news` or of a `problem`; the next press sends, if it says that this was seen
QUESTION = "question"  # not sent: an earlier reply of the agent's is an open question here
AGAIN = "again"  # this id was used before: nothing was sent now, and `reply` is what became of it, in whatever state
INVALID = "invalid"  # not sent; `problem` says what is wrong with the text or file


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What an agent knows of the chat at the press: the newest of these `messages`; of colleagues, the `replies` that
    are not in the history yet, and the `writers`, by their primary keys."""

    messages: tuple[int | None, ...] = ()
    replies: Set[UUID] = frozenset()
    writers: Set[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class News:
    """What the agent has not seen: what others wrote, colleagues' replies that are not in the history yet, and who
    else is writing one."""

    messages: tuple[Message, ...] = ()
    replies: tuple[Reply, ...] = ()
    writers: tuple[Person, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.messages or self.replies or self.writers)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a submission came to; `kind` is one of the constants above.

    `draft` is what the composer shows next: its text, and the id of the next reply. `news` is what held the
    reply up, `with_key` says that it may go although it looks like a key. `problem` comes with REFUSED, UNKNOWN and
    INVALID, and with HELD and AGAIN where there is one.
    """

    kind: str
    draft: Draft
    reply: Reply | None = None
    news: News = field(default_factory=News)
    with_key: bool = False
    problem: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One press of the send button: by whom, in which chat, and the time, which runs on while Market is asked."""

    agent: User
    chat: Chat
    clock: Clock


def outcome_of(  # noqa: PLR0913  (what an outcome may have, all by keyword)
    submission: Submission,
    kind: str,
    *,
    reply: Reply | None = None,
    news: News | None = None,
    with_key: bool = False,
    problem: Problem | None = None,
) -> Outcome:
    """The outcome, with the draft as it is now: one query."""
    draft = drafts.draft_of(submission.agent, submission.chat)
    return Outcome(kind=kind, draft=draft, reply=reply, news=news or News(), with_key=with_key, problem=problem)


def stopped(submission: Submission, kind: str, problem_kind: str) -> Outcome:
    """The outcome of a submission that the desk itself stops, before anything leaves."""
    return outcome_of(submission, kind, problem=Problem(kind=problem_kind, at=submission.clock.now))
