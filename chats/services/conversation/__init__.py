"""The messages of a chat, how far each agent has read them, and which replies they settle."""

from chats.services.conversation.announced import read_soon
from chats.services.conversation.aside import change_text, give_back, holds, keep_beside, storable_text
from chats.services.conversation.background import due_histories, read_in_background
from chats.services.conversation.begin import start_chat
from chats.services.conversation.history import history_of, messages_at, problem_of_history, read_on
from chats.services.conversation.look import read_again, read_on_if_due
from chats.services.conversation.messages import (
    MOST_AFTER,
    end_of_page_with,
    message_at,
    message_of,
    messages_after,
    messages_before,
    newest_message,
)
from chats.services.conversation.older import has_older, read_older
from chats.services.conversation.read_marks import is_by, mark_read, newest_page
from chats.services.conversation.settle import (
    REPLY_LEASE,
    ReplyState,
    is_open_question,
    settle_reply,
)

__all__ = [
    "MOST_AFTER",
    "REPLY_LEASE",
    "ReplyState",
    "change_text",
    "due_histories",
    "end_of_page_with",
    "give_back",
    "has_older",
    "history_of",
    "holds",
    "is_by",
    "is_open_question",
    "keep_beside",
    "mark_read",
    "message_at",
    "message_of",
    "messages_after",
    "messages_at",
    "messages_before",
    "newest_message",
    "newest_page",
    "problem_of_history",
    "read_again",
    "read_in_background",
    "read_older",
    "read_on",
    "read_on_if_due",
    "read_soon",
    "settle_reply",
    "start_chat",
    "storable_text",
]
