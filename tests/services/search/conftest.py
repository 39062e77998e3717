"""Messages that are in the index."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from chats.models import Chat, Message, Seller
from chats.services import search
from tests.conversation_fixture import message
from tests.desk_fixture import NOW


@pytest.fixture
def chat(home: Seller, known_chat) -> Chat:
    return known_chat(home, 310001)


@pytest.fixture
def say(chat: Chat) -> Callable[..., Message]:
    """say("Где посылка?", …): one message more, a minute after the last one, indexed."""
    count = 0

    def add(text: str, *, to: Chat = chat, at: datetime | None = None, message_id: int = 0, **details) -> Message:
        nonlocal count
        count += 1
        said = message(to, message_id or count, at=at or NOW + timedelta(minutes=count), text=text, **details)
        search.add_to_index(to, [said])
        return said

    return add


@pytest.fixture
def found(agent) -> Callable[..., list[str]]:
    """The texts that a query finds: found("посылка", sender=…)."""

    def find(text: str, *, by=agent, **within) -> list[str]:
        return [one.text for one in search.find_messages(by, search.read_query(text), search.Within(**within)).hits]

    return find
