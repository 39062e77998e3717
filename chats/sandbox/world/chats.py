"""The chats of one business: those that are written, new or changed are kept, all others computed when asked for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from ..content.chats import Chat
from ..content.generated import GeneratedChats, scrambled
from ..content.listed import Codes, Listed, listed
from ..protocol.filters import ChatFilter
from .index import Index, Indexes, Key
from .options import ListOrder, Paging

ChatPage = tuple[list[Chat], list[Any] | None]


def key_of(order: ListOrder) -> Key:
    if order == ListOrder.UPDATED:
        return lambda row: row.updated
    return (lambda row: row.created) if order == ListOrder.CREATED else lambda row: scrambled(row.chat_id) >> 1


class BusinessChats:
    """Not thread-safe: `World` holds its lock."""

    def __init__(self, written: dict[int, Chat], generated: GeneratedChats | None, order: ListOrder) -> None:
        self._kept = dict(written)
        self._generated = generated
        self._about: dict[int, set[int]] = defaultdict(set)  # kept chats, by their order and by their return
        for chat in self._kept.values():
            self._note_subjects(chat)
        self._indexes = Indexes(self.rows, key_of(order))

    def get(self, chat_id: int) -> Chat | None:
        return self._kept.get(chat_id) or self.generated(chat_id)

    def generated(self, chat_id: int) -> Chat | None:
        """A generated chat as it was at the start."""
        return self._generated.chat(chat_id) if self._generated else None

    def kept(self) -> list[Chat]:
        return list(self._kept.values())

    def rows(self) -> Iterator[Listed]:
        """Every chat."""
        yield from map(listed, self._kept.values())
        if self._generated:
            yield from (row for row in self._generated.rows() if row.chat_id not in self._kept)

    def about(self, numbers: Iterable[int]) -> list[Chat]:
        """The chats about the orders or returns with these numbers."""
        found: dict[int, Chat] = {}
        for number in numbers:
            for chat_id in self._about.get(number, ()):
                found[chat_id] = self._kept[chat_id]
            chat = self._generated.about(number) if self._generated else None
            if chat and chat.chat_id not in self._kept:
                found[chat.chat_id] = chat
        return list(found.values())

    def put(self, chat: Chat) -> None:
        before = self.get(chat.chat_id)
        if chat.chat_id in self._kept:
            self._forget_subjects(self._kept[chat.chat_id])
        self._kept[chat.chat_id] = chat
        self._note_subjects(chat)
        self._indexes.move(None if before is None else listed(before), listed(chat))

    def order_by(self, order: ListOrder) -> None:
        self._indexes.order_by(key_of(order))

    def page(self, wanted: ChatFilter, paging: Paging, after: list[Any] | None, most: int) -> ChatPage:
        """At most `most` chats, and what leads to the next page, if there is one."""
        index = self._index(wanted)
        first = 0
        if after is not None:
            first = after[0] if paging == Paging.OFFSET else index.after(*after)
        ids = index.ids(first, most)
        chats = [chat for chat in map(self.get, ids) if chat]
        if first + len(ids) >= len(index):
            return chats, None
        return chats, [first + most] if paging == Paging.OFFSET else [self._indexes.key(listed(chats[-1])), ids[-1]]

    def _index(self, wanted: ChatFilter) -> Index:
        if wanted.subjects is None:
            return self._indexes.index(wanted.codes)
        matching = [listed(chat) for chat in self.about(wanted.subjects) if wanted.matches(chat)]
        return Index((self._indexes.key(row), row.chat_id) for row in matching)

    def count(self, codes: Codes) -> int:
        return len(self._indexes.index(codes))

    def at(self, codes: Codes, share: float) -> Chat | None:
        """The chat that has that share (0 to below 1) of the matching ones before it; None when none match."""
        index = self._indexes.index(codes)
        ids = index.ids(int(share * len(index)), 1)
        return self.get(ids[0]) if ids else None

    def _note_subjects(self, chat: Chat) -> None:
        for number in subjects_of(chat):
            self._about[number].add(chat.chat_id)

    def _forget_subjects(self, chat: Chat) -> None:
        for number in subjects_of(chat):
            self._about[number].discard(chat.chat_id)


def subjects_of(chat: Chat) -> set[int]:
    return {number for number in (chat.context.order_id, chat.context.return_id) if number is not None}
