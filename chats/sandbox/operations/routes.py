"""The routing table: each operation with its address, its scopes, its hourly limit and its handler."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from ..protocol.answers import Answer, refusal
from ..protocol.call import Call
from .cabinet import get_auth_token_info, get_campaigns
from .chats import get_chat, get_chat_history, get_chats
from .orders import get_business_orders
from .request import Request
from .returns import get_return
from .sending import CREATED, SENT, create_chat, send_file_to_chat, send_message_to_chat

WRITES_CHATS: Final = ("all-methods", "communication")
READS_CHATS: Final = ("all-methods", "all-methods:read-only", "communication")
READS_RETURNS: Final = (
    "all-methods",
    "all-methods:read-only",
    "inventory-and-order-processing",
    "inventory-and-order-processing:read-only",
)
READS_ORDERS: Final = (*READS_RETURNS, "finance-and-accounting")
ANY_SCOPE: Final = (
    "all-methods",
    "all-methods:read-only",
    "settings-management",
    "finance-and-accounting",
    "offers-and-cards-management",
    "offers-and-cards-management:read-only",
    "pricing",
    "pricing:read-only",
    "inventory-and-order-processing",
    "inventory-and-order-processing:read-only",
    "promotion",
    "promotion:read-only",
    "communication",
    "supplies-management:read-only",
)


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    hourly_limit: int
    scopes: tuple[str, ...]
    handle: Callable[[Request], Answer]
    success: Answer | None = None  # of a write, for a fault that spoils the answer though nothing was carried out

    @property
    def is_for_business(self) -> bool:
        return "{businessId}" in self.path

    def resource(self, business_id: int) -> str:
        """The path, as the messages about the hourly limit have it."""
        return re.sub("^/v[0-9]", "", self.path).replace("{businessId}", str(business_id))


OPERATIONS: Final = (
    Operation("getChat", "GET", "/v2/businesses/{businessId}/chat", 1000, READS_CHATS, get_chat),
    Operation("getChats", "POST", "/v2/businesses/{businessId}/chats", 5000, READS_CHATS, get_chats),
    Operation(
        "getChatHistory", "POST", "/v2/businesses/{businessId}/chats/history", 10_000, READS_CHATS, get_chat_history
    ),
    Operation(
        "sendMessageToChat",
        "POST",
        "/v2/businesses/{businessId}/chats/message",
        1000,
        WRITES_CHATS,
        send_message_to_chat,
        SENT,
    ),
    Operation(
        "sendFileToChat",
        "POST",
        "/v2/businesses/{businessId}/chats/file/send",
        1000,
        WRITES_CHATS,
        send_file_to_chat,
        SENT,
    ),
    Operation("createChat", "POST", "/v2/businesses/{businessId}/chats/new", 1000, WRITES_CHATS, create_chat, CREATED),
    Operation(
        "getBusinessOrders", "POST", "/v1/businesses/{businessId}/orders", 10_000, READS_ORDERS, get_business_orders
    ),
    Operation(
        "getReturn",
        "GET",
        "/v2/campaigns/{campaignId}/orders/{orderId}/returns/{returnId}",
        7000,
        READS_RETURNS,
        get_return,
    ),
    Operation("getCampaigns", "GET", "/v2/campaigns", 1000, ANY_SCOPE, get_campaigns),
    Operation("getAuthTokenInfo", "POST", "/v2/auth/token", 100, ANY_SCOPE, get_auth_token_info),
)
BY_NAME: Final = {operation.name: operation for operation in OPERATIONS}
ROUTES: Final = tuple(
    (re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", operation.path)), operation) for operation in OPERATIONS
)


def resolve(call: Call) -> tuple[Operation, Mapping[str, str]]:
    """The operation and the IDs in the path, by parameter name. Raises a 404 or 405."""
    matches = [(pattern.fullmatch(call.path), operation) for pattern, operation in ROUTES]
    here = [(match, operation) for match, operation in matches if match]
    for match, operation in here:
        if operation.method == call.method:
            return operation, match.groupdict()
    if here:
        raise refusal(405, f"Request method '{call.method}' not supported")
    raise refusal(404, "Resource not found")
