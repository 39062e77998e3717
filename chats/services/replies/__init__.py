"""What agents send: drafts, submissions that send at most once, and replies whose outcome is open."""

from chats.services.replies.drafts import draft_of, keep_draft
from chats.services.replies.outcome import AGAIN, HELD, INVALID, REFUSED, SENT, UNKNOWN, Outcome
from chats.services.replies.send import cannot_write, send_file, send_text
from chats.services.replies.unfinished import confirm, drop, unfinished_replies

__all__ = [
    "AGAIN",
    "HELD",
    "INVALID",
    "REFUSED",
    "SENT",
    "UNKNOWN",
    "Outcome",
    "cannot_write",
    "confirm",
    "draft_of",
    "drop",
    "keep_draft",
    "send_file",
    "send_text",
    "unfinished_replies",
]
