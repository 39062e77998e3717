"""The events of a seller, for whoever looks into how notifications arrive."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from chats.models import Seller, WebhookEvent
from chats.services import jobs

LAST: Final = 20
MOST_COUNTED: Final = 1000


def last_events(seller: Seller) -> Sequence[WebhookEvent]:
    """The events that came last, the newest first, without their bodies."""
    return list(seller.events.defer("body").order_by("-received_at")[:LAST])


def set_aside(seller: Seller) -> int:
    """How many events failed again and again, and wait for a person; counted up to a thousand."""
    return len(jobs.those_set_aside(events_of(seller)).values_list("pk")[:MOST_COUNTED])


def try_again(seller: Seller, *, now: datetime) -> int:
    """Have those worked off once more. Returns how many."""
    return jobs.try_again(events_of(seller), now=now)


def events_of(seller: Seller) -> QuerySet[WebhookEvent]:
    return WebhookEvent.objects.filter(seller=seller)
