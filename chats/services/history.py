"""The messages of a chat: kept once in the desk's own table, read on at Market from the newest one known."""

from datetime import datetime

from django.contrib.auth.models import User

from chats.models import Chat, Message
from chats.services.problems import Problem
from chats.services.quota import Lane


def messages(chat: Chat, *, most: int = 50) -> list[Message]:
    """The newest messages known here, oldest first, each with its `reply` and that reply's agent. One query."""
    raise NotImplementedError


def message_of(chat: Chat, message_id: int) -> Message | None:
    """One message of this chat, or None."""
    raise NotImplementedError


def before(chat: Chat, message: Message, *, most: int = 50) -> list[Message]:
    """The messages known here that come just before that one, oldest first. Empty: see `read_older`."""
    raise NotImplementedError


def after(chat: Chat, message_id: int | None, *, most: int = 200) -> list[Message]:
    """The messages known here that came after that one, oldest first. None, for a page that shows no message yet,
    gives the newest ones; an id that is not in the table gives nothing. One query."""
    raise NotImplementedError


def read_on(chat: Chat, lane: Lane, *, now: datetime, deadline: float | None = None) -> Problem | None:
    """Ask Market for what is newer than the messages known here and keep it, then settle replies by it.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChatHistory

    Gives the problem that stopped it, which is kept in `History` too. `chat` needs its seller; `deadline` is in seconds
    and for each call.
    """
    raise NotImplementedError


def read_on_if_due(chat: Chat, *, now: datetime) -> Problem | None:
    """The pulse of an open page, after `freshness.refresh_if_due`: reads on only when the chat's `updated_at` is later
    than what is known here, or nothing was ever read; one reader at a time."""
    raise NotImplementedError


def read_older(chat: Chat, message: Message, *, now: datetime) -> Problem | None:
    """A person wants what is before that message: asks Market only when the table has nothing before it and the
    beginning of the chat is not known yet. Afterwards `before` has it."""
    raise NotImplementedError


def has_older(chat: Chat, message: Message) -> bool:
    """Whether there is, or may be, something before that message, here or at Market."""
    raise NotImplementedError


def problem_of_history(chat: Chat) -> Problem | None:
    """What stopped the last reading, if it was stopped."""
    raise NotImplementedError


def mark_read(agent: User, chat: Chat, message_id: int) -> None:
    """The agent has read up to that message. Never moves back; an id that is not in the chat does nothing."""
    raise NotImplementedError


def first_unread(agent: User, chat: Chat) -> int | None:
    """The id of the first message of others after the agent's mark; None when there is none, or no mark yet."""
    raise NotImplementedError
