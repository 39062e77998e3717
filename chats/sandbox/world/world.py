"""What the sandbox's Market knows: every cabinet's chats, and the ways in which they change."""

import itertools
import threading
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final

from chats.market.types import ChatStatus, ContextType, Sender

from ..content.cabinets import CABINETS, HOME, TECH, SandboxSeller
from ..content.chats import HOME_ROWS, MOSCOW, TECH_ROWS, WITHOUT_CHAT, Chat, ChatContext, chats_by_id
from ..content.dialogue import DialogueLine
from ..content.people import IVAN, Buyer
from ..faults import numbers
from ..protocol.answers import refusal
from ..protocol.filters import context_key
from .buyers import Buyers
from .conversations import Conversations, Message

ROWS: Final = {HOME.business_id: HOME_ROWS, TECH.business_id: TECH_ROWS}
CONTEXT_FIELDS: Final = {"campaign_id", "order_id", "return_id"}
BUYER_FIELDS: Final = {"name", "public_id"}
STATUS_AFTER: Final = {
    Sender.PARTNER: ChatStatus.WAITING_FOR_CUSTOMER,
    Sender.CUSTOMER: ChatStatus.WAITING_FOR_PARTNER,
}
CHAT_FIELDS: Final = {field.name for field in fields(Chat)} - {"context"}


class World:
    def __init__(self, start: datetime, *, answering: bool = False) -> None:
        self.start = start
        # By business and ID: what a test has changed of an order's or a return's JSON.
        self.order_changes: dict[tuple[int, int], dict[str, Any]] = {}
        self.return_changes: dict[tuple[int, int], dict[str, Any]] = {}
        # How getChatHistory lists; Market does not document it.
        self.oldest_first = False
        self.from_is_excluded = False
        self.endless = False  # the last page, too, has a token for a next one
        self.conversations = Conversations()
        self.buyers = Buyers(answering=answering)
        self._lock = threading.RLock()
        self._chats: dict[int, dict[int, Chat]] = {
            cabinet.business_id: chats_by_id(ROWS.get(cabinet.business_id, ()), start) for cabinet in CABINETS
        }

    def chat(self, business_id: int, chat_id: int) -> Chat | None:
        return self._chats[business_id].get(chat_id) or numbers.chat_with_fault(business_id, chat_id, self.start)

    def chat_or_refusal(self, business_id: int, chat_id: int) -> Chat:
        chat = self.chat(business_id, chat_id)
        if chat is None:
            raise refusal(404, f"Can't find chat by id: '{chat_id}'")
        return chat

    def messages(self, business_id: int, chat_id: int) -> list[Message]:
        """Oldest first."""
        return self.conversations.messages(business_id, self.chat_or_refusal(business_id, chat_id))

    def say(self, business_id: int, chat_id: int, line: DialogueLine, at: datetime) -> Message:
        """Adds a message. The chat's status and time follow."""
        with self._lock:
            chat = self.chat_or_refusal(business_id, chat_id)
            message = self.conversations.add(business_id, chat, line, at)
            status = {"status": STATUS_AFTER[line.sender]} if line.sender in STATUS_AFTER else {}
            self.change_chat(business_id, chat_id, status, message.created_at)
        return message

    def deliver_answers(self, now: datetime) -> None:
        """Adds what the buyers have answered by `now`."""
        for answer in self.buyers.take_due(now):
            self.say(answer.business_id, answer.chat_id, answer.line, answer.at)

    def create_chat(self, cabinet: SandboxSeller, context: tuple[str, int], now: datetime) -> Chat:
        """The chat about an order or a return, created unless there is one. Raises Market's refusals."""
        with self._lock:
            chats = self.chats(cabinet.business_id)
            if found := next((chat for chat in chats if context_key(chat) == context), None):
                return found
            blank = blank_chat(self._free_id(cabinet.business_id), cabinet.business_id, now)
            chat = replace(blank, context=context_of_new_chat(cabinet, context, chats))
            self._chats[cabinet.business_id][chat.chat_id] = chat
            self.conversations.start_empty(cabinet.business_id, chat)
        return chat

    def _free_id(self, business_id: int) -> int:
        return next(number for number in itertools.count(500001) if number not in self._chats[business_id])

    def chats(self, business_id: int) -> list[Chat]:
        """The last changed first. Market does not document the order."""
        with self._lock:
            chats = list(self._chats[business_id].values())
        return sorted(chats, key=lambda chat: (chat.updated_at, chat.chat_id), reverse=True)

    def change_chat(self, business_id: int, chat_id: int, changes: dict[str, Any], now: datetime) -> Chat:
        """Applies `with_changes`. `updated_at` becomes `now` unless it is given."""
        with self._lock:
            chat = self.chat(business_id, chat_id)
            if chat is None:
                raise KeyError(f"Business {business_id} has no chat {chat_id}.")
            chat = with_changes(chat, {"updated_at": now, **changes})
            self._chats[business_id][chat_id] = chat
        return chat

    def add_chat(self, business_id: int, details: dict[str, Any], now: datetime) -> Chat:
        """A new chat without messages, as `blank_chat` with `details` applied to it."""
        with self._lock:
            chat = with_changes(blank_chat(self._free_id(business_id), business_id, now), details)
            self._chats[business_id][chat.chat_id] = chat
            self.conversations.start_empty(business_id, chat)
        return chat


def blank_chat(chat_id: int, business_id: int, now: datetime) -> Chat:
    stores = next(cabinet.campaigns for cabinet in CABINETS if cabinet.business_id == business_id)
    context = ChatContext(type=ContextType.ORDER, campaign_id=stores[0].campaign_id, order_id=54_800_000_000 + chat_id)
    return Chat(chat_id=chat_id, context=context, buyer=IVAN, status=ChatStatus.NEW, created_at=now, updated_at=now)


def context_of_new_chat(cabinet: SandboxSeller, context: tuple[str, int], chats: list[Chat]) -> ChatContext:
    """What a new chat is about. `context` has a type and an ID; the order or return must exist."""
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
