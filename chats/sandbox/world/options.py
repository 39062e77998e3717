"""How a world begins and how it behaves, where Market's documentation leaves a choice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ..content.generated import Size

FILES_URL: Final = "https://files.messenger.yandex.net/file"


class ListOrder(StrEnum):
    """What getChats sorts by. Market does not document it."""

    UPDATED = "updated"  # the newest message first
    CREATED = "created"  # the newest chat first
    NONE = "none"  # nothing that anybody knows, and the same at every call


class Paging(StrEnum):
    """What a page token means."""

    KEY = "key"  # after that chat: what moves shifts nothing else
    OFFSET = "offset"  # after so many chats: a chat that moves shifts all those between, and a reader misses one


@dataclass(frozen=True, kw_only=True)
class WorldOptions:
    """`sizes`: by business, the chats to generate. `written`: whether the chats of `docs/sandbox.md` are there too.
    `reopens`: whether a message in a finished chat opens it again. `traffic`: buyers' messages an hour, by business, or
    of each in `sizes` or, when that is empty, of each of the two sellers. `elsewhere`: the share of the shop's answers
    that is written in Market's cabinet. `busy`: the pace of busy hours, 1 is usual, 0 none. `seed`: another one makes
    other chats and another traffic. `files_url`: what the addresses of files begin with; the sandbox has pictures below
    `FILES_PATH`."""

    sizes: Mapping[int, Size] = field(default_factory=dict)
    written: bool = True
    order: ListOrder = ListOrder.UPDATED
    paging: Paging = Paging.KEY
    reopens: bool = True
    traffic: float | Mapping[int, float] = 0.0
    elsewhere: float = 0.3
    busy: float = 0.0
    seed: int = 1
    files_url: str = FILES_URL

    def rates(self, sellers: Iterable[int]) -> Mapping[int, float]:
        """The traffic by business. `sellers`: those that have traffic where nothing else is said."""
        if isinstance(self.traffic, Mapping):
            return self.traffic
        return {business_id: self.traffic for business_id in self.sizes or sellers if self.traffic}
