"""The filters in the body of getChats. Unknown fields are skipped, wrong values refused."""

from collections.abc import Callable
from typing import Any, Final

from chats.market.types import ChatStatus, ChatType, ContextType

from ..content.chats import Chat
from .answers import refuse
from .call import LARGEST_INT64

Wanted = Callable[[Chat], bool]


def _codes(vocabulary: type) -> frozenset[str]:
    return frozenset(value for name, value in vars(vocabulary).items() if name.isupper())


STATUSES: Final = _codes(ChatStatus)
TYPES: Final = _codes(ChatType)
CONTEXT_TYPES: Final = _codes(ContextType)
IDENTIFIABLE: Final = CONTEXT_TYPES - {ContextType.DIRECT}


def unique_items(body: dict[str, Any], name: str) -> list[Any] | None:
    items = body.get(name)
    if items is None:
        return None
    if not isinstance(items, list):
        raise refuse(400, f"Illegal input at '{name}'")
    if not items:
        raise refuse(400, f"'{name}' size must be between '1' and '2147483647'")
    if any(item in items[:place] for place, item in enumerate(items)):
        raise refuse(400, f"'{name}' must only contain unique elements")
    return items


def _among(body: dict[str, Any], name: str, allowed: frozenset[str]) -> list[str] | None:
    items = unique_items(body, name)
    for place, item in enumerate(items or ()):
        if not isinstance(item, str) or item not in allowed:
            raise refuse(400, f"Illegal input at '{name}[{place}]'")
    return items


def id_number(value: object, path: str, smallest: int) -> int:
    if value is None:
        raise refuse(400, f"'{path}' must not be null")
    if not isinstance(value, int) or isinstance(value, bool) or value > LARGEST_INT64:
        raise refuse(400, f"Illegal input at '{path}'")
    if value < smallest:
        raise refuse(400, f"'{path}' must be greater than or equal to {smallest}")
    return value


def _contexts(body: dict[str, Any]) -> list[tuple[str, int]] | None:
    items = unique_items(body, "contexts")
    if items is None:
        return None
    found = []
    for place, item in enumerate(items):
        found.append(_context(item, f"contexts[{place}]"))
    return found


def _context(item: object, path: str) -> tuple[str, int]:
    if not isinstance(item, dict):
        raise refuse(400, f"Illegal input at '{path}'")
    if item.get("type") is None:
        raise refuse(400, f"'{path}.type' must not be null")
    if item["type"] not in tuple(IDENTIFIABLE):
        raise refuse(400, f"Illegal input at '{path}.type'")
    return item["type"], id_number(item.get("id"), f"{path}.id", 1)


def new_context(body: dict[str, Any]) -> tuple[str, int]:
    """What the body of createChat asks for, also in its deprecated form."""
    if body.get("context") is None and body.get("orderId") is not None:
        return ContextType.ORDER, id_number(body["orderId"], "orderId", 1)
    if body.get("context") is None:
        raise refuse(400, "'context' must not be null")
    return _context(body["context"], "context")


def context_of(chat: Chat) -> tuple[str, int | None]:
    about = chat.context
    return about.type, about.return_id if about.type == ContextType.RETURN else about.order_id


def wanted(body: dict[str, Any]) -> Wanted:
    """A test for chats from the body of getChats. Raises Market's refusal for what it cannot mean."""
    contexts = _contexts(body)
    context_types = _among(body, "contextTypes", CONTEXT_TYPES)
    types = _among(body, "types", TYPES)
    statuses = _among(body, "statuses", STATUSES)
    ids = unique_items(body, "orderIds") or ()
    orders = [id_number(item, f"orderIds[{place}]", -LARGEST_INT64) for place, item in enumerate(ids)]

    def wants(chat: Chat) -> bool:
        return (
            (contexts is None or context_of(chat) in contexts)
            and (context_types is None or chat.context.type in context_types)
            and (types is None or chat.type in types)
            and (statuses is None or chat.status in statuses)
            and (not orders or chat.context.order_id in orders)
        )

    return wants
