"""The filters in the body of getChats. Unknown fields are ignored, invalid values refused."""

from dataclasses import dataclass
from typing import Any, Final

from chats.market.types import ChatStatus, ChatType, ContextType

from ..content.chats import Chat
from ..content.listed import Codes, listed, one_of
from .answers import refusal
from .call import MAX_INT64


@dataclass(frozen=True, kw_only=True)
class ChatFilter:
    """Which chats getChats is asked for. `contexts` and `orders` are None when the body does not name any."""

    codes: Codes
    contexts: list[tuple[str, int]] | None = None
    orders: list[int] | None = None

    def matches(self, chat: Chat) -> bool:
        return (
            self.codes.hold(listed(chat))
            and (self.contexts is None or context_key(chat) in self.contexts)
            and (self.orders is None or chat.context.order_id in self.orders)
        )

    @property
    def subjects(self) -> list[int] | None:
        """The orders and returns that are named; None when the chats may be about anything."""
        if self.contexts is None and self.orders is None:
            return None
        return [*(number for _, number in self.contexts or ()), *(self.orders or ())]


def codes_of(vocabulary: type) -> frozenset[str]:
    return frozenset(value for name, value in vars(vocabulary).items() if name.isupper())


STATUSES: Final = codes_of(ChatStatus)
TYPES: Final = codes_of(ChatType)
CONTEXT_TYPES: Final = codes_of(ContextType)
CONTEXT_TYPES_WITH_ID: Final = CONTEXT_TYPES - {ContextType.DIRECT}


def unique_items(body: dict[str, Any], name: str) -> list[Any] | None:
    items = body.get(name)
    if items is None:
        return None
    if not isinstance(items, list):
        raise refusal(400, f"Illegal input at '{name}'")
    if not items:
        raise refusal(400, f"'{name}' size must be between '1' and '2147483647'")
    if any(item in items[:index] for index, item in enumerate(items)):
        raise refusal(400, f"'{name}' must only contain unique elements")
    return items


def known_codes(body: dict[str, Any], name: str, allowed: frozenset[str]) -> list[str] | None:
    items = unique_items(body, name)
    for index, item in enumerate(items or ()):
        if not isinstance(item, str) or item not in allowed:
            raise refusal(400, f"Illegal input at '{name}[{index}]'")
    return items


def valid_id(value: object, path: str, smallest: int) -> int:
    if value is None:
        raise refusal(400, f"'{path}' must not be null")
    if not isinstance(value, int) or isinstance(value, bool) or value > MAX_INT64:
        raise refusal(400, f"Illegal input at '{path}'")
    if value < smallest:
        raise refusal(400, f"'{path}' must be greater than or equal to {smallest}")
    return value


def contexts_in(body: dict[str, Any]) -> list[tuple[str, int]] | None:
    items = unique_items(body, "contexts")
    if items is None:
        return None
    return [parse_context(item, f"contexts[{index}]") for index, item in enumerate(items)]


def parse_context(item: object, path: str) -> tuple[str, int]:
    if not isinstance(item, dict):
        raise refusal(400, f"Illegal input at '{path}'")
    if item.get("type") is None:
        raise refusal(400, f"'{path}.type' must not be null")
    if item["type"] not in tuple(CONTEXT_TYPES_WITH_ID):
        raise refusal(400, f"Illegal input at '{path}.type'")
    return item["type"], valid_id(item.get("id"), f"{path}.id", 1)


def context_to_create(body: dict[str, Any]) -> tuple[str, int]:
    """The context in the body of createChat, which may also have its deprecated form."""
    if body.get("context") is None and body.get("orderId") is not None:
        return ContextType.ORDER, valid_id(body["orderId"], "orderId", 1)
    if body.get("context") is None:
        raise refusal(400, "'context' must not be null")
    return parse_context(body["context"], "context")


def context_key(chat: Chat) -> tuple[str, int | None]:
    context = chat.context
    return context.type, context.return_id if context.type == ContextType.RETURN else context.order_id


def chat_filter(body: dict[str, Any]) -> ChatFilter:
    """What the body of getChats describes. Raises Market's refusal for an invalid one."""
    contexts = contexts_in(body)
    context_types = known_codes(body, "contextTypes", CONTEXT_TYPES)
    types = known_codes(body, "types", TYPES)
    statuses = known_codes(body, "statuses", STATUSES)
    ids = unique_items(body, "orderIds")
    return ChatFilter(
        codes=Codes(one_of(statuses), one_of(types), one_of(context_types)),
        contexts=contexts,
        orders=None if ids is None else [valid_id(item, f"orderIds[{i}]", -MAX_INT64) for i, item in enumerate(ids)],
    )
