"""Entries of the inbox made from chats that are in no database."""

from chats.models import Chat
from chats.services.inbox import Entry, ListedChat


def entry_of(chat: Chat, **marks: object) -> Entry:
    """As `inbox.page_of` would read it. `marks`: is_unread, own_draft, mentioned_by."""
    names = {
        f"{who}__{name}": getattr(getattr(chat, who), name, None)
        for who in ("assignee", "handed_by", "snoozed_by")
        for name in ("username", "first_name", "last_name")
    }
    known = {"is_unread": 0, "own_draft": None, "mentioned_by": None, **names, **marks}
    values = {name: known[name] if name in known else getattr(chat, name) for name in ListedChat._fields}
    return Entry(kind="chat", chat=ListedChat(**values), seller=chat.seller)
