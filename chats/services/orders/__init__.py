"""The order and the return behind a chat."""

from chats.services.orders.background import refresh_oldest
from chats.services.orders.deadlines import deadline_of_return
from chats.services.orders.refresh import LastSeen, Subject, known_subject, refresh_subject

__all__ = [
    "LastSeen",
    "Subject",
    "deadline_of_return",
    "known_subject",
    "refresh_oldest",
    "refresh_subject",
]
