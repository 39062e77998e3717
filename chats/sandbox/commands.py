"""What a test, a benchmark or the demo may change or ask while the sandbox runs, from Python or by `control`."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from chats.market.types import ChatStatus, Sender

from .content.chats import Chat
from .content.dialogue import DialogueLine
from .faults.plans import PlannedFault
from .operations import edits, routes
from .operations.call_log import CountedCalls, RecordedCall
from .operations.market_call import SandboxState
from .world import life
from .world.changes import moscow_time
from .world.conversations import Message
from .world.options import ListOrder, Paging
from .world.traffic import AnswerDue
from .world.world import ChatTruth


class Base:
    """What the commands work on. `Sandbox` provides it."""

    clock: Callable[[], datetime]
    _state: SandboxState

    def advance(self) -> datetime:
        """Brings the world up to the clock. Returns the time it is now."""
        raise NotImplementedError


class ChatCommands(Base):
    def set_chat(self, business_id: int, chat_id: int, **changes: Any) -> Chat:
        """Changes a chat, by the names of `changes.with_changes`. `updated_at` becomes now unless given."""
        return self._state.world.change_chat(business_id, chat_id, changes, self.advance())

    def add_chat(self, business_id: int, **details: Any) -> Chat:
        """Adds a chat about an order, or about what `details` say, by the names of `changes.with_changes`."""
        return self._state.world.add_chat(business_id, details, self.advance())

    def say(  # noqa: PLR0913 (a message, by name)
        self,
        business_id: int,
        chat_id: int,
        text: str | None = None,
        *,
        sender: str = Sender.CUSTOMER,
        files: Iterable[Sequence[Any]] = (),
        at: datetime | str | None = None,
    ) -> Message:
        """Adds a message to a chat, whose status and time follow. `files` are pairs of name and size."""
        line = DialogueLine(sender, text, tuple((str(name), int(size)) for name, size in files))
        return self._state.world.say(business_id, chat_id, line, self.advance() if at is None else moscow_time(at))

    def messages(self, business_id: int, chat_id: int) -> list[Message]:
        """A chat's messages, oldest first."""
        return self._state.world.messages(business_id, chat_id)

    def set_messages(self, business_id: int, chat_id: int, count: int) -> None:
        """Replaces a chat's messages by `count` others, no two alike, the last one at its `updated_at`."""
        world = self._state.world
        world.conversations.fill(business_id, world.chat_or_refusal(business_id, chat_id), count)

    def set_readable(self, business_id: int, chat_id: int, message_id: int, readable: bool = False) -> None:
        """Whether a message is sent as the contract says, or in a way that cannot be decoded."""
        world = self._state.world
        chat = world.chat_or_refusal(business_id, chat_id)
        world.conversations.set_readable(business_id, chat, message_id, readable)


class LifeCommands(Base):
    """What buyers, the shop's people in Market's cabinet, arbiters and Market do."""

    def buyer_begins(self, business_id: int, **details: Any) -> Chat:
        """A new chat with its first message, about a new order, a new return or goods, or what `details` say."""
        return life.buyer_begins(self._state.world, business_id, self.advance(), **details)

    def buyer_writes(
        self, business_id: int, chat_id: int, text: str | None = None, *, sticker: bool = False
    ) -> Message:
        """A message of the buyer, now: `text`, one of a few questions, or a sticker."""
        return life.buyer_writes(self._state.world, business_id, chat_id, self.advance(), text, sticker=sticker)

    def shop_answers_elsewhere(self, business_id: int, chat_id: int, text: str | None = None) -> Message:
        """A message of the shop, now, that was written in Market's cabinet."""
        return life.shop_answers_elsewhere(self._state.world, business_id, chat_id, self.advance(), text)

    def change_status(self, business_id: int, chat_id: int, status: str) -> Chat:
        """Without a message: `updatedAt` stays as it is."""
        self.advance()
        return life.change_status(self._state.world, business_id, chat_id, status)

    def finish(self, business_id: int, chat_id: int) -> Chat:
        """The chat ends, without a message."""
        return self.change_status(business_id, chat_id, ChatStatus.FINISHED)

    def start_dispute(self, business_id: int, chat_id: int) -> Chat:
        """The chat becomes a dispute, with a message of Market's. Raises ValueError for a chat about goods."""
        return life.start_dispute(self._state.world, business_id, chat_id, self.advance())

    def end_dispute(self, business_id: int, chat_id: int) -> Chat:
        """The dispute ends with a message of the arbiter, and the chat with it."""
        return life.end_dispute(self._state.world, business_id, chat_id, self.advance())

    def answers_due(self) -> list[AnswerDue]:
        """The answers that the traffic leaves to whoever uses the API, since the last call of this method."""
        self.advance()
        return self._state.traffic.take_answers_due() if self._state.traffic else []

    def truth(self, business_id: int) -> dict[int, ChatTruth]:
        """Every chat of the list by its ID: status, time and the IDs of its messages, oldest first."""
        self.advance()
        return self._state.world.truth(business_id)


class MarketCommands(Base):
    """How Market answers."""

    def set_list(self, *, order: str | None = None, paging: str | None = None) -> None:
        """How getChats sorts ("updated", "created", "none") and pages ("key", "offset"), which Market does not
        document. None leaves it as it is."""
        world = self._state.world
        world.set_list(ListOrder(order or world.order), Paging(paging or world.paging))

    def set_reopening(self, reopens: bool) -> None:
        """Whether a message in a finished chat opens it again, which Market does not document."""
        self._state.world.reopens = reopens

    def set_busy(self, pace: float) -> None:
        """How fast buyers write in busy hours: 1 is usual, 2 is twice as fast, 0 stops them."""
        if self._state.busy is not None:
            self._state.busy.pace = pace

    def set_history(self, *, oldest_first: bool = False, from_is_excluded: bool = False, endless: bool = False) -> None:
        """How getChatHistory lists, which Market does not document. `endless`: every page leads to a next one."""
        self._state.world.oldest_first = oldest_first
        self._state.world.from_is_excluded = from_is_excluded
        self._state.world.endless = endless

    def set_order(self, business_id: int, order_id: int, **changes: Any) -> None:
        """Replaces fields of an order's JSON: set_order(1001, 54810000101, status="DELIVERY")."""
        edits.change_order(self._state.world, business_id, order_id, changes, self.clock())

    def set_return(self, business_id: int, return_id: int, **changes: Any) -> None:
        """Replaces fields of a return's JSON."""
        edits.change_return(self._state.world, business_id, return_id, changes, self.clock())

    def fail(self, fault: str = "500", **where: Any) -> None:
        """Plans a fault for calls to come. `where` takes the attributes of `PlannedFault`."""
        self._state.faults.add(PlannedFault(fault=fault, **where))

    def clear(self) -> None:
        """Forgets all planned faults. Those that chat IDs stand for remain."""
        self._state.faults.clear()

    def set_quota(self, business_id: int, operation: str, remaining: int) -> None:
        """How many calls of an operation are left in this hour."""
        if operation not in routes.BY_NAME:
            raise ValueError(f"Market has no {operation!r}.")
        self._state.quota.set_remaining(business_id, operation, remaining, self.clock())

    @property
    def calls(self) -> list[RecordedCall]:
        """Market's latest calls (up to 100 000) since the start or the last reset, in the order of their answers."""
        return self._state.log.calls()

    @property
    def counts(self) -> list[CountedCalls]:
        """All calls since the start or the last reset, counted by hour, business, operation and status."""
        return self._state.log.counts()

    @property
    def most_in_flight(self) -> dict[int, int]:
        """By business: the most calls that were in flight at one time."""
        return dict(self._state.quota.most_in_flight)
