import pytest

from chats.models import Chat
from chats.services.sightings import refresh
from tests.desk_fixture import NOW
from tests.services.conversation.reading import HOME_ID


@pytest.fixture
def market(market_of_now):
    return market_of_now


@pytest.fixture
def chat(home, market) -> Chat:
    return refresh.fetch_chat(home, 310002, now=NOW)


@pytest.fixture
def long_chat(home, market):
    """Makes a chat with so many messages at Market."""

    def make(count: int) -> Chat:
        market.set_messages(HOME_ID, 310021, count)
        return refresh.fetch_chat(home, 310021, now=NOW)

    return make
