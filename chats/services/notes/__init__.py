"""Private notes about a chat: for colleagues, and never for Market. Nothing here can send, and what sends knows nothing
of this."""

from chats.services.notes.drafts import draft_of, save_draft
from chats.services.notes.mentions import (
    WHO_MENTIONS,
    Colleague,
    colleagues_of,
    mentioned_in,
    mentions_lately,
    name_of,
    read_mentions,
    unread_for,
)
from chats.services.notes.notes import (
    LONGEST_NOTE,
    NotNoted,
    Refusal,
    change,
    delete,
    erase_deleted,
    note_of,
    restore,
    write,
)
from chats.services.notes.shown import notes_between, notes_to_tell, versions_of

__all__ = [
    "LONGEST_NOTE",
    "WHO_MENTIONS",
    "Colleague",
    "NotNoted",
    "Refusal",
    "change",
    "colleagues_of",
    "delete",
    "draft_of",
    "erase_deleted",
    "mentioned_in",
    "mentions_lately",
    "name_of",
    "note_of",
    "notes_between",
    "notes_to_tell",
    "read_mentions",
    "restore",
    "save_draft",
    "unread_for",
    "versions_of",
    "write",
]
