"""The throttle of lookups: how many numbers one person may look up in a minute and in an hour.

The calls that lookups cost are shared by the whole team, and an account in the wrong hands should not read out all that
the desk knows. The throttle is a sliding window over the record of lookups, with no counter of its own: nothing extra
is written, all processes count the same, and no window ends at which one could double the pace.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User

from chats.clock import APART
from chats.models import Lookup
from chats.problems import TOO_FAST, Problem

# `APART` is the guard against a clock set back: a lookup further ahead than this was noted by the wrong clock.
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MINUTES_AT_FULL_SPEED = 10  # in an hour


def too_fast(agent: User, numbers: int, *, now: datetime) -> Problem | None:
    """None when this person may look up this many more `numbers` now; else the problem TOO_FAST, with the time from
    which they may. At most settings.LOOKUPS_PER_MINUTE in a minute, and ten times as many in an hour."""
    most = settings.LOOKUPS_PER_MINUTE
    # The lookup that has to be a minute old before `numbers` more fit into the minute.
    blocking = nth_newest(agent, most - numbers, now=now)
    if blocking is None:  # fewer in the hour than are allowed in a minute: one query is enough for nearly everybody
        return None
    waits = [blocking + MINUTE]
    if blocking_in_hour := nth_newest(agent, most * MINUTES_AT_FULL_SPEED - numbers, now=now):
        waits.append(blocking_in_hour + HOUR)
    until = max(waits)
    return Problem(kind=TOO_FAST, at=now, until=until) if until > now else None


def nth_newest(agent: User, n: int, *, now: datetime) -> datetime | None:
    """The time of the person's n-th newest lookup (from 0) in the last hour, or None."""
    mine = Lookup.objects.filter(agent=agent, at__gt=now - HOUR, at__lte=now + APART).order_by("-at")
    return mine.values_list("at", flat=True)[max(n, 0) : max(n, 0) + 1].first()
