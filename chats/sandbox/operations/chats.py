"""getChat, getChats and getChatHistory."""

from typing import Any

from ..protocol import answers, call, filters, pages
from ..protocol.answers import Answer
from ..protocol.filters import valid_id
from .request import Request


def get_chat(request: Request) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChat"""
    chat_id = call.required_id(request.call, "chatId")
    return answers.ok(answers.chat_json(request.world.chat_or_refusal(request.business_id, chat_id)))


def get_chats(request: Request) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChats"""
    limit = call.page_size(request.call, largest=20, default=10)
    body = call.json_object(request.call)
    wanted = filters.chat_filter(body)
    world = request.world
    query = [request.business_id, limit, body, world.order, world.paging]
    after = pages.read_token(request.call.parameter("pageToken", "page_token"), query)
    chats, following = world.page(request.business_id, wanted, after, limit or 0)
    paging = {} if following is None else {"nextPageToken": pages.token(following, query)}
    return answers.ok({"chats": [answers.chat_json(chat) for chat in chats], "paging": paging})


def get_chat_history(request: Request) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChatHistory

    Newest first, and the message that `messageIdFrom` names is included. Market documents neither, so `World` can
    change both.
    """
    chat_id = call.required_id(request.call, "chatId")
    limit = call.page_size(request.call, largest=100, default=50) or 0
    body = call.json_object(request.call)
    first_id = first_message_id(body, excluded=request.world.from_is_excluded)
    chat = request.world.chat_or_refusal(request.business_id, chat_id)
    query = [request.business_id, chat_id, limit, body]
    after = pages.read_token(request.call.parameter("pageToken", "page_token"), query)
    messages = [one for one in request.world.messages(request.business_id, chat_id) if one.message_id >= first_id]
    if not request.world.oldest_first:
        messages.reverse()
    ids = [one.message_id for one in messages]
    start = ids.index(after[0]) + 1 if after and after[0] in ids else 0
    page, rest = messages[start : start + limit], messages[start + limit :]
    last = [page[-1].message_id] if page else after or [0]
    paging = {"nextPageToken": pages.token(last, query)} if rest or request.world.endless else {}
    result = {"context": answers.context_json(chat), "messages": [one.as_json() for one in page], "paging": paging}
    return answers.ok(result if chat.context.order_id is None else {"orderId": chat.context.order_id, **result})


def first_message_id(body: dict[str, Any], *, excluded: bool) -> int:
    start = body.get("messageIdFrom")
    return 1 if start is None else valid_id(start, "messageIdFrom", 1) + excluded
