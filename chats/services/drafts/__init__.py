"""What the drafts of replies and of notes have in common: their versions, and what a person typed as text to keep."""

from chats.services.drafts.base import Base, as_typed, version_of

__all__ = ["Base", "as_typed", "version_of"]
