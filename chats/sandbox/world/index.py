"""Chats in the order of the list, so that a page of fifty thousand costs no more than one of fifty."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from typing import Final

from ..content.listed import Codes, Listed

MOST_INDEXES: Final = 16

Key = Callable[[Listed], int]


class Index:
    """Chat IDs ordered by a key of 64 bits, the greatest first, and by the ID where keys are alike. Takes 16 bytes for
    each chat."""

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(pairs)
        # Ascending, because that is what `bisect` reads.
        self._keys = array("q", [key for key, _ in ordered])
        self._ids = array("q", [chat_id for _, chat_id in ordered])

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, key: int, chat_id: int) -> None:
        place = self._place(key, chat_id)
        self._keys.insert(place, key)
        self._ids.insert(place, chat_id)

    def remove(self, key: int, chat_id: int) -> None:
        place = self._place(key, chat_id)
        del self._keys[place], self._ids[place]

    def ids(self, first: int, most: int) -> list[int]:
        """`most` IDs, beginning with the one at position `first`."""
        end = max(len(self) - first, 0)
        return self._ids[max(end - most, 0) : end].tolist()[::-1]

    def after(self, key: int, chat_id: int) -> int:
        """The position that follows the chat, whether it is still there or not."""
        return len(self) - self._place(key, chat_id)

    def _place(self, key: int, chat_id: int) -> int:
        low = bisect_left(self._keys, key)
        return bisect_left(self._ids, chat_id, low, bisect_right(self._keys, key, low))


class Indexes:
    """An index for each filter that was asked for lately, made when it is first needed."""

    def __init__(self, rows: Callable[[], Iterable[Listed]], key: Key) -> None:
        self._rows = rows
        self.key = key
        self._indexes: dict[Codes, Index] = {}

    def index(self, codes: Codes) -> Index:
        index = self._indexes.pop(codes, None)
        if index is None:
            index = Index((self.key(row), row.chat_id) for row in self._rows() if codes.hold(row))
            if len(self._indexes) >= MOST_INDEXES:
                del self._indexes[next(iter(self._indexes))]
        self._indexes[codes] = index  # the last used one last
        return index

    def order_by(self, key: Key) -> None:
        self.key = key
        self._indexes.clear()

    def move(self, before: Listed | None, after: Listed) -> None:
        """To be called when a chat is new or has changed."""
        for codes, index in self._indexes.items():
            if before is not None and codes.hold(before):
                index.remove(self.key(before), before.chat_id)
            if codes.hold(after):
                index.add(self.key(after), after.chat_id)
