"""Sends to each business that has an address what happens in its cabinet, in threads of its own or by hand."""

import json
import random
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from ..world.events import Event
from .outbox import Delivery, Outbox
from .post import DELIVERED, MALFORMED, Post, address_of, outcome_of
from .settings import NotificationSettings

LOST: Final = "LOST"
GIVEN_UP: Final = "GIVEN_UP"  # after 14 days; Market then switches the notifications off
MOST_REMEMBERED: Final = 100_000  # attempts
BETWEEN_PINGS: Final = 0.5  # seconds, real ones
TICK: Final = 0.05  # seconds, real ones: how often a thread looks at the sandbox's clock


class Attempt(NamedTuple):
    """One attempt to deliver, or that there was none: `outcome` is LOST then."""

    business_id: int
    body: Mapping[str, Any]
    at: datetime
    number: int  # of the attempts at this delivery
    outcome: str

    def as_json(self) -> dict[str, Any]:
        return {**self._asdict(), "at": self.at.isoformat()}


class Subscription:
    """The address of one business, and what is to be sent there."""

    def __init__(self, business_id: int, url: str, outbox: Outbox) -> None:
        self.business_id = business_id
        self.url = url
        self.outbox = outbox
        self.lock = threading.Lock()  # of the outbox
        self.delivering = threading.Lock()  # one delivery at a time
        self.wake = threading.Event()
        self.closed = False

    def close(self) -> None:
        self.closed = True
        self.wake.set()

    def as_json(self) -> dict[str, Any]:
        failing = self.outbox.failing
        since = failing.failing_since if failing else None
        return {
            "business_id": self.business_id,
            "url": self.url,
            "waiting": len(self.outbox),
            "blocked_since": since.isoformat() if since else "",
        }


class Notifier:
    """`by_hand`: no threads; `deliver_due` delivers. `tick` is called regularly otherwise, because what happens in the
    world does not wait for a call when Market tells of it."""

    def __init__(
        self,
        settings: NotificationSettings,
        clock: Callable[[], datetime],
        post: Post,
        *,
        by_hand: bool,
        tick: Callable[[], object],
    ) -> None:
        self.settings = settings
        self._clock = clock
        self._post = post
        self._by_hand = by_hand
        self._tick = tick
        self._lock = threading.Lock()
        self._subscriptions: dict[int, Subscription] = {}
        self._wanted: dict[int, str] = {}  # addresses that have not answered PING yet
        self._asking = False  # whether a thread sends them PING
        self._attempts: deque[Attempt] = deque(maxlen=MOST_REMEMBERED)
        self._outage_until: datetime | None = None
        self._closed = threading.Event()
        self._ticking = False

    def connect(self, business_id: int, url: str) -> None:
        """Switches the notifications on, if the address answers PING. Raises ValueError otherwise."""
        address_of(url)
        now = self._clock()
        outcome = outcome_of(self._post, url, json.dumps(ping(now)).encode(), self.settings.ping_timeout)
        self._note(Attempt(business_id, ping(now), now, 1, outcome))
        if outcome != DELIVERED:
            raise ValueError(f"{url} did not answer PING as it must: {outcome}")
        chance = random.Random(f"{self.settings.seed} {business_id}")  # noqa: S311  (no secret)
        subscription = Subscription(business_id, url, Outbox(chance))
        self.disconnect(business_id)
        with self._lock:
            self._subscriptions[business_id] = subscription
        if not self._by_hand:
            self._keep_ticking()
            self._start(lambda: self._deliver_until_closed(subscription))

    def connect_when_answered(self, urls: Mapping[int, str]) -> None:
        """Tries to switch the notifications on, by business, until the address has answered PING."""
        with self._lock:
            self._wanted.update(urls)
            starts = bool(urls) and not self._asking
            self._asking = self._asking or starts
        if starts:
            self._start(self._connect_until_all_answered)

    def _connect_until_all_answered(self) -> None:
        while not self._closed.wait(BETWEEN_PINGS):
            with self._lock:
                wanted = dict(self._wanted)
                self._asking = bool(wanted)
            if not wanted:
                return
            for business_id, url in wanted.items():
                with suppress(ValueError):
                    self.connect(business_id, url)

    def disconnect(self, business_id: int) -> None:
        """Switches the notifications off. What has not been delivered is forgotten."""
        with self._lock:
            self._wanted.pop(business_id, None)
            if subscription := self._subscriptions.pop(business_id, None):
                subscription.close()

    def close(self) -> None:
        self._closed.set()
        for subscription in self.subscriptions():
            self.disconnect(subscription.business_id)

    def subscriptions(self) -> list[Subscription]:
        with self._lock:
            return list(self._subscriptions.values())

    def attempts(self) -> list[Attempt]:
        with self._lock:
            return list(self._attempts)

    def set(self, **changes: Any) -> None:
        """Raises TypeError or ValueError for what can be no setting."""
        self.settings = replace(self.settings, **changes)

    def set_outage(self, seconds: float) -> None:
        """Nothing is sent for so long, and all that was held back after it."""
        self._outage_until = self._clock() + timedelta(seconds=seconds)

    def hears(self, business_id: int) -> bool:
        return business_id in self._subscriptions

    def tell(self, event: Event) -> None:
        with self._lock:
            subscription = self._subscriptions.get(event.business_id)
        if subscription is None or (event.by_shop and not self.settings.own):
            return
        with subscription.lock:
            planned = subscription.outbox.add(event.body, event.at, self.settings)
        if not planned:
            self._note(Attempt(event.business_id, event.body, event.at, 0, LOST))
        subscription.wake.set()

    def deliver_due(self) -> int:
        """Sends what is due at all businesses. Returns how many attempts that took."""
        return sum(self._deliver(subscription) for subscription in self.subscriptions())

    def _keep_ticking(self) -> None:
        with self._lock:
            started, self._ticking = self._ticking, True
        if not started:
            self._start(self._tick_until_closed)

    def _start(self, target: Callable[[], None]) -> None:
        threading.Thread(target=target, name="notifier", daemon=True).start()

    def _tick_until_closed(self) -> None:
        while not self._closed.wait(TICK):
            self._tick()

    def _deliver_until_closed(self, subscription: Subscription) -> None:
        while not subscription.closed:
            subscription.wake.wait(TICK if len(subscription.outbox) else None)
            subscription.wake.clear()
            self._deliver(subscription)

    def _deliver(self, subscription: Subscription) -> int:
        attempts = 0
        with subscription.delivering:
            while delivery := self._next(subscription):
                delivery.attempts += 1
                attempts += 1
                outcome = outcome_of(self._post, subscription.url, delivery.content, self.settings.timeout)
                self._settle(subscription, delivery, outcome)
        return attempts

    def _next(self, subscription: Subscription) -> Delivery | None:
        now = self._clock()
        if subscription.closed or (self._outage_until is not None and now < self._outage_until):
            return None
        with subscription.lock:
            return subscription.outbox.take(now)

    def _settle(self, subscription: Subscription, delivery: Delivery, outcome: str) -> None:
        now, goes_on = self._clock(), True
        with subscription.lock:
            if outcome in {DELIVERED, MALFORMED}:
                subscription.outbox.succeeded()
            else:
                goes_on = subscription.outbox.failed(delivery, now, self.settings)
        self._note(Attempt(subscription.business_id, delivery.body, now, delivery.attempts, outcome))
        if not goes_on:
            self._note(Attempt(subscription.business_id, delivery.body, now, delivery.attempts, GIVEN_UP))
            self.disconnect(subscription.business_id)

    def _note(self, attempt: Attempt) -> None:
        with self._lock:
            self._attempts.append(attempt)


def ping(now: datetime) -> dict[str, Any]:
    """With nine digits of a second, as in Market's sample."""
    return {"notificationType": "PING", "time": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}789Z"}
