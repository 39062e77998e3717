"""The operations on chats."""

from collections.abc import Sequence

import msgspec

from chats.market import wire
from chats.market.caller import Caller, paged
from chats.market.http import multipart
from chats.market.http.transport import Request
from chats.market.limits import (
    CHATS_PER_PAGE,
    CREATE_CHAT,
    GET_CHAT,
    GET_CHAT_HISTORY,
    GET_CHATS,
    MESSAGES_PER_PAGE,
    SEND_FILE_TO_CHAT,
    SEND_MESSAGE_TO_CHAT,
    Answer,
)
from chats.market.text import storable
from chats.market.token import Token
from chats.market.types import Chat, ChatsPage, ContextFilter, HistoryPage


class Chats(Caller):
    """Half of `client.Client`."""

    def get_chat(self, token: Token, *, business_id: int, chat_id: int, deadline: float | None = None) -> Answer[Chat]:
        """One chat by its id.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChat

        1 000 an hour per business. `deadline`, in seconds, can only shorten the client's own; so in all operations.
        """
        request = Request("GET", f"v2/businesses/{business_id:d}/chat", {"chatId": chat_id})
        return self.call(GET_CHAT, token, request, deadline, lambda raw: wire.chat_of(raw, chat_id=chat_id))

    def get_chats(  # noqa: PLR0913  (Market's own parameters)
        self,
        token: Token,
        *,
        business_id: int,
        contexts: Sequence[ContextFilter] = (),
        statuses: Sequence[str] = (),
        types: Sequence[str] = (),
        context_types: Sequence[str] = (),
        limit: int = CHATS_PER_PAGE,
        page_token: str | None = None,
        deadline: float | None = None,
    ) -> Answer[ChatsPage]:
        """One page of a business's chats. Market documents no order.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChats

        5 000 an hour per business. `contexts` finds the chats of orders and returns. An empty filter means all.
        `limit` is 1 to CHATS_PER_PAGE. `page_token` is the last page's `next_page_token`, with the same
        filters and limit.
        """
        filters = {"contexts": contexts, "statuses": statuses, "types": types, "contextTypes": context_types}
        body = {name: list(values) for name, values in filters.items() if values}
        path = f"v2/businesses/{business_id:d}/chats"
        request = Request("POST", path, paged(limit, page_token), msgspec.json.encode(body))
        return self.call(GET_CHATS, token, request, deadline, wire.chats_of)

    def get_chat_history(  # noqa: PLR0913  (Market's own parameters)
        self,
        token: Token,
        *,
        business_id: int,
        chat_id: int,
        message_id_from: int | None = None,
        limit: int = MESSAGES_PER_PAGE,
        page_token: str | None = None,
        deadline: float | None = None,
    ) -> Answer[HistoryPage]:
        """One page of a chat's messages. Market documents no order.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChatHistory

        10 000 an hour per business. `message_id_from`: this message or those after it. `limit` is
        1 to MESSAGES_PER_PAGE. `page_token` is the last page's `next_page_token`, with the same `limit` and
        `message_id_from`.
        """
        body = {"messageIdFrom": message_id_from} if message_id_from else {}
        query = {"chatId": chat_id} | paged(limit, page_token)
        path = f"v2/businesses/{business_id:d}/chats/history"
        request = Request("POST", path, query, msgspec.json.encode(body))
        return self.call(GET_CHAT_HISTORY, token, request, deadline, wire.history_of)

    def send_message_to_chat(
        self, token: Token, *, business_id: int, chat_id: int, message: str, deadline: float | None = None
    ) -> Answer[None]:
        """Write to the buyer, at most once: the request is never repeated, whatever the answer.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/sendMessageToChat

        1 000 an hour per business. `message` has 1 to LONGEST_MESSAGE characters. Raises NotReached or TlsFailed when
        nothing left, OutcomeUnknown when it left and Market did not say clearly what became of it.
        """
        request = Request(
            "POST",
            f"v2/businesses/{business_id:d}/chats/message",
            {"chatId": chat_id},
            msgspec.json.encode({"message": storable(message, most=len(message))}),
        )
        return self.write(SEND_MESSAGE_TO_CHAT, token, request, deadline)

    def send_file_to_chat(  # noqa: PLR0913  (Market's own parameters, and those of a file)
        self,
        token: Token,
        *,
        business_id: int,
        chat_id: int,
        name: str,
        content: bytes,
        content_type: str,
        deadline: float | None = None,
    ) -> Answer[None]:
        """Send the buyer a file, at most once, as `send_message_to_chat` does.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/sendFileToChat

        1 000 an hour per business. `content` has at most LARGEST_FILE bytes. The buyer sees
        `sendable_name(name)`.
        """
        body, kind = multipart.encode(name, content, content_type)
        path = f"v2/businesses/{business_id:d}/chats/file/send"
        request = Request("POST", path, {"chatId": chat_id}, body, kind)
        return self.write(SEND_FILE_TO_CHAT, token, request, deadline)

    def create_chat(
        self, token: Token, *, business_id: int, context_type: str, context_id: int, deadline: float | None = None
    ) -> Answer[int]:
        """The id of the chat about an order or a return. Creates the chat if there is none, so it is safe to repeat.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/createChat

        1 000 an hour per business. `context_type` is ORDER or RETURN. Raises NotFound for an order that Market does not
        know.
        """
        body = {"context": {"type": context_type, "id": context_id}}
        request = Request("POST", f"v2/businesses/{business_id:d}/chats/new", {}, msgspec.json.encode(body))
        return self.call(CREATE_CHAT, token, request, deadline, wire.new_chat_of)
