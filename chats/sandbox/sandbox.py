"""The sandbox itself: it starts, stops, and lets a test or the demo change what Market would answer."""

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from chats.market.types import Sender

from .content.chats import Chat
from .content.dialogue import DialogueLine
from .control import ControlCall
from .faults.plans import PlannedFault
from .operations import routes
from .operations.market_call import MarketCall, RecordedCall, SandboxState
from .protocol.call import CONTROL_PREFIX, Call
from .server import CallInProgress, Server
from .world.conversations import Message
from .world.script import Script
from .world.world import World, moscow_time


def now_utc() -> datetime:
    return datetime.now(UTC)


class Sandbox:
    """Market on loopback.

    `port`: 0 takes a free one. `clock`: Market's own, for times, quota windows and the Date header. `latency`: seconds
    before every answer. `keep_alive`: leaves connections open, which Market does not. `alive`: some chats change by
    themselves, and buyers answer the shop.
    """

    def __init__(  # noqa: PLR0913 (options by name, each with a default)
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Callable[[], datetime] = now_utc,
        latency: float = 0.0,
        keep_alive: bool = False,
        alive: bool = False,
    ) -> None:
        self.host = host
        self.port = port
        self.clock = clock
        self.latency = latency
        self.keep_alive = keep_alive
        self._initial_options = {"clock": clock, "latency": latency, "keep_alive": keep_alive}
        self._alive = alive
        self._start_over()
        self._server: Server | None = None

    def _start_over(self) -> None:
        start = self.clock()
        self._state = SandboxState(world=World(start, answering=self._alive))
        self._script = Script(start) if self._alive else None
        self.trapped: list[Call] = []  # calls that followed a redirect

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def start(self) -> "Sandbox":
        """Raises OSError when the port is taken."""
        self._server = Server(self, (self.host, self.port))
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.05,), name="sandbox", daemon=True).start()
        return self

    def stop(self) -> None:
        self._state.wake.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> "Sandbox":
        return self.start()

    def __exit__(self, *error: object) -> None:
        self.stop()

    def begin(self, call: Call) -> CallInProgress:
        """One call and its answer. The call is not carried out yet. First the world catches up with the clock."""
        if call.path.startswith(CONTROL_PREFIX):
            return ControlCall(call=call, commands=self._commands(), recorded=self.calls, trapped=self.trapped)
        now = self.clock()
        if self._script is not None:
            self._script.advance(self._state.world, now)
        self._state.world.deliver_answers(now)
        return MarketCall(self._state, call, now=now, port=self.port)

    def _commands(self) -> dict[str, Callable[..., object]]:
        """By its name in the control interface."""
        return {
            "set-chat": self.set_chat,
            "add-chat": self.add_chat,
            "say": self.say,
            "messages": self.messages,
            "set-messages": self.set_messages,
            "set-readable": self.set_readable,
            "set-history": self.set_history,
            "set-order": self.set_order,
            "set-return": self.set_return,
            "fail": self.fail,
            "clear": self.clear,
            "set-quota": self.set_quota,
            "reset": self.reset,
        }

    def reset(self) -> None:
        """Puts everything back as at the start. Calls that wait for an answer are cut off."""
        self._state.wake.set()
        vars(self).update(self._initial_options)
        self._start_over()

    def set_chat(self, business_id: int, chat_id: int, **changes: Any) -> Chat:
        """Changes a chat, by the names of `world.with_changes`. `updated_at` becomes now unless given."""
        return self._state.world.change_chat(business_id, chat_id, changes, self.clock())

    def add_chat(self, business_id: int, **details: Any) -> Chat:
        """Adds a chat about an order, or about what `details` say, by the names of `world.with_changes`."""
        return self._state.world.add_chat(business_id, details, self.clock())

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
        return self._state.world.say(business_id, chat_id, line, self.clock() if at is None else moscow_time(at))

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

    def set_history(self, *, oldest_first: bool = False, from_is_excluded: bool = False, endless: bool = False) -> None:
        """How getChatHistory lists, which Market does not document. `endless`: every page leads to a next one."""
        self._state.world.oldest_first = oldest_first
        self._state.world.from_is_excluded = from_is_excluded
        self._state.world.endless = endless

    def set_order(self, business_id: int, order_id: int, **changes: Any) -> None:
        """Replaces fields of an order's JSON: set_order(1001, 54810000101, status="DELIVERY")."""
        self._state.world.order_changes.setdefault((business_id, order_id), {}).update(changes)

    def set_return(self, business_id: int, return_id: int, **changes: Any) -> None:
        """Replaces fields of a return's JSON."""
        self._state.world.return_changes.setdefault((business_id, return_id), {}).update(changes)

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
        """Market's calls since the start or the last reset, in the order of their answers."""
        return list(self._state.calls)

    @property
    def most_in_flight(self) -> dict[int, int]:
        """By business: the most calls that were in flight at one time."""
        return dict(self._state.quota.most_in_flight)
