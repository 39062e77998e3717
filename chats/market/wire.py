"""Raw HTTP answers (status, headers, bytes) turned into types, or into errors. Does no I/O.

Every function raises a MarketError: the one that `error_answers` chooses when the status is not 2xx, and NotUnderstood
when the body does not fit, with the operation and the place in the JSON.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import msgspec

from chats.market import payload as payloads
from chats.market.decode import built, code, decoded, each, each_in_place, page_token
from chats.market.error_answers import answer_error, words_of
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


class RawAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An HTTP answer as it came, its body decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def chat_of(raw: RawAnswer, *, chat_id: int) -> Answer[Chat]:
    """Raises NotUnderstood also when Market sends a chat other than the requested one."""

    def read(body: bytes) -> Chat:
        found = built(GET_CHAT, result_of(GET_CHAT, body), payloads.ChatPayload, payloads.chat, path=RESULT)
        if found.chat_id != chat_id:
            raise NotUnderstood(GET_CHAT, f"another chat than asked for - at `{RESULT}.chatId`")
        return found

    return understood(GET_CHAT, raw, read)


def chats_of(raw: RawAnswer) -> Answer[ChatsPage]:
    def read(body: bytes) -> ChatsPage:
        page = decoded(GET_CHATS, result_of(GET_CHATS, body), payloads.ChatsPayload, path=RESULT)
        chats, left_out = each(GET_CHATS, page.chats, payloads.ChatPayload, payloads.chat, path=f"{RESULT}.chats")
        return ChatsPage(chats=chats, next_page_token=next_page(GET_CHATS, page.paging), left_out=left_out)

    return understood(GET_CHATS, raw, read)


def history_of(raw: RawAnswer) -> Answer[HistoryPage]:
    """The context is required: the answer does not name its chat, and the caller checks the context to detect a wrong
    chat."""

    def read(body: bytes) -> HistoryPage:
        page = decoded(GET_CHAT_HISTORY, result_of(GET_CHAT_HISTORY, body), payloads.HistoryPayload, path=RESULT)
        path = f"{RESULT}.messages"
        messages, unreadable, why = each_in_place(
            GET_CHAT_HISTORY, page.messages, payloads.MessagePayload, payloads.message, path=path
        )
        return HistoryPage(
            context=payloads.context(page.context),
            messages=messages,
            next_page_token=next_page(GET_CHAT_HISTORY, page.paging),
            unreadable=unreadable,
            runs_up=runs_up(page.messages) if unreadable and len(messages) < 2 else None,
            why_unreadable=why,
        )

    return understood(GET_CHAT_HISTORY, raw, read)


def runs_up(items: Sequence[msgspec.Raw]) -> bool | None:
    """Whether the ids rise; None where fewer than two items have one that can be decoded."""
    ids, _, _ = each_in_place(GET_CHAT_HISTORY, items, payloads.MessageIdPayload, lambda one: one.message_id, path="$")
    return ids[0] < ids[-1] if len(ids) > 1 else None


def new_chat_of(raw: RawAnswer) -> Answer[int]:
    """The id of the chat, whether it is new or was there before."""

    def read(body: bytes) -> int:
        return decoded(CREATE_CHAT, result_of(CREATE_CHAT, body), payloads.NewChatPayload, path=RESULT).chat_id

    return understood(CREATE_CHAT, raw, read)


def taken_of(operation: str, raw: RawAnswer) -> Answer[None]:
    """The answer to a write, which has nothing in it but a status.

    Raises OutcomeUnknown for every answer that does not say whether Market accepted the write: a 5xx, a 2xx without
    OK, a redirect, and 499, which Market counts for a client that hung up before the answer.
    """
    try:
        return understood(operation, raw, lambda body: taken(operation, body))
    except (Broken, NotUnderstood, Refused) as error:
        if isinstance(error, Refused) and error.status != CLIENT_CLOSED_REQUEST:
            raise
        unknown = OutcomeUnknown(operation, error.detail, status=error.status, trace=error.trace, limits=error.limits)
    raise unknown


def taken(operation: str, body: bytes) -> None:
    status = decoded(operation, body, payloads.StatusPayload).status
    if status != "OK":
        raise NotUnderstood(operation, one_line(f"status {status} in a success: {words_of(body)}"))


def campaigns_of(raw: RawAnswer) -> Answer[CampaignsPage]:
    """This operation has no `result` envelope."""

    def read(body: bytes) -> CampaignsPage:
        page = decoded(GET_CAMPAIGNS, body, payloads.CampaignsPayload)
        campaigns, left_out = each(
            GET_CAMPAIGNS, page.campaigns, payloads.CampaignPayload, payloads.campaign, path="$.campaigns"
        )
        token = next_page(GET_CAMPAIGNS, page.paging)
        return CampaignsPage(campaigns=campaigns, next_page_token=token, left_out=left_out)

    return understood(GET_CAMPAIGNS, raw, read)


def token_info_of(raw: RawAnswer) -> Answer[TokenInfo]:
    def read(body: bytes) -> TokenInfo:
        key = decoded(
            GET_AUTH_TOKEN_INFO, result_of(GET_AUTH_TOKEN_INFO, body), payloads.TokenInfoPayload, path=RESULT
        ).api_key
        scopes, _ = each(GET_AUTH_TOKEN_INFO, key.auth_scopes, str, code, path=f"{RESULT}.apiKey.authScopes")
        return payloads.token_info(key, scopes)

    return understood(GET_AUTH_TOKEN_INFO, raw, read)


def understood(operation: str, raw: RawAnswer, read: Callable[[bytes], T]) -> Answer[T]:
    """The answer that `read` decodes from the body, with the quota and the trace ID from the headers. The errors that
    this raises carry both too."""
    if not 200 <= raw.status < 300:
        raise answer_error(operation, raw.status, raw.headers, raw.body)
    limits, trace = limits_of(raw.headers), trace_of(raw.headers)
    try:
        return Answer(result=read(without_lone_surrogates(raw.body)), limits=limits, trace=trace)
    except NotUnderstood as error:
        reason = error.detail
    raise NotUnderstood(operation, reason, status=raw.status, trace=trace, limits=limits)


def result_of(operation: str, body: bytes) -> msgspec.Raw:
    envelope = decoded(operation, body, payloads.Envelope)
    if envelope.status != "OK":
        raise NotUnderstood(operation, one_line(f"status {envelope.status} in a success: {words_of(body)}"))
    if not bytes(envelope.result):
        raise NotUnderstood(operation, "Object missing required field `result` - at `$`")
    return envelope.result


def next_page(operation: str, paging: payloads.PagingPayload | None) -> str | None:
    return page_token(operation, paging.next_page_token if paging else None)
