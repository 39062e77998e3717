from collections.abc import Callable

import pytest
from django.utils import timezone

from chats.models import Chat, Note
from chats.services import notes


@pytest.fixture
def chat(home, known_chat) -> Chat:
    return known_chat(home, 310001)


@pytest.fixture
def noted(chat, agent) -> Callable[..., Note]:
    """noted("text", by=…): a note in the chat."""

    def make(text: str = "Склад подтвердил", *, by=agent, now=None, key=None) -> Note:
        return notes.write(by, chat, text, key=key, now=now or timezone.now())

    return make
