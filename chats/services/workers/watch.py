"""Whether the background hears of a seller's messages by itself."""

from datetime import datetime

from django.db.models import Q

from chats.models import NotificationAddress, Seller
from chats.services.workers.alive import any_alive


def watches(seller: Seller, *, now: datetime) -> bool:
    """Whether a worker lives that learns of the seller's messages from Market's notifications within seconds, so that
    open pages need not ask for them: then Market gets as many calls for three hundred pages as for one."""
    trusted = Q(distrusted_until=None) | Q(distrusted_until__lte=now)
    working = NotificationAddress.objects.filter(
        trusted, seller=seller, verdict=NotificationAddress.Verdict.WORKING
    ).exclude(seller__mirror__paused=True)
    return working.exists() and any_alive(now=now)
