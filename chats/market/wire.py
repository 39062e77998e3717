"""Answers of Market, status and headers and bytes, turned into types, or into the error they stand for. No network.

Every function raises a MarketError: the one its status stands for, as `failures` sorts them, or NotUnderstood, which
names the operation and the place in the answer.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from chats.market import payload as sent
from chats.market.decode import built, code, decoded, each, page_token
from chats.market.error_answers import failure_of, words_of
from chats.market.errors import Broken, NotUnderstood, OutcomeUnknown, Refused
from chats.market.http.headers import limits_of, trace_of
from chats.market.limits import (
    CREATE_CHAT,
    GET_AUTH_TOKEN_INFO,
    GET_CAMPAIGNS,
    GET_CHAT,
    GET_CHAT_HISTORY,
    GET_CHATS,
    Answer,
)
from chats.market.text import one_line, without_lone_surrogates
from chats.market.types import CampaignsPage, Chat, ChatsPage, HistoryPage, TokenInfo

T = TypeVar("T")

RESULT = "$.result"
CLIENT_CLOSED_REQUEST = 499


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it came, its body unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def chat_of(reply: Reply, *, chat_id: int) -> Answer[Chat]:
    """Raises NotUnderstood also for another chat than the one that was asked for."""

    def read(body: bytes) -> Chat:
        found = built(GET_CHAT, result_of(GET_CHAT, body), sent.SentChat, sent.chat, path=RESULT)
        if found.chat_id != chat_id:
            raise NotUnderstood(GET_CHAT, f"another chat than asked for - at `{RESULT}.chatId`")
        return found

    return understood(GET_CHAT, reply, read)


def chats_of(reply: Reply) -> Answer[ChatsPage]:
    def read(body: bytes) -> ChatsPage:
        page = decoded(GET_CHATS, result_of(GET_CHATS, body), sent.SentChats, path=RESULT)
        chats, left_out = each(GET_CHATS, page.chats, sent.SentChat, sent.chat, path=f"{RESULT}.chats")
        return ChatsPage(chats=chats, next_page_token=next_page(GET_CHATS, page.paging), left_out=left_out)

    return understood(GET_CHATS, reply, read)


def history_of(reply: Reply) -> Answer[HistoryPage]:
    """The answer does not name its chat; its context is required."""

    def read(body: bytes) -> HistoryPage:
        page = decoded(GET_CHAT_HISTORY, result_of(GET_CHAT_HISTORY, body), sent.SentHistory, path=RESULT)
        path = f"{RESULT}.messages"
        messages, left_out = each(GET_CHAT_HISTORY, page.messages, sent.SentMessage, sent.message, path=path)
        return HistoryPage(
            context=sent.context(page.context),
            messages=messages,
            next_page_token=next_page(GET_CHAT_HISTORY, page.paging),
            left_out=left_out,
        )

    return understood(GET_CHAT_HISTORY, reply, read)


def new_chat_of(reply: Reply) -> Answer[int]:
    """The number of the chat, new or not."""

    def read(body: bytes) -> int:
        return decoded(CREATE_CHAT, result_of(CREATE_CHAT, body), sent.SentNewChat, path=RESULT).chat_id

    return understood(CREATE_CHAT, reply, read)


def taken_of(operation: str, reply: Reply) -> Answer[None]:
    """The answer to a write, which returns nothing but its status.

    Raises OutcomeUnknown for all that leaves open whether Market took it: a 5xx, a 2xx that does not say OK, a
    redirect, and 499, by which Market means that the client did not wait for the end.
    """
    try:
        return understood(operation, reply, lambda body: taken(operation, body))
    except (Broken, NotUnderstood, Refused) as error:
        if isinstance(error, Refused) and error.status != CLIENT_CLOSED_REQUEST:
            raise
        unknown = OutcomeUnknown(operation, error.detail, status=error.status, trace=error.trace, limits=error.limits)
    raise unknown


def taken(operation: str, body: bytes) -> None:
    status = decoded(operation, body, sent.SentStatus).status
    if status != "OK":
        raise NotUnderstood(operation, one_line(f"status {status} in a success: {words_of(body)}"))


def campaigns_of(reply: Reply) -> Answer[CampaignsPage]:
    """This operation has no envelope."""

    def read(body: bytes) -> CampaignsPage:
        page = decoded(GET_CAMPAIGNS, body, sent.SentCampaigns)
        campaigns, left_out = each(GET_CAMPAIGNS, page.campaigns, sent.SentCampaign, sent.campaign, path="$.campaigns")
        token = next_page(GET_CAMPAIGNS, page.paging)
        return CampaignsPage(campaigns=campaigns, next_page_token=token, left_out=left_out)

    return understood(GET_CAMPAIGNS, reply, read)


def token_info_of(reply: Reply) -> Answer[TokenInfo]:
    def read(body: bytes) -> TokenInfo:
        key = decoded(GET_AUTH_TOKEN_INFO, result_of(GET_AUTH_TOKEN_INFO, body), sent.SentToken, path=RESULT).api_key
        scopes, _ = each(GET_AUTH_TOKEN_INFO, key.auth_scopes, str, code, path=f"{RESULT}.apiKey.authScopes")
        return sent.token_info(key, scopes)

    return understood(GET_AUTH_TOKEN_INFO, reply, read)


def understood(operation: str, reply: Reply, read: Callable[[bytes], T]) -> Answer[T]:
    """What `read` makes of the body, with what the headers say, which an error gets too."""
    if not 200 <= reply.status < 300:
        raise failure_of(operation, reply.status, reply.headers, reply.body)
    limits, trace = limits_of(reply.headers), trace_of(reply.headers)
    try:
        return Answer(result=read(without_lone_surrogates(reply.body)), limits=limits, trace=trace)
    except NotUnderstood as error:
        reason = error.detail
    raise NotUnderstood(operation, reason, status=reply.status, trace=trace, limits=limits)


def result_of(operation: str, body: bytes) -> msgspec.Raw:
    envelope = decoded(operation, body, sent.Envelope)
    if envelope.status != "OK":
        raise NotUnderstood(operation, one_line(f"status {envelope.status} in a success: {words_of(body)}"))
    if not bytes(envelope.result):
        raise NotUnderstood(operation, "Object missing required field `result` - at `$`")
    return envelope.result


def next_page(operation: str, paging: sent.SentPaging | None) -> str | None:
    return page_token(operation, paging.next_page_token if paging else None)
