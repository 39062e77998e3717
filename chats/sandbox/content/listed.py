"""What the list of getChats needs to know of a chat, to order and to filter it, in plain values."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from .chats import MOSCOW, Chat

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)


class Listed(NamedTuple):
    chat_id: int
    status: str
    type: str
    context_type: str
    created: int  # microseconds since 1970, like the next one
    updated: int


class Codes(NamedTuple):
    """Which chats a list is about, by their codes; None stands for any."""

    statuses: frozenset[str] | None = None
    types: frozenset[str] | None = None
    context_types: frozenset[str] | None = None

    def hold(self, row: Listed) -> bool:
        return (
            (self.statuses is None or row.status in self.statuses)
            and (self.types is None or row.type in self.types)
            and (self.context_types is None or row.context_type in self.context_types)
        )


def with_statuses(*statuses: str) -> Codes:
    return Codes(statuses=frozenset(statuses))


def one_of(codes: Iterable[str] | None) -> frozenset[str] | None:
    return None if codes is None else frozenset(codes)


def microseconds(time: datetime) -> int:
    return (time - EPOCH) // MICROSECOND


def moscow_moment(since_epoch: int) -> datetime:
    """The time that `microseconds` made a number of."""
    return (EPOCH + MICROSECOND * since_epoch).astimezone(MOSCOW)


def listed(chat: Chat) -> Listed:
    return Listed(
        chat.chat_id,
        chat.status,
        chat.type,
        chat.context.type,
        microseconds(chat.created_at),
        microseconds(chat.updated_at),
    )
