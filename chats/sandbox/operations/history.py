"""getChatHistory."""

from ..protocol import answers, call, pages
from ..protocol.answers import Answer
from ..protocol.filters import valid_id
from .request import Visit


def get_chat_history(visit: Visit) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChatHistory

    Newest first, with the message that `messageIdFrom` names; Market documents neither.
    """
    chat_id = call.required_id(visit.call, "chatId")
    limit = call.page_size(visit.call, largest=100, default=50)
    body = call.json_object(visit.call)
    start = body.get("messageIdFrom")
    first = 1 if start is None else valid_id(start, "messageIdFrom", 1) + visit.world.from_is_excluded
    chat = visit.world.chat_or_refusal(visit.cabinet.business_id, chat_id)
    question = [visit.cabinet.business_id, chat_id, limit, body]
    after = pages.read_token(visit.call.parameter("pageToken", "page_token"), question)
    messages = [one for one in visit.world.messages(visit.cabinet.business_id, chat_id) if one.message_id >= first]
    if not visit.world.oldest_first:
        messages.reverse()
    known = [one.message_id for one in messages]
    begin = known.index(after[0]) + 1 if after and after[0] in known else 0
    shown, rest = messages[begin : begin + (limit or 0)], messages[begin + (limit or 0) :]
    last = [shown[-1].message_id] if shown else after or [0]
    paging = {"nextPageToken": pages.token(last, question)} if rest or visit.world.endless else {}
    result = {"context": answers.context_json(chat), "messages": [one.as_json() for one in shown], "paging": paging}
    return answers.ok(result if chat.context.order_id is None else {"orderId": chat.context.order_id, **result})
