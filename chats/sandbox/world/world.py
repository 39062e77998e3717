"""The state of the stand-in: every cabinet's chats, and how a test or the demo changes them."""

import itertools
import threading
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final

from chats.market.types import ChatStatus, ContextType, Sender

from ..content import chats as content
from ..content.cabinets import CABINETS, HOME, TECH, SandboxSeller
from ..content.chats import MOSCOW, Chat, ChatContext
from ..content.dialogue import DialogueLine
from ..content.people import IVAN, Buyer
from ..faults import numbers
from ..protocol.answers import refusal
from ..protocol.filters import context_key
from .buyers import Buyers
from .conversations import Conversations, Message

ROWS: Final = {HOME.business_id: content.HOME_ROWS, TECH.business_id: content.TECH_ROWS}
CONTEXT_FIELDS: Final = {"campaign_id", "order_id", "return_id"}
BUYER_FIELDS: Final = {"name": "name", "public_id": "public_id"}
AFTER: Final = {
    Sender.PARTNER: ChatStatus.WAITING_FOR_CUSTOMER,
    Sender.CUSTOMER: ChatStatus.WAITING_FOR_PARTNER,
}
CHAT_FIELDS: Final = {field.name for field in fields(Chat)} - {"context"}


class World:
    def __init__(self, start: datetime, *, answering: bool = False) -> None:
        self.start = start
        # By business and id: parts of an order or a return, in Market's words, that a test has changed.
        self.order_changes: dict[tuple[int, int], dict[str, Any]] = {}
        self.return_changes: dict[tuple[int, int], dict[str, Any]] = {}
        # How getChatHistory lists: Market documents neither.
        self.oldest_first = False
        self.from_is_excluded = False
        self.endless = False  # a token for one more page even behind the last one
        self.conversations = Conversations()
        self.buyers = Buyers(answering=answering)
        self._lock = threading.RLock()
        self._chats: dict[int, dict[int, Chat]] = {
            cabinet.business_id: content.chats_by_id(ROWS.get(cabinet.business_id, ()), start) for cabinet in CABINETS
        }

    def chat(self, business_id: int, chat_id: int) -> Chat | None:
        return self._chats[business_id].get(chat_id) or numbers.chat_with_fault(business_id, chat_id, self.start)

    def required(self, business_id: int, chat_id: int) -> Chat:
        chat = self.chat(business_id, chat_id)
        if chat is None:
            raise refusal(404, f"Can't find chat by id: '{chat_id}'")
        return chat

    def messages(self, business_id: int, chat_id: int) -> list[Message]:
        """Oldest first."""
        return self.conversations.of(business_id, self.required(business_id, chat_id))

    def say(self, business_id: int, chat_id: int, line: DialogueLine, at: datetime) -> Message:
        """One more message; the chat moves with it."""
        with self._lock:
            chat = self.required(business_id, chat_id)
            message = self.conversations.add(business_id, chat, line, at)
            status = {"status": AFTER[line.sender]} if line.sender in AFTER else {}
            self.change(business_id, chat_id, status, message.created_at)
        return message

    def deliver_answers(self, now: datetime) -> None:
        """What the buyers have answered since the last time."""
        for answer in self.buyers.take_due(now):
            self.say(answer.business_id, answer.chat_id, answer.line, answer.at)

    def begin(self, cabinet: SandboxSeller, context: tuple[str, int], now: datetime) -> Chat:
        """The chat about an order or a return; a new one if there is none yet. Raises Market's refusals."""
        with self._lock:
            chats = self.chats(cabinet.business_id)
            if found := next((chat for chat in chats if context_key(chat) == context), None):
                return found
            begun = _begun(cabinet, context, chats)
            chat = replace(_blank(self._free(cabinet.business_id), cabinet.business_id, now), context=begun)
            self._chats[cabinet.business_id][chat.chat_id] = chat
            self.conversations.begin(cabinet.business_id, chat)
        return chat

    def _free(self, business_id: int) -> int:
        return next(number for number in itertools.count(500001) if number not in self._chats[business_id])

    def chats(self, business_id: int) -> list[Chat]:
        """Those who wrote last come first; Market documents no order."""
        with self._lock:
            chats = list(self._chats[business_id].values())
        return sorted(chats, key=lambda chat: (chat.updated_at, chat.chat_id), reverse=True)

    def change(self, business_id: int, chat_id: int, changes: dict[str, Any], now: datetime) -> Chat:
        """Like a message that came just now: `updated_at` moves unless it is given."""
        with self._lock:
            chat = self.chat(business_id, chat_id)
            if chat is None:
                raise KeyError(f"Business {business_id} has no chat {chat_id}.")
            chat = changed(chat, {"updated_at": now, **changes})
            self._chats[business_id][chat_id] = chat
        return chat

    def add(self, business_id: int, details: dict[str, Any], now: datetime) -> Chat:
        with self._lock:
            chat = changed(_blank(self._free(business_id), business_id, now), details)
            self._chats[business_id][chat.chat_id] = chat
            self.conversations.begin(business_id, chat)
        return chat


def _blank(chat_id: int, business_id: int, now: datetime) -> Chat:
    stores = next(cabinet.campaigns for cabinet in CABINETS if cabinet.business_id == business_id)
    context = ChatContext(type=ContextType.ORDER, campaign_id=stores[0].campaign_id, order_id=54_800_000_000 + chat_id)
    return Chat(chat_id=chat_id, context=context, buyer=IVAN, status=ChatStatus.NEW, created_at=now, updated_at=now)


def _begun(cabinet: SandboxSeller, context: tuple[str, int], chats: list[Chat]) -> ChatContext:
    """What a new chat is about."""
    kind, number = context
    known = [*content.WITHOUT_CHAT.get(cabinet.business_id, ()), *(chat.context for chat in chats)]
    if kind == ContextType.RETURN:
        about = next((about for about in known if about.return_id == number), None)
    else:
        about = next((about for about in known if about.order_id == number), None)
    if about is None or about.campaign_id is None:
        raise refusal(404, f"{'Order' if kind == ContextType.ORDER else 'Return'} not found: '{number}'")
    model = next(store.placement_type for store in cabinet.campaigns if store.campaign_id == about.campaign_id)
    if kind == ContextType.RETURN and model == "DBS":
        raise refusal(400, "Chats about returns are not available for DBS")
    return about if kind == ContextType.RETURN else replace(about, type=ContextType.ORDER, return_id=None)


def changed(chat: Chat, changes: dict[str, Any]) -> Chat:
    """`chat` with flat changes: its own fields, `context_type` and the context's ids, the buyer's `name` and
    `public_id`; `buyer=None` takes the customer away. Raises ValueError for any other name."""
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
            own[name] = moment(value) if name.endswith("_at") else value
        else:
            raise ValueError(f"A chat has no {name!r}.")
    if context.get("type") == ContextType.DIRECT:
        own["context"] = ChatContext()
    elif context:
        own["context"] = replace(chat.context, **context)
    if buyer:
        own["buyer"] = replace(chat.buyer or Buyer(), **buyer)
    return replace(chat, **own)


def moment(value: datetime | str) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(MOSCOW)
