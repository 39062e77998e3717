from datetime import timedelta

import pytest
from django.utils import timezone

from chats.models import Chat
from tests.conversation_fixture import as_read
from tests.views.replying import ADDRESS


@pytest.fixture
def signed_in(client, agent):
    """An agent's browser."""
    client.force_login(agent)
    return client


@pytest.fixture
def chat(signed_in, home, market) -> Chat:
    """A chat of the sandbox, opened and read."""
    page = signed_in.get(ADDRESS)
    assert page.status_code == 200
    signed_in.get(ADDRESS, {"v": "0", "last": ""}, headers={"HX-Request": "true", "HX-Target": "freshness"})
    return Chat.objects.get()


@pytest.fixture
def fresh(home, known_chat):
    """A sighting of a minute ago that is not due for another, with its messages read."""

    def make(chat_id=310001, **details):
        seen = timezone.now() - timedelta(minutes=1)
        times = {"seen_at": seen, "due_at": seen + timedelta(hours=1), "updated_at": seen, "created_at": seen}
        chat = known_chat(home, chat_id, **{**times, **details})
        as_read(chat)
        return chat

    return make
