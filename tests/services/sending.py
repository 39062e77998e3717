"""What the tests of sending have in common."""

from chats.models import Chat
from chats.services.conversation import messages

HOME_ID, CHAT_ID = 1001, 310002
TEXT = "Здравствуйте! Заказ уже в пути.\nХорошего дня!"


def seen(chat: Chat) -> int | None:
    known = messages.messages(chat, most=1)
    return known[-1].message_id if known else None


def written(market) -> list[str]:
    """What our side wrote at Market, as far as these tests do."""
    return [one.text for one in market.messages(HOME_ID, CHAT_ID) if one.sender == "PARTNER" and one.text == TEXT]


def sends(market) -> int:
    return sum(call.operation == "sendMessageToChat" for call in market.calls)
