"""What agents send: drafts, submissions that send at most once, and replies whose outcome is open."""

from chats.services.replies.drafts import (
    MINE,
    THEIRS,
    Saved,
    as_kept,
    choose_text,
    draft_of,
    keep_draft,
    key_of,
    save_draft,
    take_from_beside,
)
from chats.services.replies.files import (
    MOST_FILES,
    Batch,
    ChosenFile,
    became_of_file,
    send_all,
    send_file,
)
from chats.services.replies.hour import SendingHour, sending_hour
from chats.services.replies.outcome import AGAIN, HELD, INVALID, QUESTION, REFUSED, SENT, UNKNOWN, Outcome, Seen
from chats.services.replies.stops import cannot_write
from chats.services.replies.unfinished import Decision, confirm, drop, unfinished_replies

__all__ = [
    "AGAIN",
    "HELD",
    "INVALID",
    "MINE",
    "MOST_FILES",
    "QUESTION",
    "REFUSED",
    "SENT",
    "THEIRS",
    "UNKNOWN",
    "Batch",
    "ChosenFile",
    "Decision",
    "Outcome",
    "Saved",
    "Seen",
    "SendingHour",
    "as_kept",
    "became_of_file",
    "cannot_write",
    "choose_text",
    "confirm",
    "draft_of",
    "drop",
    "keep_draft",
    "key_of",
    "save_draft",
    "send_all",
    "send_file",
    "sending_hour",
    "take_from_beside",
    "unfinished_replies",
]
