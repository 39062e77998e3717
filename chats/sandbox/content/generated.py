"""Chats computed from their number: a business may have any number of them, and none is kept in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chats.market.types import ChatStatus as S
from chats.market.types import ChatType, ContextType

from .cabinets import SandboxSeller
from .chats import Chat, ChatContext
from .listed import Listed, microseconds, moscow_moment
from .people import Buyer, buyer_named

# IDs: the business's number, then eight digits: 00000001 a chat, 50000001 its order, 90000001 its return.
SPACING: Final = 100_000_000
ORDERS: Final = 50_000_000
RETURNS: Final = 90_000_000
MOST: Final = 9_999_999
SECOND: Final = 1_000_000  # in microseconds, like the next ones
DAY: Final = 86_400 * SECOND
OPEN_FOR: Final = 3 * DAY  # the newest messages of the open chats are spread over so long
FINISHED_FOR: Final = 400 * DAY  # and those of the finished ones over so long before
FIRST_NAMES: Final = (
    *("Александр", "Алина", "Андрей", "Анна", "Валентина", "Вера", "Виктор", "Галина", "Денис", "Евгения", "Илья"),
    *("Ирина", "Кирилл", "Ксения", "Лариса", "Людмила", "Максим", "Марина", "Михаил", "Надежда", "Никита", "Оксана"),
    *("Полина", "Роман", "Светлана", "Степан", "Тимур", "Ульяна", "Фарида", "Юлия", "Ярослав"),
)
LETTERS: Final = "АБВГДЕЗИКЛМНОПРСТФХЦЧШЭЮЯ"
MASK: Final = (1 << 64) - 1


@dataclass(frozen=True, kw_only=True)
class Size:
    """How many chats to generate, how many of them are not finished, and how many of those wait for the shop."""

    chats: int
    open: int = 0
    waiting: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.waiting <= self.open <= self.chats <= MOST:
            raise ValueError(f"0 ≤ waiting ≤ open ≤ chats ≤ {MOST} does not hold for {self}.")


def scrambled(number: int) -> int:
    """64 bits that look random and are always the same (splitmix64)."""
    number = (number + 0x9E3779B97F4A7C15) & MASK
    number = ((number ^ number >> 30) * 0xBF58476D1CE4E5B9) & MASK
    number = ((number ^ number >> 27) * 0x94D049BB133111EB) & MASK
    return number ^ number >> 31


class GeneratedChats:
    """The generated chats of one business as they were at the start. Number 0 has the newest message."""

    def __init__(self, cabinet: SandboxSeller, size: Size, start: datetime, seed: int = 1) -> None:
        self.size = size
        self._cabinet = cabinet
        self._start = microseconds(start)
        self._salt = scrambled(seed)
        self._first_id = cabinet.business_id * SPACING + 1
        self._stores_with_returns = [one for one in cabinet.campaigns if one.placement_type != "DBS"]

    def rows(self) -> Iterator[Listed]:
        return (self._row(number) for number in range(self.size.chats))

    def chat(self, chat_id: int) -> Chat | None:
        number = chat_id - self._first_id
        if not 0 <= number < self.size.chats:
            return None
        row = self._row(number)
        return Chat(
            chat_id=chat_id,
            context=self._context(number, row.context_type),
            buyer=self._buyer(number),
            status=row.status,
            created_at=moscow_moment(row.created),
            updated_at=moscow_moment(row.updated),
            type=row.type,
        )

    def about(self, number: int) -> Chat | None:
        """The chat about the order or the return of that number."""
        distance = number - self._first_id
        for first in (ORDERS, RETURNS):
            if 0 <= distance - first < self.size.chats:
                chat = self.chat(number - first)
                if chat and number in {chat.context.order_id, chat.context.return_id}:
                    return chat
        return None

    def _luck(self, number: int) -> int:
        return scrambled(self._salt ^ (self._first_id + number))

    def _row(self, number: int) -> Listed:
        luck = self._luck(number)
        context_type = self._context_type(luck % 20)
        status = self._status(number, luck >> 8, context_type)
        updated = self._start - self._age(number)
        lifetime = 0 if status == S.NEW else 60 * SECOND + (luck >> 44) * SECOND  # up to twelve days
        return Listed(
            chat_id=self._first_id + number,
            status=status,
            type=chat_type(status, luck >> 16, context_type),
            context_type=context_type,
            created=updated - lifetime,
            updated=updated,
        )

    def _context_type(self, luck: int) -> str:
        """Of twenty chats about thirteen are about orders, three about returns, four about goods."""
        if luck < 13 and self._cabinet.campaigns:
            return ContextType.ORDER
        return ContextType.RETURN if luck < 16 and self._stores_with_returns else ContextType.DIRECT

    def _status(self, number: int, luck: int, context_type: str) -> str:
        size = self.size
        if number >= size.open:
            return S.FINISHED
        before, after = (one * size.waiting // size.open for one in (number, number + 1))
        if after > before:  # those that wait are spread evenly over the open ones
            return S.NEW if after % 5 == 0 else S.WAITING_FOR_PARTNER
        if luck % 10 == 0:
            return S.WAITING_FOR_MARKET if context_type == ContextType.DIRECT else S.WAITING_FOR_ARBITER
        return S.WAITING_FOR_MARKET if luck % 10 == 1 else S.WAITING_FOR_CUSTOMER

    def _age(self, number: int) -> int:
        """Since the newest message. Strictly more for each number."""
        if number < self.size.open:
            return 60 * SECOND + OPEN_FOR * (number + 1) // self.size.open
        finished = self.size.chats - self.size.open
        return 60 * SECOND + OPEN_FOR + FINISHED_FOR * (number - self.size.open + 1) // finished

    def _context(self, number: int, context_type: str) -> ChatContext:
        if context_type == ContextType.DIRECT:
            return ChatContext()
        is_return = context_type == ContextType.RETURN
        stores = self._stores_with_returns if is_return else self._cabinet.campaigns
        return ChatContext(
            type=context_type,
            campaign_id=stores[number % len(stores)].campaign_id,
            order_id=self._first_id + ORDERS + number,
            return_id=self._first_id + RETURNS + number if is_return else None,
        )

    def _buyer(self, number: int) -> Buyer | None:
        """One in forty chats has none."""
        luck = self._luck(number) >> 24
        return buyer_by(luck) if luck % 40 else None


def buyer_by(luck: int) -> Buyer:
    return buyer_named(f"{FIRST_NAMES[luck % len(FIRST_NAMES)]} {LETTERS[luck // 64 % len(LETTERS)]}.")


def chat_type(status: str, luck: int, context_type: str) -> str:
    """A dispute is about an order or a return; one in fifty of the other chats has been one."""
    disputed = status == S.WAITING_FOR_ARBITER or (luck % 50 == 0 and status not in {S.NEW, S.WAITING_FOR_MARKET})
    return ChatType.ARBITRAGE if disputed and context_type != ContextType.DIRECT else ChatType.CHAT
