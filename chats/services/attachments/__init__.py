"""Files that agents send: which kinds the desk takes, and what a file is, judged by its content."""

from chats.services.attachments.attachment import attachment_of
from chats.services.attachments.kinds import KINDS, accepted_kinds

__all__ = ["KINDS", "accepted_kinds", "attachment_of"]
