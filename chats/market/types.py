"""Market's answers as types. Attributes are Market's names in snake case.

Codes are plain strings and no enums, because Market adds values without notice: compare with the constants below, and
treat any other value as unknown.
"""

from datetime import datetime

import msgspec


class Struct(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    pass


class ChatStatus:
    NEW = "NEW"
    WAITING_FOR_CUSTOMER = "WAITING_FOR_CUSTOMER"
    WAITING_FOR_PARTNER = "WAITING_FOR_PARTNER"
    WAITING_FOR_ARBITER = "WAITING_FOR_ARBITER"
    WAITING_FOR_MARKET = "WAITING_FOR_MARKET"
    FINISHED = "FINISHED"


class ChatType:
    CHAT = "CHAT"
    ARBITRAGE = "ARBITRAGE"


class ContextType:
    ORDER = "ORDER"
    RETURN = "RETURN"
    DIRECT = "DIRECT"


class Sender:
    PARTNER = "PARTNER"  # the shop
    CUSTOMER = "CUSTOMER"
    MARKET = "MARKET"  # automatic
    SUPPORT = "SUPPORT"  # an employee of Market


class Scope:
    ALL_METHODS = "ALL_METHODS"
    ALL_METHODS_READ_ONLY = "ALL_METHODS_READ_ONLY"
    COMMUNICATION = "COMMUNICATION"
    ORDERS = "INVENTORY_AND_ORDER_PROCESSING"
    ORDERS_READ_ONLY = "INVENTORY_AND_ORDER_PROCESSING_READ_ONLY"


class Customer(Struct, frozen=True, kw_only=True):
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChat#chatcustomerdto"""

    name: str | None = None
    public_id: str | None = None


class ChatContext(Struct, frozen=True, kw_only=True):
    type: str
    customer: Customer | None = None
    campaign_id: int | None = None
    order_id: int | None = None
    return_id: int | None = None


class Chat(Struct, frozen=True, kw_only=True):
    chat_id: int
    context: ChatContext
    type: str
    status: str
    created_at: datetime
    updated_at: datetime  # when the last message came; a change of status does not touch it


class ChatsPage(Struct, frozen=True, kw_only=True):
    chats: tuple[Chat, ...]
    next_page_token: str | None = None
    left_out: int = 0  # how many could not be decoded


class File(Struct, frozen=True, kw_only=True):
    name: str  # on one line and visible; may be empty
    url: str  # http(s); empty if Market's is not safe to link to
    size: int | None = None  # bytes


class Message(Struct, frozen=True, kw_only=True):
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChatHistory#chatmessagedto"""

    message_id: int
    created_at: datetime
    sender: str
    message: str | None = None  # with its line breaks; None also for nothing but whitespace
    payload: tuple[File, ...] = ()


class HistoryPage(Struct, frozen=True, kw_only=True):
    context: ChatContext
    messages: tuple[Message, ...]  # as they came: Market documents no order
    next_page_token: str | None = None
    unreadable: tuple[int, ...] = ()  # for each message that could not be decoded, how many of `messages` precede it
    runs_up: bool | None = None  # by the ids alone, where fewer than two of `messages` tell
    why_unreadable: str = ""  # of the first of them: the place in the JSON, and no value


class ContextFilter(Struct, frozen=True, kw_only=True):
    type: str
    id: int


class Campaign(Struct, frozen=True, kw_only=True):
    """One store of a business."""

    campaign_id: int
    name: str | None = None
    business_id: int | None = None
    business_name: str | None = None
    placement_type: str | None = None
    api_availability: str | None = None


class CampaignsPage(Struct, frozen=True, kw_only=True):
    campaigns: tuple[Campaign, ...]
    next_page_token: str | None = None
    left_out: int = 0


class TokenInfo(Struct, frozen=True, kw_only=True):
    name: str
    auth_scopes: tuple[str, ...]
