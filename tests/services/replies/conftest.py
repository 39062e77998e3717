import pytest

from chats.models import Chat
from chats.sandbox import Sandbox


@pytest.fixture
def market(market_of_now: Sandbox) -> Sandbox:
    return market_of_now


@pytest.fixture
def chat(read_chat: Chat) -> Chat:
    return read_chat
