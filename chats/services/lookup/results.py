"""What a lookup leads to, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chats.market.errors import NotFound
from chats.models import Chat, Seller
from chats.problems import Problem


@dataclass(frozen=True, kw_only=True)
class SellerAsked:
    """One seller for whom Market was asked; `problem` is None when Market answered.

    `order_asked` says that Market was also asked for the order itself, and answered; `order_problem` why it could not
    be. Both are empty when that was not the question: a chat was found, or the number is not an order's.
    """

    seller: Seller
    at: datetime
    problem: Problem | None = None
    order_asked: bool = False
    order_problem: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class OrderFound:
    """An order that Market has and about which there is no chat. `program_type` is FBY, FBS, DBS, EXPRESS or LAAS, None
    when Market did not say; `own_number` is the shop's own number of it."""

    seller: Seller
    order_id: int
    status: str
    created_at: datetime
    program_type: str | None = None
    own_number: str | None = None


@dataclass(frozen=True, kw_only=True)
class LookupResult:
    """What one number led to. `chats` have their seller loaded; the most likely one comes first.

    `number` is None for a shop's own number (`own_number`) of which no order was found. `orders` are only looked for,
    and only given, when there is no chat.
    """

    number: int | None
    chats: tuple[Chat, ...]
    known: bool  # from the desk's own table, without asking Market
    asked: tuple[SellerAsked, ...] = ()
    orders: tuple[OrderFound, ...] = ()
    own_number: str = ""

    @property
    def shown(self) -> str:
        """The number as the agent knows it."""
        return self.own_number or str(self.number)

    @property
    def is_hit(self) -> bool:
        return bool(self.chats or self.orders)


def only_chat(found: Sequence[LookupResult]) -> Chat | None:
    """The chat that all numbers of a paste led to, each of them to this one alone; None when there is a choice, or
    something to say of a number."""
    chats = {chat.pk: chat for one in found for chat in one.chats}
    if len(chats) == 1 and all(one.chats for one in found):
        return next(iter(chats.values()))
    return None


def found_by_address(seller: Seller, chat_id: int, outcome: Chat | Problem, *, now: datetime) -> LookupResult:
    """The result of opening an address of a chat that the desk did not know yet: that is a lookup too, of one seller.
    `outcome` is what `sightings.fetch_chat` returned."""
    if isinstance(outcome, Chat):
        return LookupResult(number=chat_id, chats=(outcome,), known=False, asked=(SellerAsked(seller=seller, at=now),))
    problem = None if outcome.kind == NotFound.kind else outcome
    return LookupResult(
        number=chat_id, chats=(), known=False, asked=(SellerAsked(seller=seller, at=now, problem=problem),)
    )
