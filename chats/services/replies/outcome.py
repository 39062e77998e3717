"""One press of the button that sends, and what it came to."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from chats.models import Chat, Draft, Message, Reply
from chats.problems import Problem
from chats.services.replies import drafts

SENT = "sent"
REFUSED = "refused"  # certainly not sent; `problem` says why and until when. The next press has the draft's new id
UNKNOWN = "unknown"  # it left, and no answer came: an open question, never sent again by itself
HELD = "held"  # not sent, because `news` came; the next press with `anyway`, or with a newer `seen`, sends
AGAIN = "again"  # this id was used before: `reply` is what became of it, in whatever state; nothing was sent now
INVALID = "invalid"  # not sent; `problem` says what is wrong with the text or file


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a press of the send button came to. `draft` is what the composer has to show next: its text and the id of
    the next reply. `problem` is given with refused, unknown and invalid, and with again where there is one."""

    kind: str
    draft: Draft
    reply: Reply | None = None
    news: tuple[Message, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One press of the button: who, where, and when, by a clock that goes on from `now`."""

    agent: User
    chat: Chat
    now: datetime
    began: float = field(default_factory=time.monotonic)

    @property
    def moment(self) -> datetime:
        return self.now + timedelta(seconds=time.monotonic() - self.began)

    def outcome(
        self, kind: str, *, reply: Reply | None = None, news: tuple[Message, ...] = (), problem: Problem | None = None
    ) -> Outcome:
        draft = drafts.draft_of(self.agent, self.chat)
        return Outcome(kind=kind, draft=draft, reply=reply, news=news, problem=problem)

    def stopped(self, kind: str, problem_kind: str) -> Outcome:
        return self.outcome(kind, problem=Problem(kind=problem_kind, at=self.moment))
