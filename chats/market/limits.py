"""All of Market's limits: calls an hour, sizes, lengths, ids; and the quota that an answer's headers report.

https://yandex.ru/dev/market/partner-api/doc/ru/concepts/limits

The sandbox has its own copies, so that a wrong number here fails a test instead of agreeing with itself.
"""

from datetime import datetime
from typing import Final, Generic, TypeVar

import msgspec

GET_CHAT: Final = "getChat"
GET_CHATS: Final = "getChats"
GET_CHAT_HISTORY: Final = "getChatHistory"
SEND_MESSAGE_TO_CHAT: Final = "sendMessageToChat"
SEND_FILE_TO_CHAT: Final = "sendFileToChat"
CREATE_CHAT: Final = "createChat"
GET_CAMPAIGNS: Final = "getCampaigns"
GET_BUSINESS_ORDERS: Final = "getBusinessOrders"
GET_RETURN: Final = "getReturn"
GET_AUTH_TOKEN_INFO: Final = "getAuthTokenInfo"  # noqa: S105  (a name of Market's)

# Requests an hour per business and operation, as documented; the headers of an answer correct it.
HOURLY: Final[dict[str, int]] = {
    GET_CHAT: 1_000,
    GET_CHATS: 5_000,
    GET_CHAT_HISTORY: 10_000,
    SEND_MESSAGE_TO_CHAT: 1_000,
    SEND_FILE_TO_CHAT: 1_000,
    CREATE_CHAT: 1_000,
    GET_CAMPAIGNS: 1_000,
    GET_BUSINESS_ORDERS: 10_000,
    GET_RETURN: 7_000,
    GET_AUTH_TOKEN_INFO: 100,
}
PARALLEL: Final = 4

LARGEST_ID: Final = 2**63 - 1  # ids are int64, from 1
LONGEST_MESSAGE: Final = 4096  # code points: Market says characters, and not how it counts them
LARGEST_FILE: Final = 5 * 1024 * 1024  # bytes: Market says 5 MB

# The largest `limit` of a list, where one may be given.
CHATS_PER_PAGE: Final = 20
MESSAGES_PER_PAGE: Final = 100
CAMPAIGNS_PER_PAGE: Final = 100
ORDERS_PER_PAGE: Final = 50


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The X-RateLimit-Resource-* headers of one answer; None where a header is absent or unreadable."""

    limit: int | None = None
    remaining: int | None = None
    until: datetime | None = None
    date: datetime | None = None  # Market's own clock, from the Date header


T = TypeVar("T")


class Answer(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    result: T
    limits: Limits
    trace: str = ""  # traceparent, which Market's support asks for
