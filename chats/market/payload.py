"""The parts of Market's JSON that the desk reads, as they are sent, and what is made of each. All else is skipped."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from chats.market.decode import Id, code, each, file_name, link, moment, name, public_id, text
from chats.market.limits import GET_CHAT_HISTORY, LARGEST_ID
from chats.market.types import Campaign, Chat, ChatContext, Customer, File, Message, TokenInfo


class Sent(msgspec.Struct, rename="camel"):
    pass


class SentCustomer(Sent):
    name: str | None = None
    public_id: str | None = None


class SentContext(Sent):
    type: str
    customer: SentCustomer | None = None
    campaign_id: Id | None = None
    order_id: Id | None = None
    return_id: Id | None = None


class SentChat(Sent):
    """Without its top-level orderId, which is announced to vanish: the context has it."""

    chat_id: Id
    context: SentContext
    type: str
    status: str
    created_at: str
    updated_at: str


class SentPaging(Sent):
    next_page_token: str | None = None


class SentChats(Sent):
    chats: list[msgspec.Raw]
    paging: SentPaging | None = None


class SentFile(Sent):
    name: str = ""
    url: str = ""
    size: Annotated[int, msgspec.Meta(ge=0, le=LARGEST_ID)] | None = None


class SentMessage(Sent):
    message_id: Id
    created_at: str
    sender: str
    message: str | None = None
    payload: list[msgspec.Raw] | None = None


class SentHistory(Sent):
    context: SentContext
    messages: list[msgspec.Raw]
    paging: SentPaging | None = None


class SentNewChat(Sent):
    chat_id: Id


class SentBusiness(Sent):
    id: Id | None = None
    name: str | None = None


class SentCampaign(Sent):
    id: Id
    domain: str | None = None
    business: SentBusiness | None = None
    placement_type: str | None = None
    api_availability: str | None = None


class SentCampaigns(Sent):
    campaigns: list[msgspec.Raw]
    paging: SentPaging | None = None


class SentApiKey(Sent):
    name: str
    auth_scopes: list[msgspec.Raw]


class SentToken(Sent):
    api_key: SentApiKey


class SentStatus(Sent):
    status: str


class Envelope(Sent):
    status: str = "OK"
    result: msgspec.Raw = msgspec.Raw()


def chat(sent: SentChat) -> Chat:
    return Chat(
        chat_id=sent.chat_id,
        context=context(sent.context),
        type=code(sent.type),
        status=code(sent.status),
        created_at=moment(sent.created_at, "createdAt"),
        updated_at=moment(sent.updated_at, "updatedAt"),
    )


def context(sent: SentContext) -> ChatContext:
    return ChatContext(
        type=code(sent.type),
        customer=customer(sent.customer) if sent.customer else None,
        campaign_id=sent.campaign_id,
        order_id=sent.order_id,
        return_id=sent.return_id,
    )


def customer(sent: SentCustomer) -> Customer:
    return Customer(name=name(sent.name), public_id=public_id(sent.public_id))


def file(sent: SentFile) -> File:
    return File(name=file_name(sent.name), url=link(sent.url), size=sent.size)


def message(sent: SentMessage) -> Message:
    """A file that cannot be understood is left out: it does not cost the words beside it."""
    payload, _ = each(GET_CHAT_HISTORY, sent.payload or (), SentFile, file, path="payload")
    return Message(
        message_id=sent.message_id,
        created_at=moment(sent.created_at, "createdAt"),
        sender=code(sent.sender),
        message=text(sent.message),
        payload=payload,
    )


def campaign(sent: SentCampaign) -> Campaign:
    business = sent.business or SentBusiness()
    return Campaign(
        campaign_id=sent.id,
        name=name(sent.domain),
        business_id=business.id,
        business_name=name(business.name),
        placement_type=known_code(sent.placement_type),
        api_availability=known_code(sent.api_availability),
    )


def known_code(sent: str | None) -> str | None:
    return code(sent) if sent else None


def token_info(sent: SentApiKey, scopes: Sequence[str]) -> TokenInfo:
    return TokenInfo(name=name(sent.name) or "", auth_scopes=tuple(scopes))
