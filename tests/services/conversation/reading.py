"""What the tests of reading a history have in common."""

from datetime import timedelta

from chats.models import Chat
from chats.services.conversation import history
from chats.services.upstream.ledger import Lane
from tests.desk_fixture import NOW, again

HOME_ID = 1001
HISTORY = "getChatHistory"


def read(chat: Chat, seconds: float = 0):
    return history.read_on(again(chat), Lane.AGENT, now=NOW + timedelta(seconds=seconds))


def calls_of(market, operation: str = HISTORY) -> int:
    return sum(call.operation == operation for call in market.calls)


def ids(messages) -> list[int]:
    return [message.message_id for message in messages]


def at_market(market, chat) -> list[int]:
    return ids(market.messages(HOME_ID, chat.chat_id))
