"""Orders and returns behind open chats, asked for often enough for the clocks that run on them (48 hours to decide)."""

from datetime import datetime, timedelta

from chats.models import Seller, Sync
from chats.services import jobs, orders

LOOK_AGAIN = timedelta(minutes=5)


def turn(sync: Sync, seller: Seller, *, now: datetime) -> None:
    """One call: fifty orders, or one return. Due again at once while there are more that are old."""
    asked = orders.refresh_oldest(seller, now=now)
    jobs.finish(sync, now if asked else now + LOOK_AGAIN, lease=sync.leased_until)
