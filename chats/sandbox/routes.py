"""The operations that the sandbox knows: where they are, who may call them, how often, and who answers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .answers import Answer, refuse
from .cabinet import get_auth_token_info, get_campaigns
from .call import Call
from .chats import get_chat, get_chats
from .visit import Visit

READS_CHATS: Final = ("all-methods", "all-methods:read-only", "communication")
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
    hourly: int
    scopes: tuple[str, ...]
    answer: Callable[[Visit], Answer]

    @property
    def of_business(self) -> bool:
        return "{businessId}" in self.path

    def resource(self, business_id: int) -> str:
        """The path as the texts of the hourly limit name it."""
        return self.path.removeprefix("/v2").replace("{businessId}", str(business_id))


OPERATIONS: Final = (
    Operation("getChat", "GET", "/v2/businesses/{businessId}/chat", 1000, READS_CHATS, get_chat),
    Operation("getChats", "POST", "/v2/businesses/{businessId}/chats", 5000, READS_CHATS, get_chats),
    Operation("getCampaigns", "GET", "/v2/campaigns", 1000, ANY_SCOPE, get_campaigns),
    Operation("getAuthTokenInfo", "POST", "/v2/auth/token", 100, ANY_SCOPE, get_auth_token_info),
)
BY_NAME: Final = {operation.name: operation for operation in OPERATIONS}
PATTERNS: Final = tuple(
    (re.compile(operation.path.replace("{businessId}", r"(?P<business>[^/]+)")), operation) for operation in OPERATIONS
)


def find(call: Call) -> tuple[Operation, str | None]:
    """The operation, and the business in the path as it was written. Raises Market's refusal where there is none."""
    matches = [(pattern.fullmatch(call.path), operation) for pattern, operation in PATTERNS]
    here = [(match, operation) for match, operation in matches if match]
    for match, operation in here:
        if operation.method == call.method:
            return operation, match.groupdict().get("business")
    if here:
        raise refuse(405, f"Request method '{call.method}' not supported")
    raise refuse(404, "Resource not found")
