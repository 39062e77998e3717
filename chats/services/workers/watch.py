"""Whether the background hears of a seller's messages by itself."""

from datetime import datetime

from chats.models import NotificationAddress, Seller
from chats.services.workers.alive import any_alive


def watches(seller: Seller, *, now: datetime) -> bool:
    """Whether a worker lives that learns of the seller's messages from Market's notifications within seconds, so that
    open pages need not ask for them: then Market gets as many calls for three hundred pages as for one."""
    address = NotificationAddress.objects.filter(seller=seller).exclude(seller__mirror__paused=True).first()
    return address is not None and address.is_reliable(now=now) and any_alive(now=now)
