"""What the sandbox's Market knows: every cabinet's chats, and the ways in which they change."""

import itertools
import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from chats.market.types import ChatStatus, Sender

from ..content.cabinets import HOME, TECH, SandboxSeller, cabinet_of
from ..content.chats import HOME_ROWS, TECH_ROWS, Chat, chats_by_id
from ..content.dialogue import DialogueLine
from ..content.generated import GeneratedChats
from ..content.listed import Codes, Listed, moscow_moment
from ..faults import numbers
from ..protocol.answers import refusal
from ..protocol.filters import ChatFilter, context_key
from . import events
from .buyers import Buyers
from .changes import blank_chat, context_of_new_chat, with_changes
from .chats import BusinessChats, ChatPage
from .conversations import Conversations, Message
from .events import Event, Listener
from .options import ListOrder, Paging, WorldOptions

ROWS: Final = {HOME.business_id: HOME_ROWS, TECH.business_id: TECH_ROWS}
FIRST_FREE_ID: Final = 500001
STATUS_AFTER: Final = {
    Sender.PARTNER: ChatStatus.WAITING_FOR_CUSTOMER,
    Sender.CUSTOMER: ChatStatus.WAITING_FOR_PARTNER,
}


class ChatTruth(NamedTuple):
    """What is so of a chat, for comparison with what somebody has learnt of it."""

    status: str
    updated_at: datetime
    message_ids: tuple[int, ...]  # oldest first

    def as_json(self) -> dict[str, Any]:
        return {"status": self.status, "updatedAt": self.updated_at.isoformat(), "messageIds": self.message_ids}


class World:
    def __init__(self, start: datetime, options: WorldOptions | None = None, *, answering: bool = False) -> None:
        self.start = start
        self.options = options or WorldOptions()
        self.paging = self.options.paging
        self.order = self.options.order
        self.reopens = self.options.reopens
        # By business and ID: what a test has changed of an order's or a return's JSON.
        self.order_changes: dict[tuple[int, int], dict[str, Any]] = {}
        self.return_changes: dict[tuple[int, int], dict[str, Any]] = {}
        # How getChatHistory lists; Market does not document it.
        self.oldest_first = False
        self.from_is_excluded = False
        self.endless = False  # the last page, too, has a token for a next one
        self.conversations = Conversations(self.options.files_url)
        self.buyers = Buyers(answering=answering)
        self.listener: Listener | None = None
        self._lock = threading.RLock()
        self._free_ids = itertools.count(FIRST_FREE_ID)
        self._chats: dict[int, BusinessChats] = {}

    def _of(self, business_id: int) -> BusinessChats:
        """The chats of a business. Raises KeyError when there is no such business."""
        with self._lock:
            if business_id not in self._chats:
                self._chats[business_id] = self._chats_of(cabinet_of(business_id))
            return self._chats[business_id]

    def _chats_of(self, cabinet: SandboxSeller) -> BusinessChats:
        rows = ROWS.get(cabinet.business_id, ()) if self.options.written else ()
        size = self.options.sizes.get(cabinet.business_id)
        generated = GeneratedChats(cabinet, size, self.start, self.options.seed) if size else None
        return BusinessChats(chats_by_id(rows, self.start), generated, self.order)

    def chat(self, business_id: int, chat_id: int) -> Chat | None:
        return self._of(business_id).get(chat_id) or numbers.chat_with_fault(business_id, chat_id, self.start)

    def chat_or_refusal(self, business_id: int, chat_id: int) -> Chat:
        chat = self.chat(business_id, chat_id)
        if chat is None:
            raise refusal(404, f"Can't find chat by id: '{chat_id}'")
        return chat

    def messages(self, business_id: int, chat_id: int) -> list[Message]:
        """Oldest first."""
        if generated := self._of(business_id).generated(chat_id):
            return self.conversations.messages(business_id, generated, keep=False)
        return self.conversations.messages(business_id, self.chat_or_refusal(business_id, chat_id))

    def say(
        self, business_id: int, chat_id: int, line: DialogueLine, at: datetime, *, status: str | None = None
    ) -> Message:
        """Adds a message. The chat's time follows, and its status unless that is given."""
        with self._lock:
            chat = self.chat_or_refusal(business_id, chat_id)
            origin = self._of(business_id).generated(chat_id) or chat
            message = self.conversations.add(business_id, origin, line, at)
            changes = {"status": status or self._status_after(chat, line.sender)}
            self.change_chat(business_id, chat_id, changes, message.created_at)
        self.tell([events.message_sent(business_id, chat_id, message)])
        return message

    def is_heard(self, business_id: int) -> bool:
        return self.listener is not None and self.listener.hears(business_id)

    def tell(self, happened: Iterable[Event | None]) -> None:
        for event in happened:
            if event is not None and self.listener is not None:
                self.listener.tell(event)

    def _status_after(self, chat: Chat, sender: str) -> str:
        if chat.status == ChatStatus.FINISHED and not self.reopens:
            return chat.status
        return STATUS_AFTER.get(sender, chat.status)

    def deliver_answers(self, now: datetime) -> None:
        """Adds what the buyers have answered by `now`."""
        for answer in self.buyers.take_due(now):
            self.say(answer.business_id, answer.chat_id, answer.line, answer.at)

    def create_chat(self, cabinet: SandboxSeller, context: tuple[str, int], now: datetime) -> Chat:
        """The chat about an order or a return, created unless there is one. Raises Market's refusals."""
        with self._lock:
            chats = self.chats_about(cabinet.business_id, context[1])
            if found := next((chat for chat in chats if context_key(chat) == context), None):
                return found
            subject = context_of_new_chat(cabinet, context, chats)
            blank = blank_chat(self._free_id(cabinet.business_id), cabinet, now)
            return self._begin(cabinet.business_id, replace(blank, context=subject), by_shop=True)

    def _begin(self, business_id: int, chat: Chat, *, by_shop: bool) -> Chat:
        """A new chat, without messages."""
        self._of(business_id).put(chat)
        self.conversations.start_empty(business_id, chat)
        self.tell([events.chat_created(business_id, chat, by_shop=by_shop)])
        return chat

    def _free_id(self, business_id: int) -> int:
        return next(number for number in self._free_ids if self._of(business_id).get(number) is None)

    def kept_chats(self, business_id: int) -> list[Chat]:
        """All but the generated chats that are as they were at the start."""
        with self._lock:
            return self._of(business_id).kept()

    def chats_about(self, business_id: int, number: int) -> list[Chat]:
        """The chats about the order or the return of that number."""
        with self._lock:
            return self._of(business_id).about([number])

    def page(self, business_id: int, wanted: ChatFilter, after: list[Any] | None, most: int) -> ChatPage:
        """At most `most` chats of the list, and what leads to the next page, if there is one."""
        with self._lock:
            return self._of(business_id).page(wanted, self.paging, after, most)

    def chat_at(self, business_id: int, codes: Codes, share: float) -> Chat | None:
        """One of the chats with these codes, by its place in the list: 0 is the first, just below 1 the last."""
        with self._lock:
            return self._of(business_id).at(codes, share)

    def count(self, business_id: int, codes: Codes) -> int:
        with self._lock:
            return self._of(business_id).count(codes)

    def set_list(self, order: ListOrder, paging: Paging) -> None:
        with self._lock:
            self.order, self.paging = order, paging
            for chats in self._chats.values():
                chats.order_by(order)

    def truth(self, business_id: int) -> dict[int, ChatTruth]:
        """Every chat that the list has, by its ID."""
        with self._lock:
            return {row.chat_id: self._truth_of(business_id, row) for row in self._of(business_id).rows()}

    def _truth_of(self, business_id: int, row: Listed) -> ChatTruth:
        ids = tuple(one.message_id for one in self.messages(business_id, row.chat_id))
        return ChatTruth(row.status, moscow_moment(row.updated), ids)

    def change_chat(self, business_id: int, chat_id: int, changes: dict[str, Any], now: datetime) -> Chat:
        """Applies `with_changes`. `updated_at` becomes `now` unless it is given."""
        with self._lock:
            chat = self.chat(business_id, chat_id)
            if chat is None:
                raise KeyError(f"Business {business_id} has no chat {chat_id}.")
            chat = with_changes(chat, {"updated_at": now, **changes})
            self._of(business_id).put(chat)
        return chat

    def add_chat(self, business_id: int, details: dict[str, Any], now: datetime) -> Chat:
        """A new chat without messages, as `blank_chat` with `details` applied to it."""
        with self._lock:
            blank = blank_chat(self._free_id(business_id), cabinet_of(business_id), now)
            return self._begin(business_id, with_changes(blank, details), by_shop=False)
