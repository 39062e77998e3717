"""getChat and getChats."""

from typing import Any

from ..content.chats import Chat
from ..protocol import answers, call, filters, pages
from ..protocol.answers import Answer
from .request import Visit


def get_chat(visit: Visit) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChat"""
    chat_id = call.required_id(visit.call, "chatId")
    chat = visit.world.chat(visit.cabinet.business_id, chat_id)
    if chat is None:
        raise answers.refusal(404, f"Can't find chat by id: '{chat_id}'")
    return answers.ok(answers.chat_json(chat))


def get_chats(visit: Visit) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChats"""
    limit = call.page_size(visit.call, largest=20, default=10)
    body = call.json_object(visit.call)
    wants = filters.chat_filter(body)
    question = [visit.cabinet.business_id, limit, body]
    after = pages.read_token(visit.call.parameter("pageToken", "page_token"), question)
    found = [chat for chat in visit.world.chats(visit.cabinet.business_id) if wants(chat) and _comes_after(chat, after)]
    shown, rest = found[:limit], found[limit:]
    paging = {"nextPageToken": pages.token(_place(shown[-1]), question)} if rest else {}
    return answers.ok({"chats": [answers.chat_json(chat) for chat in shown], "paging": paging})


def _place(chat: Chat) -> list[Any]:
    return [chat.updated_at.timestamp(), chat.chat_id]


def _comes_after(chat: Chat, after: list[Any] | None) -> bool:
    return after is None or _place(chat) < after
