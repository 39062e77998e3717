"""Earlier messages: from the desk's own table, and from Market where that ends."""

from datetime import datetime

from chats import database
from chats.market.errors import MarketError, Refused
from chats.models import Chat, History, Message
from chats.problems import NotNow, Problem, problem_of
from chats.services.conversation.history import history_of
from chats.services.conversation.messages import is_known_before
from chats.services.conversation.reader import Position, Reader, Reading, position
from chats.services.conversation.settle import settle_by_history
from chats.services.conversation.store import store
from chats.services.conversation.unreadable import Unreadable, unreadable_in
from chats.services.upstream import Lane


def read_older(chat: Chat, message: Message, *, now: datetime) -> Problem | None:
    """A person wants what is before that message: asks Market only when the table has nothing before it and the
    beginning of the chat is not known yet. Afterwards `messages_before` has it."""
    row = History.objects.filter(chat=chat).first()
    if row is None or row.has_first_message or is_known_before(chat, message):
        return None
    reader = Reader(chat=chat, lane=Lane.AGENT, now=now)
    try:
        reading = older(reader, row.older_token, position(message))
    except (MarketError, NotNow) as error:
        return problem_of(error, at=now)
    with database.without_fsync():
        row = locked_if_first(chat, message)
        if row is None:
            return None
        store(chat, reading, unreadable_before(message, reading), now=now)
        row.has_first_message, row.older_token = beginning_after(reading)
        row.save(update_fields=["has_first_message", "older_token"])
        chat.history = row
    settle_by_history(chat, now=now)
    return None


def locked_if_first(chat: Chat, message: Message) -> History | None:
    """The history, locked, if that message is still the oldest one stored; else what was read before it would leave a
    gap, or is here already: the chat has been read anew meanwhile, or others have read further back. A lease would not
    tell, since people read without one."""
    database.lock(Chat.objects.only("pk")).get(pk=chat.pk)  # before the history, as everywhere
    row = database.lock(History.objects.all()).get(pk=chat.pk)
    return row if oldest_message(chat) == message else None


def oldest_message(chat: Chat) -> Message | None:
    return Message.objects.filter(chat=chat).order_by("created_at", "message_id").first()


def beginning_after(reading: Reading) -> tuple[bool, str]:
    """Whether the chat's first message is stored now, and the token of the page before if not."""
    return reading.ended, "" if reading.ended else reading.token or ""


def unreadable_before(message: Message, reading: Reading) -> Unreadable:
    """What could not be decoded of the page before a message: its end is right before the message."""
    found = unreadable_in(reading, None)
    if message.message_id in found.before:
        return found
    return Unreadable(before={**found.before, message.message_id: message.unreadable + found.after})


def older(reader: Reader, token: str, known: Position) -> Reading:
    if not token:
        return reader.older(None, known)
    try:
        return reader.older(token, known)
    except Refused:
        # Tokens are opaque, and Market does not say how long they last.
        return reader.older(None, known)


def has_older(chat: Chat, message: Message) -> bool:
    """Whether there is, or may be, something before that message, here or at Market."""
    row = history_of(chat)
    return not (row and row.has_first_message) or is_known_before(chat, message)
