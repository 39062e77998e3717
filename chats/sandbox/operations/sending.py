"""sendMessageToChat, sendFileToChat and createChat."""

from typing import Final

from chats.market.types import ChatStatus, Sender

from ..content.dialogue import DialogueLine
from ..protocol import answers, call, filters
from ..protocol.answers import Answer
from ..protocol.multipart import uploaded_file
from .request import Request

MAX_MESSAGE_LENGTH: Final = 4096
# The answers to a success, also for a fault that comes before the call was carried out.
SENT: Final = answers.json_answer({"status": "OK"})
CREATED: Final = answers.ok({"chatId": 599_999})


def send_message_to_chat(request: Request) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/sendMessageToChat"""
    chat_id = call.required_id(request.call, "chatId")
    message = call.json_object(request.call).get("message")
    if message is None:
        raise answers.refusal(400, "'message' must not be null")
    if not isinstance(message, str):
        raise answers.refusal(400, "Illegal input at 'message'")
    if not 1 <= len(message) <= MAX_MESSAGE_LENGTH:
        raise answers.refusal(400, f"'message' size must be between '1' and '{MAX_MESSAGE_LENGTH}'")
    return add_message(request, chat_id, DialogueLine(Sender.PARTNER, message))


def send_file_to_chat(request: Request) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/sendFileToChat"""
    chat_id = call.required_id(request.call, "chatId")
    file = uploaded_file(request.call)
    return add_message(request, chat_id, DialogueLine(Sender.PARTNER, None, ((file.name, len(file.content)),)))


def create_chat(request: Request) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/createChat"""
    context = filters.context_to_create(call.json_object(request.call))
    chat = request.world.create_chat(request.cabinet, context, request.now)
    return answers.ok({"chatId": chat.chat_id})


def add_message(request: Request, chat_id: int, line: DialogueLine) -> Answer:
    """Adds the shop's message, and lets the buyer answer.

    The refusal for a finished chat is a guess, because Market does not document it.
    """
    chat = request.world.chat_or_refusal(request.business_id, chat_id)
    if chat.status == ChatStatus.FINISHED:
        raise answers.refusal(400, f"Chat '{chat_id}' is finished, messages can't be sent to it")
    message = request.world.say(request.business_id, chat_id, line, request.now)
    request.world.buyers.schedule(request.business_id, chat_id, message)
    return SENT
