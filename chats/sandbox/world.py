"""The state of the stand-in: every cabinet's chats, and how a test or the demo changes them."""

import itertools
import threading
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final

from chats.market.types import ChatStatus, ContextType

from . import content, numbers
from .content import MOSCOW, About, Chat
from .people import IVAN, Buyer
from .tokens import CABINETS, HOME, TECH

ROWS: Final = {HOME.business_id: content.HOME_ROWS, TECH.business_id: content.TECH_ROWS}
ABOUT_FIELDS: Final = {"campaign_id", "order_id", "return_id"}
BUYER_FIELDS: Final = {"name": "name", "public_id": "public_id"}
CHAT_FIELDS: Final = {field.name for field in fields(Chat)} - {"about"}


class World:
    def __init__(self, start: datetime) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._chats: dict[int, dict[int, Chat]] = {
            cabinet.business_id: content.chats(ROWS.get(cabinet.business_id, ()), start) for cabinet in CABINETS
        }

    def chat(self, business_id: int, chat_id: int) -> Chat | None:
        return self._chats[business_id].get(chat_id) or numbers.chat(business_id, chat_id, self._start)

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
            chats = self._chats[business_id]
            free = next(number for number in itertools.count(500001) if number not in chats)
            chat = changed(_blank(free, business_id, now), details)
            chats[chat.chat_id] = chat
        return chat


def _blank(chat_id: int, business_id: int, now: datetime) -> Chat:
    stores = next(cabinet.campaigns for cabinet in CABINETS if cabinet.business_id == business_id)
    about = About(type=ContextType.ORDER, campaign_id=stores[0].campaign_id, order_id=54_800_000_000 + chat_id)
    return Chat(chat_id=chat_id, about=about, buyer=IVAN, status=ChatStatus.NEW, created_at=now, updated_at=now)


def changed(chat: Chat, changes: dict[str, Any]) -> Chat:
    """`chat` with flat changes: its own fields, `context_type` and the context's ids, the buyer's `name` and
    `public_id`; `buyer=None` takes the customer away. Raises ValueError for any other name."""
    own: dict[str, Any] = {}
    about: dict[str, Any] = {}
    buyer: dict[str, Any] = {}
    for name, value in changes.items():
        if name == "context_type":
            about["type"] = value
        elif name in ABOUT_FIELDS:
            about[name] = value
        elif name in BUYER_FIELDS:
            buyer[name] = value
        elif name in CHAT_FIELDS:
            own[name] = _moment(value) if name.endswith("_at") else value
        else:
            raise ValueError(f"A chat has no {name!r}.")
    if about.get("type") == ContextType.DIRECT:
        own["about"] = About()
    elif about:
        own["about"] = replace(chat.about, **about)
    if buyer:
        own["buyer"] = replace(chat.buyer or Buyer(), **buyer)
    return replace(chat, **own)


def _moment(value: datetime | str) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(MOSCOW)
