"""How old a page of a chat is. The status and the messages come from two calls of Market's, so each has an age of its
own; the page says one time while they agree, and both when they do not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chats.models import Chat
from chats.presenters.formats.times import Moment, moment
from chats.problems import Problem

AGREE = timedelta(minutes=1)  # times that are this close are one time to a reader
FRESH = timedelta(minutes=2)  # a look comes every few seconds, and with many open chats within the minute
ONE: Final = "one"
STATUS: Final = "status"
MESSAGES: Final = "messages"
BOTH: Final = "both"


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """`old` is what to give the age of: ONE for all of it, STATUS or MESSAGES where only that is old, or BOTH. `at` is
    the age of it all; `stale` says that something stopped a newer look."""

    old: str
    at: Moment
    status_at: Moment
    messages_at: Moment
    stale: bool

    @property
    def messages_are_fresh(self) -> bool:
        """Though the status is not."""
        return self.old == STATUS


def freshness(
    chat: Chat, *, messages_at: datetime | None, messages_problem: Problem | None, now: datetime
) -> Freshness:
    """`messages_at` is up to when the messages are known, None when they were never read; `messages_problem` is what
    stopped the last reading."""
    known_at = messages_at or chat.seen_at
    fresh_status = chat.problem is None and now - chat.seen_at < FRESH
    fresh_messages = messages_problem is None and now - known_at < FRESH
    agree = fresh_status == fresh_messages and abs(known_at - chat.seen_at) < AGREE
    return Freshness(
        old=ONE if messages_at is None or agree else STATUS if fresh_messages else MESSAGES if fresh_status else BOTH,
        at=moment(min(chat.seen_at, known_at), now=now),
        status_at=moment(chat.seen_at, now=now),
        messages_at=moment(known_at, now=now),
        stale=chat.problem is not None or messages_problem is not None,
    )
