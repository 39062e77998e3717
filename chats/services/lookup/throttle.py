"""How many numbers one person may look up: Market's limits, and what the desk knows, belong to the whole team."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User

from chats.models import Lookup
from chats.problems import TOO_FAST, Problem

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MINUTES_AT_FULL_SPEED = 10  # in an hour


def too_fast(agent: User, numbers: int, *, now: datetime) -> Problem | None:
    """Why this person may not look up so many more numbers now, with the time when they may; None when they may.

    Counted are the lookups on record, so that nothing is written for it, and all processes count the same.
    """
    most = settings.LOOKUPS_PER_MINUTE
    in_the_way = nth_newest(agent, most - numbers, now=now)
    if in_the_way is None:  # fewer in an hour than one may in a minute: one query is enough for nearly everybody
        return None
    waits = [in_the_way + MINUTE]
    if over_the_hour := nth_newest(agent, most * MINUTES_AT_FULL_SPEED - numbers, now=now):
        waits.append(over_the_hour + HOUR)
    until = max(waits)
    return Problem(kind=TOO_FAST, at=now, until=until) if until > now else None


def nth_newest(agent: User, n: int, *, now: datetime) -> datetime | None:
    """When this person's lookup was that as many newer ones followed, within the last hour; None when none was."""
    # What lies far ahead was noted by a clock that has been set back since.
    mine = Lookup.objects.filter(agent=agent, at__gt=now - HOUR, at__lte=now + MINUTE).order_by("-at")
    return mine.values_list("at", flat=True)[max(n, 0) : max(n, 0) + 1].first()
