"""sendMessageToChat, sendFileToChat and createChat."""

from typing import Final

from chats.market.types import ChatStatus, Sender

from ..content.chats import Chat
from ..content.dialogue import DialogueLine
from ..protocol import answers, call, filters
from ..protocol.answers import Answer
from ..protocol.multipart import uploaded_file
from .request import Visit

LONGEST: Final = 4096
# What a send or a new chat would have said, for a fault that comes before Market took it.
TAKEN: Final = answers.json_answer({"status": "OK"})
BEGUN: Final = answers.ok({"chatId": 599_999})


def send_message_to_chat(visit: Visit) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/sendMessageToChat"""
    chat_id = call.required_id(visit.call, "chatId")
    message = call.json_object(visit.call).get("message")
    if message is None:
        raise answers.refusal(400, "'message' must not be null")
    if not isinstance(message, str):
        raise answers.refusal(400, "Illegal input at 'message'")
    if not 1 <= len(message) <= LONGEST:
        raise answers.refusal(400, f"'message' size must be between '1' and '{LONGEST}'")
    return _taken(visit, chat_id, DialogueLine(Sender.PARTNER, message))


def send_file_to_chat(visit: Visit) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/sendFileToChat"""
    chat_id = call.required_id(visit.call, "chatId")
    file = uploaded_file(visit.call)
    return _taken(visit, chat_id, DialogueLine(Sender.PARTNER, None, ((file.name, len(file.content)),)))


def create_chat(visit: Visit) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/createChat"""
    context = filters.context_to_create(call.json_object(visit.call))
    chat = visit.world.create_chat(visit.cabinet, context, visit.now)
    return answers.ok({"chatId": chat.chat_id})


def _taken(visit: Visit, chat_id: int, line: DialogueLine) -> Answer:
    """The words for a chat that is closed are a guess: Market documents none."""
    chat: Chat = visit.world.chat_or_refusal(visit.cabinet.business_id, chat_id)
    if chat.status == ChatStatus.FINISHED:
        raise answers.refusal(400, f"Chat '{chat_id}' is finished, messages can't be sent to it")
    message = visit.world.say(visit.cabinet.business_id, chat_id, line, visit.now)
    visit.world.buyers.schedule(visit.cabinet.business_id, chat_id, message)
    return TAKEN
