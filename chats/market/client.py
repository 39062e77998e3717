"""The operations of Market's Partner API that the desk uses.

https://yandex.ru/dev/market/partner-api/doc/ru/reference/
"""

import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import msgspec

from chats.market import wire
from chats.market.errors import MarketError
from chats.market.http import multipart as files
from chats.market.http.connection import Limit
from chats.market.http.transport import Query, Request, Transport
from chats.market.limits import (
    CAMPAIGNS_PER_PAGE,
    CHATS_PER_PAGE,
    CREATE_CHAT,
    GET_AUTH_TOKEN_INFO,
    GET_CAMPAIGNS,
    GET_CHAT,
    GET_CHAT_HISTORY,
    GET_CHATS,
    MESSAGES_PER_PAGE,
    SEND_FILE_TO_CHAT,
    SEND_MESSAGE_TO_CHAT,
    Answer,
)
from chats.market.orders import Orders
from chats.market.text import storable
from chats.market.token import Token
from chats.market.types import CampaignsPage, Chat, ChatsPage, ContextFilter, HistoryPage, TokenInfo

logger = logging.getLogger(__name__)

T = TypeVar("T")
Pass = Callable[[str, Token, Request, Limit], wire.Reply]


class Market(Orders):
    """Yandex Market at one address. One instance serves all threads and all sellers of a process.

    Every operation makes one request, never follows a redirect, and repeats nothing but a request that a kept
    connection lost before any answer came, and never what sends. Times are in seconds. Each raises a MarketError:
    NotReached or TlsFailed without an answer, else what the answer stands for (see `wire` and `failures`). No error
    holds the token.
    """

    def __init__(  # noqa: PLR0913  (settings, all by keyword)
        self,
        base_url: str,
        *,
        proxy: str = "",
        connect_timeout: float = 3.0,
        read_timeout: float = 12.0,
        deadline: float = 15.0,
        max_answer_bytes: int = 2 * 1024 * 1024,
        ca_file: str = "",
    ) -> None:
        """`proxy` is an http(s) address, the only proxy ever used. `deadline` bounds a whole call, from the look-up of
        the host's name to the last byte. `ca_file`: PEM certificates to trust instead of the usual ones.

        Raises ValueError, which holds no part of either address, when one of them cannot be used.
        """
        self._limit = Limit(connect=connect_timeout, read=read_timeout, whole=deadline, size=max_answer_bytes)
        self._transport = Transport(base_url, proxy=proxy, ca_file=ca_file)

    def get_chat(self, token: Token, *, business_id: int, chat_id: int, deadline: float | None = None) -> Answer[Chat]:
        """One chat by its id.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChat

        1 000 an hour per business. `deadline` can only shorten the one of the client, here and below.
        """
        request = Request("GET", f"v2/businesses/{business_id:d}/chat", {"chatId": chat_id})
        return self._call(GET_CHAT, token, request, deadline, lambda reply: wire.chat_of(reply, chat_id=chat_id))

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
        """One page of a business's chats, in an order that Market does not promise.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChats

        5 000 an hour per business. `contexts` finds the chats of orders and returns; an empty filter is no filter.
        `limit` is 1 to CHATS_PER_PAGE. `page_token` is the last page's `next_page_token`, with the same
        filters and limit.
        """
        filters = {"contexts": contexts, "statuses": statuses, "types": types, "contextTypes": context_types}
        body = {name: list(values) for name, values in filters.items() if values}
        path = f"v2/businesses/{business_id:d}/chats"
        request = Request("POST", path, paged(limit, page_token), msgspec.json.encode(body))
        return self._call(GET_CHATS, token, request, deadline, wire.chats_of)

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
        """One page of a chat's messages, in an order that Market does not promise.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChatHistory

        10 000 an hour per business. `message_id_from` asks for that message, it may be, and those after it. `limit` is
        1 to MESSAGES_PER_PAGE. `page_token` is the last page's `next_page_token`, with the same `limit` and
        `message_id_from`.
        """
        body = {"messageIdFrom": message_id_from} if message_id_from else {}
        query = {"chatId": chat_id} | paged(limit, page_token)
        path = f"v2/businesses/{business_id:d}/chats/history"
        request = Request("POST", path, query, msgspec.json.encode(body))
        return self._call(GET_CHAT_HISTORY, token, request, deadline, wire.history_of)

    def send_message_to_chat(
        self, token: Token, *, business_id: int, chat_id: int, message: str, deadline: float | None = None
    ) -> Answer[None]:
        """Writes to the buyer, once: no answer is a reason to repeat it.

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
        return self._write(SEND_MESSAGE_TO_CHAT, token, request, deadline)

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
        """Sends the buyer a file, once, as `send_message_to_chat` does.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/sendFileToChat

        1 000 an hour per business. `content` has at most LARGEST_FILE bytes. The buyer sees
        `files.sendable_name(name)`.
        """
        body, kind = files.multipart(name, content, content_type)
        path = f"v2/businesses/{business_id:d}/chats/file/send"
        request = Request("POST", path, {"chatId": chat_id}, body, kind)
        return self._write(SEND_FILE_TO_CHAT, token, request, deadline)

    def create_chat(
        self, token: Token, *, business_id: int, context_type: str, context_id: int, deadline: float | None = None
    ) -> Answer[int]:
        """The id of the chat about an order or a return, which is begun if there is none: safe to repeat.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/createChat

        1 000 an hour per business. `context_type` is ORDER or RETURN. Raises NotFound for an order that Market does not
        know.
        """
        body = {"context": {"type": context_type, "id": context_id}}
        request = Request("POST", f"v2/businesses/{business_id:d}/chats/new", {}, msgspec.json.encode(body))
        return self._call(CREATE_CHAT, token, request, deadline, wire.new_chat_of)

    def get_campaigns(
        self,
        token: Token,
        *,
        limit: int = CAMPAIGNS_PER_PAGE,
        page_token: str | None = None,
        deadline: float | None = None,
    ) -> Answer[CampaignsPage]:
        """One page of the stores that the key sees: those of its one cabinet.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/campaigns/getCampaigns

        1 000 an hour. `limit` is 1 to CAMPAIGNS_PER_PAGE.
        """
        request = Request("GET", "v2/campaigns", paged(limit, page_token))
        return self._call(GET_CAMPAIGNS, token, request, deadline, wire.campaigns_of)

    def get_auth_token_info(self, token: Token, *, deadline: float | None = None) -> Answer[TokenInfo]:
        """Name and scopes of the key itself.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/auth/getAuthTokenInfo

        Only 100 an hour: for the moment when a key is saved or checked.
        """
        return self._call(GET_AUTH_TOKEN_INFO, token, Request("POST", "v2/auth/token"), deadline, wire.token_info_of)

    def close(self) -> None:
        """Closes the calling thread's connections. A later call opens new ones."""
        self._transport.close()

    def _write(self, operation: str, token: Token, request: Request, deadline: float | None) -> Answer[None]:
        understand = partial(wire.taken_of, operation)
        return self._call(operation, token, request, deadline, understand, pass_on=self._transport.write)

    def _call(  # noqa: PLR0913  (a call and how to make it)
        self,
        operation: str,
        token: Token,
        request: Request,
        deadline: float | None,
        understand: Callable[[wire.Reply], Answer[T]],
        *,
        pass_on: Pass | None = None,
    ) -> Answer[T]:
        started = time.monotonic()
        try:
            reply = (pass_on or self._transport.read)(operation, token, request, self._limit.within(deadline))
            answer = understand(reply)
        except MarketError as error:
            log(operation, error.status or error.kind, started, error.trace)
            raise
        log(operation, reply.status, started, answer.trace)
        return answer


def paged(limit: int, page_token: str | None) -> Query:
    return {"limit": limit, "pageToken": page_token} if page_token else {"limit": limit}


def log(operation: str, outcome: int | str, started: float, trace: str) -> None:
    logger.debug("%s: %s in %d ms, trace %s", operation, outcome, (time.monotonic() - started) * 1000, trace or "none")
