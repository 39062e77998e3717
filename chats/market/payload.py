"""Payloads: the fields of Market's JSON that the desk reads, and the functions that turn each payload into a type of
`types`. msgspec skips all other fields."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from chats.market.decode import Id, code, each_in_place, file_name, link, moment, name, public_id, text
from chats.market.limits import GET_CHAT_HISTORY, LARGEST_ID
from chats.market.types import Campaign, Chat, ChatContext, Customer, File, Message, TokenInfo


class Payload(msgspec.Struct, rename="camel"):
    pass


class CustomerPayload(Payload):
    name: str | None = None
    public_id: str | None = None


class ContextPayload(Payload):
    type: str
    customer: CustomerPayload | None = None
    campaign_id: Id | None = None
    order_id: Id | None = None
    return_id: Id | None = None


class ChatPayload(Payload):
    """Without the top-level orderId, which Market is going to remove: the context has it."""

    chat_id: Id
    context: ContextPayload
    type: str
    status: str
    created_at: str
    updated_at: str


class PagingPayload(Payload):
    next_page_token: str | None = None


class ChatsPayload(Payload):
    chats: list[msgspec.Raw]
    paging: PagingPayload | None = None


class FilePayload(Payload):
    name: str = ""
    url: str = ""
    size: Annotated[int, msgspec.Meta(ge=0, le=LARGEST_ID)] | None = None


class MessageIdPayload(Payload):
    message_id: Id


class MessagePayload(MessageIdPayload):
    created_at: str
    sender: str
    message: str | None = None
    payload: list[msgspec.Raw] | None = None


class HistoryPayload(Payload):
    context: ContextPayload
    messages: list[msgspec.Raw]
    paging: PagingPayload | None = None


class NewChatPayload(Payload):
    chat_id: Id


class BusinessPayload(Payload):
    id: Id | None = None
    name: str | None = None


class CampaignPayload(Payload):
    id: Id
    domain: str | None = None
    business: BusinessPayload | None = None
    placement_type: str | None = None
    api_availability: str | None = None


class CampaignsPayload(Payload):
    campaigns: list[msgspec.Raw]
    paging: PagingPayload | None = None


class ApiKeyPayload(Payload):
    name: str
    auth_scopes: list[msgspec.Raw]


class TokenInfoPayload(Payload):
    api_key: ApiKeyPayload


class StatusPayload(Payload):
    status: str


class Envelope(Payload):
    status: str = "OK"
    result: msgspec.Raw = msgspec.Raw()


def chat(payload: ChatPayload) -> Chat:
    return Chat(
        chat_id=payload.chat_id,
        context=context(payload.context),
        type=code(payload.type),
        status=code(payload.status),
        created_at=moment(payload.created_at, "createdAt"),
        updated_at=moment(payload.updated_at, "updatedAt"),
    )


def context(payload: ContextPayload) -> ChatContext:
    return ChatContext(
        type=code(payload.type),
        customer=customer(payload.customer) if payload.customer else None,
        campaign_id=payload.campaign_id,
        order_id=payload.order_id,
        return_id=payload.return_id,
    )


def customer(payload: CustomerPayload) -> Customer:
    return Customer(name=name(payload.name), public_id=public_id(payload.public_id))


def file(payload: FilePayload) -> File:
    return File(name=file_name(payload.name), url=link(payload.url), size=payload.size)


def message(payload: MessagePayload) -> Message:
    """A file that it cannot decode becomes one without name and address, so that the text beside it still shows."""
    files, left_out, _ = each_in_place(GET_CHAT_HISTORY, payload.payload or (), FilePayload, file, path="payload")
    return Message(
        message_id=payload.message_id,
        created_at=moment(payload.created_at, "createdAt"),
        sender=code(payload.sender),
        message=text(payload.message),
        payload=files + (File(name="", url=""),) * len(left_out),
    )


def campaign(payload: CampaignPayload) -> Campaign:
    business = payload.business or BusinessPayload()
    return Campaign(
        campaign_id=payload.id,
        name=name(payload.domain),
        business_id=business.id,
        business_name=name(business.name),
        placement_type=known_code(payload.placement_type),
        api_availability=known_code(payload.api_availability),
    )


def known_code(text: str | None) -> str | None:
    return code(text) if text else None


def token_info(payload: ApiKeyPayload, scopes: Sequence[str]) -> TokenInfo:
    return TokenInfo(name=name(payload.name) or "", auth_scopes=tuple(scopes))
