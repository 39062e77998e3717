"""Who is at a chat: who has it open now, and who writes in it. It keeps nobody from anything."""

from chats.services.presence.note import ended_before, note_writing, stop_writing
from chats.services.presence.present import LASTS, NOBODY, Others, keep_up, others_at, writers_for

__all__ = [
    "LASTS",
    "NOBODY",
    "Others",
    "ended_before",
    "keep_up",
    "note_writing",
    "others_at",
    "stop_writing",
    "writers_for",
]
