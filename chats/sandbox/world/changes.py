"""A chat made or changed: new ones, and copies with changes by name."""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final

from chats.market.types import ChatStatus, ContextType

from ..content.cabinets import SandboxSeller
from ..content.chats import MOSCOW, WITHOUT_CHAT, Chat, ChatContext
from ..content.people import IVAN, Buyer
from ..protocol.answers import refusal

CONTEXT_FIELDS: Final = {"campaign_id", "order_id", "return_id"}
BUYER_FIELDS: Final = {"name", "public_id"}
CHAT_FIELDS: Final = {field.name for field in fields(Chat)} - {"context"}


def blank_chat(chat_id: int, cabinet: SandboxSeller, now: datetime) -> Chat:
    store = cabinet.campaigns[0]
    context = ChatContext(type=ContextType.ORDER, campaign_id=store.campaign_id, order_id=54_800_000_000 + chat_id)
    return Chat(chat_id=chat_id, context=context, buyer=IVAN, status=ChatStatus.NEW, created_at=now, updated_at=now)


def context_of_new_chat(cabinet: SandboxSeller, context: tuple[str, int], chats: list[Chat]) -> ChatContext:
    """What a new chat is about. `context` has a type and an ID; the order or return must exist, and `chats` are those
    about it so far."""
    context_type, number = context
    known = [*WITHOUT_CHAT.get(cabinet.business_id, ()), *(chat.context for chat in chats)]
    is_return = context_type == ContextType.RETURN
    found = next((one for one in known if (one.return_id if is_return else one.order_id) == number), None)
    if found is None or found.campaign_id is None:
        raise refusal(404, f"{'Return' if is_return else 'Order'} not found: '{number}'")
    placement_type = next(store.placement_type for store in cabinet.campaigns if store.campaign_id == found.campaign_id)
    if is_return and placement_type == "DBS":
        raise refusal(400, "Chats about returns are not available for DBS")
    return found if is_return else replace(found, type=ContextType.ORDER, return_id=None)


def with_changes(chat: Chat, changes: dict[str, Any]) -> Chat:
    """A copy of `chat` with changes by flat names: the chat's own fields, `context_type` and the context's IDs, the
    buyer's `name` and `public_id`; `buyer=None` removes the buyer. Raises ValueError for any other name."""
    own: dict[str, Any] = {}
    context: dict[str, Any] = {}
    buyer: dict[str, Any] = {}
    for name, value in changes.items():
        if name == "context_type":
            context["type"] = value
        elif name in CONTEXT_FIELDS:
            context[name] = value
        elif name in BUYER_FIELDS:
            buyer[name] = value
        elif name in CHAT_FIELDS:
            own[name] = moscow_time(value) if name.endswith("_at") else value
        else:
            raise ValueError(f"A chat has no {name!r}.")
    if context.get("type") == ContextType.DIRECT:
        own["context"] = ChatContext()
    elif context:
        own["context"] = replace(chat.context, **context)
    if buyer:
        own["buyer"] = replace(chat.buyer or Buyer(), **buyer)
    return replace(chat, **own)


def moscow_time(value: datetime | str) -> datetime:
    time = datetime.fromisoformat(value) if isinstance(value, str) else value
    return time.astimezone(MOSCOW)
