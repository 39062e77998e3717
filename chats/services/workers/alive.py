"""Which workers live. Each renews its row every ten seconds, and one whose row is older than this has died."""

from datetime import datetime, timedelta
from functools import cache
from typing import Final

from django.db.models import QuerySet

from chats.clock import APART
from chats.models import Worker
from chats.statements import Parameter, Statement

# Four beats. Open pages ask every 18 seconds at least, so that they say within a minute that no worker lives.
DEAD_AFTER: Final = timedelta(seconds=40)


def alive(*, now: datetime) -> QuerySet[Worker]:
    """The workers that live, the oldest first. A beat further ahead than machines' clocks are apart was stored before
    a clock was set back, and proves nothing."""
    return Worker.objects.filter(beat_at__gt=now - DEAD_AFTER, beat_at__lt=now + APART).order_by("started_at", "name")


def any_alive(*, now: datetime) -> bool:
    """Whether any worker lives; without one, chats are read only while somebody has them open."""
    return bool(one_alive().run(after=now - DEAD_AFTER, before=now + APART))


@cache
def one_alive() -> Statement[tuple[str]]:
    beats = Worker.objects.filter(beat_at__gt=Parameter("after"), beat_at__lt=Parameter("before"))
    return Statement(beats.order_by().values_list("name")[:1])
