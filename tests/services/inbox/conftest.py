from collections.abc import Callable
from datetime import timedelta

import pytest

from chats.models import Chat
from tests.desk_fixture import NOW


@pytest.fixture
def waiting(home, known_chat) -> Callable[..., Chat]:
    """waiting(chat_id, hours, …): a chat that has waited for so long."""

    def make(number: int, hours: float = 1, **details) -> Chat:
        since = NOW - timedelta(hours=hours)
        return known_chat(details.pop("seller", home), number, **{"updated_at": since, **details})

    return make
