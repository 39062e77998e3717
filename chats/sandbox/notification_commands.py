"""The part of Market's cabinet in which a shop sets up its notifications, and how well they work."""

from typing import Any

from .commands import Base
from .notifications.notifier import Attempt, Notifier, Subscription
from .notifications.post import address_of
from .world.events import Event


class NotificationCommands(Base):
    _notifier: Notifier

    def connect_notifications(self, business_id: int, url: str) -> None:
        """Sends PING to an http:// address of loopback, and from then on what happens in the cabinet. Raises ValueError
        when PING is not answered as it must be; the notifications stay off then."""
        self._notifier.connect(business_id, url)

    def notify(self, business_id: int, url: str) -> None:
        """The same as soon as the address answers PING, which is sent until it does. Raises ValueError for an address
        that is not http:// to loopback."""
        address_of(url)
        self._notifier.connect_when_answered({business_id: url})

    def disconnect_notifications(self, business_id: int) -> None:
        """What has not been delivered is forgotten."""
        self._notifier.disconnect(business_id)

    def set_notifications(self, **changes: Any) -> None:
        """Changes settings, by the names of `NotificationSettings`, for what happens from now on."""
        self._notifier.set(**changes)

    def set_outage(self, seconds: float) -> None:
        """Market sends nothing for so many seconds, and then all that it held back; 0 ends it at once."""
        self._notifier.set_outage(seconds)

    def announce(self, business_id: int, notification_type: str, **fields: Any) -> None:
        """Notifies of anything, of that type and with those fields, by the same way as all else."""
        body = {"notificationType": notification_type, **fields}
        self._notifier.tell(Event(business_id, self.advance(), body))

    def deliver_due(self) -> int:
        """Brings the world up to the clock, sends what is due, and returns how many attempts that took. For a sandbox
        `by_hand`; any other does it by itself."""
        self.advance()
        return self._notifier.deliver_due()

    @property
    def notifications(self) -> list[Attempt]:
        """The latest attempts (up to 100 000) since the start or the last reset, PING and lost ones too."""
        return self._notifier.attempts()

    @property
    def subscriptions(self) -> list[Subscription]:
        """The businesses whose notifications are switched on."""
        return self._notifier.subscriptions()
