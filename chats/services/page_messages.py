"""The messages of a page of a chat, or of a part for an open one, and the private notes that stand among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from chats.models import Chat, Message, Note
from chats.problems import Problem
from chats.services import conversation, notes

PAGE_SIZE = 50  # messages on a page, and in each step back to earlier ones


@dataclass(frozen=True, kw_only=True)
class PageMessages:
    """The messages of a page or a part, oldest first. `last` is the ID of the newest message on the page, `above`
    the message that the page already shows above these and `below` the one that it shows below, `older` the ID of the
    oldest one if there are earlier ones. `problem` is why earlier messages could not be read. `notes` stand among the
    messages; `renewed` are notes further up on an open page, which have changed."""

    found: Sequence[Message]
    last: int | None = None
    above: Message | None = None
    below: Message | None = None
    first_unread: int | None = None
    older: int | None = None
    earlier: bool = False
    problem: Problem | None = None
    notes: Sequence[Note] = ()
    renewed: Sequence[Note] = ()


def newest_messages(agent: User, chat: Chat) -> PageMessages:
    found, unread = conversation.newest_page(agent, chat, most=PAGE_SIZE)
    last = found[-1].message_id if found else None
    older = older_than(chat, found)
    noted = notes.notes_between(chat, beginning_of(found, older))
    return PageMessages(found=found, last=last, first_unread=unread, older=older, notes=noted)


def earlier_messages(chat: Chat, message: Message, *, now: datetime) -> PageMessages:
    """The messages before `message`. Asks Market for them if the desk has not stored them yet."""
    problem = conversation.read_older(chat, message, now=now)
    found = conversation.messages_before(chat, message, most=PAGE_SIZE)
    if problem and not found:
        return PageMessages(found=(), older=message.message_id, earlier=True, problem=problem)
    last = found[-1].message_id if found else None
    older = older_than(chat, found)
    noted = notes.notes_between(chat, beginning_of(found, older), message.created_at)
    return PageMessages(found=found, last=last, below=message, older=older, earlier=True, notes=noted)


def newer_than(chat: Chat, last: int | None, *, version: int | None) -> PageMessages:
    """What an open page lacks whose newest message is `last`, and which shows this version of the chat."""
    found = conversation.messages_after(chat, last)
    newest = found[-1].message_id if found else last
    above = conversation.message_of(chat, last) if last is not None else None
    noted, renewed = notes.notes_to_tell(chat, version, above.created_at if above else None)
    older = older_than(chat, found) if last is None else None
    return PageMessages(found=found, last=newest, above=above, older=older, notes=noted, renewed=renewed)


def older_than(chat: Chat, found: Sequence[Message]) -> int | None:
    """The ID of the oldest message in `found` if there are earlier ones. A full page is assumed to have some, which
    saves a query."""
    if found and (len(found) >= PAGE_SIZE or conversation.has_older(chat, found[0])):
        return found[0].message_id
    return None


def beginning_of(found: Sequence[Message], older: int | None) -> datetime | None:
    """From when on the notes belong to a page: from its first message on, or all where nothing is earlier."""
    return found[0].created_at if found and older is not None else None
