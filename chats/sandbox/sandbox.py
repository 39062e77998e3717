"""The stand-in itself: starts, stops, and lets a test or the demo change what Market would answer."""

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
from .operations.exchange import MarketExchange, RecordedCall, SandboxState
from .protocol.call import CONTROL_PREFIX, Call
from .server import Exchange, Server
from .world.conversations import Message
from .world.script import Script
from .world.world import World, moscow_time


def now_utc() -> datetime:
    return datetime.now(UTC)


class Sandbox:
    """Market on loopback. `port=0` takes a free one; `clock` is Market's own, for its times, windows and Date header.

    `latency` is how many seconds every answer takes; `keep_alive` leaves connections open, which Market does not;
    with `alive` some chats change by themselves, and buyers answer what they are sent.
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
        self._at_first = {"clock": clock, "latency": latency, "keep_alive": keep_alive}
        self._alive = alive
        self._begin()
        self._server: Server | None = None

    def _begin(self) -> None:
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

    def exchange(self, call: Call) -> Exchange:
        """What happens to one call, still to be carried out."""
        if call.path.startswith(CONTROL_PREFIX):
            return ControlCall(call=call, commands=self._commands(), recorded=self.calls, trapped=self.trapped)
        now = self.clock()
        if self._script is not None:
            self._script.advance(self._state.world, now)
        self._state.world.deliver_answers(now)
        return MarketExchange(self._state, call, now=now, port=self.port)

    def _commands(self) -> dict[str, Callable[..., object]]:
        """By its name in the control interface."""
        return {
            "set-chat": self.set_chat,
            "add-chat": self.add_chat,
            "say": self.say,
            "messages": self.messages,
            "set-messages": self.set_messages,
            "set-history": self.set_history,
            "set-order": self.set_order,
            "set-return": self.set_return,
            "fail": self.fail,
            "clear": self.clear,
            "set-quota": self.set_quota,
            "reset": self.reset,
        }

    def reset(self) -> None:
        """Everything as at the start; whoever waits for an answer is cut off."""
        self._state.wake.set()
        vars(self).update(self._at_first)
        self._begin()

    def set_chat(self, business_id: int, chat_id: int, **changes: Any) -> Chat:
        """Changes a chat as `world.with_changes` says; `updated_at` becomes now unless given."""
        return self._state.world.change_chat(business_id, chat_id, changes, self.clock())

    def add_chat(self, business_id: int, **details: Any) -> Chat:
        """A new chat about an order, or what `details` say, by the names of `world.with_changes`."""
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
        """One more message in a chat, which moves with it; `files` are names with sizes."""
        line = DialogueLine(sender, text, tuple((str(name), int(size)) for name, size in files))
        return self._state.world.say(business_id, chat_id, line, self.clock() if at is None else moscow_time(at))

    def messages(self, business_id: int, chat_id: int) -> list[Message]:
        """What is in a chat, oldest first."""
        return self._state.world.messages(business_id, chat_id)

    def set_messages(self, business_id: int, chat_id: int, count: int) -> None:
        """That many messages, no two alike, in place of those of a chat; the last one at its `updated_at`."""
        world = self._state.world
        world.conversations.fill(business_id, world.chat_or_refusal(business_id, chat_id), count)

    def set_history(self, *, oldest_first: bool = False, from_is_excluded: bool = False, endless: bool = False) -> None:
        """How getChatHistory lists, of which Market documents nothing; with `endless` its pages go on for ever."""
        self._state.world.oldest_first = oldest_first
        self._state.world.from_is_excluded = from_is_excluded
        self._state.world.endless = endless

    def set_order(self, business_id: int, order_id: int, **changes: Any) -> None:
        """Changes parts of an order, by Market's names: set_order(1001, 54810000101, status="DELIVERY")."""
        self._state.world.order_changes.setdefault((business_id, order_id), {}).update(changes)

    def set_return(self, business_id: int, return_id: int, **changes: Any) -> None:
        """Changes parts of a return, by Market's names."""
        self._state.world.return_changes.setdefault((business_id, return_id), {}).update(changes)

    def fail(self, fault: str = "500", **where: Any) -> None:
        """Plans a fault for calls to come. `where` takes the attributes of `PlannedFault`."""
        self._state.faults.add(PlannedFault(fault=fault, **where))

    def clear(self) -> None:
        """Forgets all planned faults. Those that chat IDs stand for remain."""
        self._state.faults.clear()

    def set_quota(self, business_id: int, operation: str, remaining: int) -> None:
        if operation not in routes.BY_NAME:
            raise ValueError(f"Market has no {operation!r}.")
        self._state.quota.set_remaining(business_id, operation, remaining, self.clock())

    @property
    def calls(self) -> list[RecordedCall]:
        """All calls since the start or the last reset, in the order of their answers."""
        return list(self._state.calls)

    @property
    def most_in_flight(self) -> dict[int, int]:
        """By business: the most calls under way at one time."""
        return dict(self._state.quota.most_in_flight)
