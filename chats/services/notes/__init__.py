"""Private notes about a chat: for colleagues, and never for Market. Nothing here can send, and what sends knows nothing
of this."""

from chats.services.notes.drafts import draft_of, save_draft
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
    "NotNoted",
    "Refusal",
    "change",
    "delete",
    "draft_of",
    "erase_deleted",
    "note_of",
    "notes_between",
    "notes_to_tell",
    "restore",
    "save_draft",
    "versions_of",
    "write",
]
