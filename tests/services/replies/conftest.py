import pytest

from chats.models import Chat, Reply
from chats.sandbox import Sandbox


@pytest.fixture
def market(market_of_now: Sandbox) -> Sandbox:
    return market_of_now


@pytest.fixture
def chat(read_chat: Chat) -> Chat:
    return read_chat


@pytest.fixture
def unknown(submit, market) -> Reply:
    """A reply whose outcome nobody knows, because it was lost on its way to Market."""
    market.fail("500", operation="sendMessageToChat", taken=False)
    outcome = submit()
    market.clear()
    return outcome.reply
