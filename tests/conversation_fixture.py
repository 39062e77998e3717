"""A chat whose messages the desk has read."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from chats.models import Chat, History, Message, Seller


def as_read(chat: Chat, **details) -> History:
    """Notes that all of the chat is known here, so that no page asks Market for it."""
    now = timezone.now()
    known = {"read_at": now, "look_at": now + timedelta(hours=1), "complete_upto": chat.updated_at}
    known["has_first_message"] = True
    return History.objects.update_or_create(chat=chat, defaults={**known, **details})[0]


def message(chat: Chat, message_id: int, *, at: datetime | None = None, **details) -> Message:
    usual = {"sender": "CUSTOMER", "text": f"Сообщение {message_id}"}
    created_at = at or chat.updated_at - timedelta(hours=1) + timedelta(seconds=message_id)
    Chat.objects.filter(pk=chat.pk).update(version=F("version") + 1)  # as whoever reads on does
    return Message.objects.create(chat=chat, message_id=message_id, created_at=created_at, **{**usual, **details})


@pytest.fixture
def talk(home: Seller, known_chat) -> Callable[..., Chat]:
    """A chat of a minute ago with so many messages, all read: talk(3, status="NEW", …)."""

    def make(count: int = 3, chat_id: int = 310001, **details) -> Chat:
        seen = timezone.now().replace(microsecond=0) - timedelta(minutes=1)
        times = {"seen_at": seen, "due_at": seen + timedelta(hours=1), "updated_at": seen, "created_at": seen}
        chat = known_chat(home, chat_id, **{**times, **details})
        for number in range(1, count + 1):
            message(chat, number, sender="PARTNER" if number % 3 == 0 else "CUSTOMER")
        as_read(chat)
        chat.refresh_from_db(fields=["version"])
        return chat

    return make
