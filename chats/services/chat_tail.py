"""What a chat's page shows below the newest message."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chats.models import Chat, Reply
from chats.problems import Problem
from chats.services import conversation, replies


@dataclass(frozen=True, kw_only=True)
class Tail:
    """The tail of a page. `reading` is true until the desk has read the chat for the first time.
    `messages_at` is up to when the messages are known, `unreadable` how many that could not be decoded follow the
    newest one. `digest` changes with what is shown, and is empty when nothing here can change by itself."""

    unfinished: Sequence[Reply]
    reading: bool
    problem: Problem | None
    messages_at: datetime | None
    digest: str
    unreadable: int = 0


def tail_of(chat: Chat, *, now: datetime) -> Tail:
    unfinished, problem = replies.unfinished_replies(chat, now=now), conversation.problem_of_history(chat)
    history = conversation.history_of(chat)
    reading = problem is None and (history is None or history.read_at is None)
    return Tail(
        unfinished=unfinished,
        reading=reading,
        problem=problem,
        messages_at=conversation.messages_at(chat),
        unreadable=history.unreadable if history else 0,
        digest=digest_of(unfinished, reading, problem, now=now) if unfinished or reading or problem else "",
    )


def digest_of(unfinished: Sequence[Reply], reading: bool, problem: Problem | None, *, now: datetime) -> str:
    """A short digest of what the tail shows. A time in the past is left out, since it is not shown."""
    until = problem.until if problem and problem.until and problem.until > now else None
    stopped = problem and (problem.kind, until, problem.trace)
    shown = repr((reading, stopped, [(str(one.reply_id), str(one.state)) for one in unfinished]))
    return hashlib.sha256(shown.encode(errors="replace")).hexdigest()[:12]
