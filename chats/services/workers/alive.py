"""Which workers live. Each renews its row every ten seconds, and one whose row is older than this has died."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from chats.clock import APART
from chats.models import Worker

# Four beats. Open pages ask every 18 seconds at least, so that they say within a minute that no worker lives.
DEAD_AFTER: Final = timedelta(seconds=40)


def alive(*, now: datetime) -> QuerySet[Worker]:
    """The workers that live, the oldest first. A beat further ahead than machines' clocks are apart was stored before
    a clock was set back, and proves nothing."""
    return Worker.objects.filter(beat_at__gt=now - DEAD_AFTER, beat_at__lt=now + APART).order_by("started_at", "name")


def any_alive(*, now: datetime) -> bool:
    """Whether any worker lives; without one, chats are read only while somebody has them open."""
    return alive(now=now).exists()
