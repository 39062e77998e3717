"""Rows with a `due_at`, for the tests of jobs."""

from datetime import timedelta

import pytest

from chats.models import Chat, History
from tests.desk_fixture import NOW


@pytest.fixture
def history(chat_of):
    """A history that has been due for a minute."""

    def make(chat_id: int = 1, **values) -> History:
        return History.objects.create(chat=chat_of(chat_id), **{"due_at": NOW - timedelta(minutes=1), **values})

    return make


@pytest.fixture
def chat_of(home):
    def make(chat_id: int) -> Chat:
        times = dict.fromkeys(("created_at", "updated_at", "seen_at", "due_at"), NOW)
        about = {"type": "CHAT", "status": "NEW", "context_type": "DIRECT", "source": Chat.Source.LIST}
        return Chat.objects.create(seller=home, chat_id=chat_id, **times, **about)

    return make
