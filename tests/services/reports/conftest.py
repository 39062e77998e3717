"""Chats with messages that are to be counted."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from chats.models import Chat, Message, Reply, Seller
from chats.services.conversation.store import note_uncounted
from chats.services.reports.counting import count_for_a_while
from tests.conversation_fixture import message
from tests.desk_fixture import NOW

MINUTES = timedelta(minutes=1)


@pytest.fixture
def chat(home: Seller, known_chat) -> Chat:
    return known_chat(home, 310001)


@pytest.fixture
def say(chat: Chat) -> Callable[..., Message]:
    """say("CUSTOMER", 5, …): one message more, five minutes after now, which is not counted yet."""
    count = 0

    def add(sender: str, minutes: float, *, to: Chat = chat, at: datetime = NOW, by=None) -> Message:
        nonlocal count
        count += 1
        said = message(to, count, at=at + minutes * MINUTES, sender=sender)
        if by:
            Reply.objects.create(
                reply_id=f"00000000-0000-0000-0000-{count:012}",
                chat=to,
                agent=by,
                message=said,
                started_at=said.created_at,
                leased_until=said.created_at,
                state="SENT",
            )
        note_uncounted(to.pk, said.created_at)
        return said

    return add


@pytest.fixture
def counted(say) -> Callable[[], None]:
    """Counts all that there is."""

    def count() -> None:
        while count_for_a_while()[1]:
            pass

    return count
