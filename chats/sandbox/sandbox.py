"""The sandbox itself: it starts, stops, and lets a test or the demo change what Market would answer."""

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from .commands import ChatCommands, LifeCommands, MarketCommands
from .content.cabinets import SELLERS
from .control import ControlCall
from .notification_commands import NotificationCommands
from .notifications.notifier import Notifier
from .notifications.post import Post, address_of, http_post
from .notifications.settings import NotificationSettings
from .operations.market_call import MarketCall, SandboxState
from .protocol.call import CONTROL_PREFIX, Call
from .server import CallInProgress, Server
from .world.busy import BusyHours
from .world.options import WorldOptions
from .world.script import Script
from .world.traffic import Traffic
from .world.world import World


def now_utc() -> datetime:
    return datetime.now(UTC)


class Sandbox(ChatCommands, LifeCommands, MarketCommands, NotificationCommands):
    """Market on loopback.

    `port`: 0 takes a free one. `clock`: Market's own, for times, quota windows and the Date header. `latency`: seconds
    before every answer. `keep_alive`: leaves connections open, which Market does not. `alive`: some chats change by
    themselves, and buyers answer the shop. `world`: how many chats there are, how they are listed, what else happens.
    `notifications`: how well they work; `notify`: by business, the address to send them to as soon as it answers PING.
    `by_hand`: nothing is sent but by `deliver_due`. `post`: what carries a notification, in place of HTTP.
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
        world: WorldOptions | None = None,
        notifications: NotificationSettings | None = None,
        notify: Mapping[int, str] | None = None,
        by_hand: bool = False,
        post: Post = http_post,
    ) -> None:
        self.host = host
        self.port = port
        self.clock = clock
        self.latency = latency
        self.keep_alive = keep_alive
        self._initial_options = {"clock": clock, "latency": latency, "keep_alive": keep_alive}
        self._alive = alive
        self._options = world or WorldOptions()
        self._settings = notifications or NotificationSettings()
        self._notify = dict(notify or {})
        for address in self._notify.values():
            address_of(address)  # raises ValueError for one that can be none
        self._by_hand = by_hand
        self._post = post
        self._start_over()
        self._server: Server | None = None

    def _start_over(self) -> None:
        start, options = self.clock(), self._options
        world = World(start, options, answering=self._alive)
        self._state = SandboxState(world=world)
        self._script = Script(start) if self._alive else None
        self._state.busy = BusyHours(start, pace=options.busy, seed=options.seed)
        if rates := options.rates(seller.business_id for seller in SELLERS):
            self._state.traffic = Traffic(world, rates, elsewhere=options.elsewhere, seed=options.seed)
        self._notifier = Notifier(self._settings, self._now, self._post, by_hand=self._by_hand, tick=self.advance)
        world.listener = self._notifier
        self.trapped: list[Call] = []  # calls that followed a redirect

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def start(self) -> "Sandbox":
        """Raises OSError when the port is taken."""
        self._server = Server(self, (self.host, self.port))
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.05,), name="sandbox", daemon=True).start()
        self._notifier.connect_when_answered(self._notify)
        return self

    def stop(self) -> None:
        self._state.wake.set()
        self._notifier.close()
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
            return ControlCall(call=call, commands=self._commands(), readings=self._readings(), trapped=self.trapped)
        return MarketCall(self._state, call, now=self.advance(), port=self.port)

    def advance(self) -> datetime:
        """Brings the world up to the clock, as every call does. Returns the time it is now."""
        now = self.clock()
        if self._script is not None:
            self._script.advance(self._state.world, now)
        if self._state.busy is not None:
            self._state.busy.advance(self._state.world, now)
        if self._state.traffic is not None:
            self._state.traffic.advance(now)
        self._state.world.deliver_answers(now)
        return now

    def _now(self) -> datetime:
        """By the clock as it is set now: a test may replace it at any time."""
        return self.clock()

    def _commands(self) -> dict[str, Callable[..., object]]:
        """By its name in the control interface."""
        methods = (
            *(self.set_chat, self.add_chat, self.say, self.messages, self.set_messages, self.set_readable),
            *(self.buyer_begins, self.buyer_writes, self.shop_answers_elsewhere, self.change_status, self.finish),
            *(self.start_dispute, self.end_dispute, self.answers_due, self.truth),
            *(self.set_list, self.set_reopening, self.set_busy, self.set_history, self.set_order, self.set_return),
            *(self.connect_notifications, self.disconnect_notifications, self.set_notifications, self.set_outage),
            *(self.notify, self.announce, self.deliver_due, self.fail, self.clear, self.set_quota, self.reset),
        )
        return {method.__name__.replace("_", "-"): method for method in methods}

    def _readings(self) -> dict[str, Callable[[], object]]:
        return {
            "calls": lambda: self.calls,
            "counts": lambda: self.counts,
            "notifications": lambda: self.notifications,
            "subscriptions": lambda: self.subscriptions,
        }

    def reset(self) -> None:
        """Puts everything back as at the start. Calls that wait for an answer are cut off."""
        self._state.wake.set()
        self._notifier.close()
        vars(self).update(self._initial_options)
        self._start_over()
        self._notifier.connect_when_answered(self._notify)
