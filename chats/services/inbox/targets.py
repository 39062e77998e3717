"""How long a chat has waited, measured by its seller's own target for answers."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import Enum
from itertools import islice, takewhile
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from chats.models import Seller

MOSCOW: Final = ZoneInfo("Europe/Moscow")  # sellers say their working hours in Market's time
NEARLY: Final = 0.75
LONGEST: Final = timedelta(days=14)  # no target is longer in working time
MOST_DAYS: Final = 1000  # looked through, for a target of a week with minutes of working time a day


class Patience(Enum):
    """How far a waiting chat is from its seller's target."""

    FINE = ""
    NEAR = "near"  # three quarters of the time are over
    OVER = "over"


class Target(NamedTuple):
    """Within how many minutes of working time a seller answers. The same time twice means around the clock."""

    minutes: int
    works_from: time
    works_until: time


class Turns(NamedTuple):
    """When a wait comes near its target, and when it is over."""

    near_at: datetime
    over_at: datetime

    def patience(self, now: datetime) -> Patience:
        if now >= self.over_at:
            return Patience.OVER
        return Patience.NEAR if now >= self.near_at else Patience.FINE


def target_of(seller: Seller) -> Target:
    return Target(seller.answer_within, seller.works_from, seller.works_until)


def turns_of(target: Target, since: datetime) -> Turns:
    """When a wait since then turns, whatever the time is now: a pure function, whose results may be kept."""
    whole = timedelta(minutes=target.minutes)
    return Turns(worked(target, since, whole * NEARLY), worked(target, since, whole))


def worked(target: Target, since: datetime, amount: timedelta) -> datetime:
    """When so much working time has passed since then."""
    if target.works_from == target.works_until:
        return since + amount
    begin = since.astimezone(MOSCOW)
    day = begin.date() - timedelta(days=1)
    for opens, closes in islice(working_hours(target, day), MOST_DAYS):
        lies_in = closes - max(opens, begin)
        if lies_in >= amount:
            return max(opens, begin) + amount
        amount -= max(lies_in, timedelta(0))
    return closes


def overdue_since(target: Target, now: datetime) -> datetime:
    """The latest moment from which a wait is over the target by now: for `since` up to it, and no later one,
    `turns_of(target, since).over_at <= now`. So all of a seller's overdue chats are one range of an index."""
    amount = timedelta(minutes=target.minutes)
    if target.works_from == target.works_until:
        return now - amount
    end = now.astimezone(MOSCOW)
    for opens, closes in islice(working_hours(target, end.date(), forward=False), MOST_DAYS):
        lies_in = min(closes, end) - opens
        if lies_in >= amount:
            return min(closes, end) - amount
        amount -= max(lies_in, timedelta(0))
    return opens


def working_hours(target: Target, day: date, *, forward: bool = True) -> Iterator[tuple[datetime, datetime]]:
    """From this day on, or back, when the working hours of each begin and end. Those that end before they begin run
    past midnight."""
    step = timedelta(days=1 if forward else -1)
    while True:
        opens = datetime.combine(day, target.works_from, MOSCOW)
        closes = datetime.combine(day, target.works_until, MOSCOW)
        yield opens, closes if closes > opens else closes + timedelta(days=1)
        day += step


def working_time(seller: Seller, since: datetime, until: datetime) -> timedelta:
    """How much of the time between the two lies within the seller's working hours."""
    since, target = max(since, until - LONGEST), target_of(seller)
    if target.works_from == target.works_until:
        return until - since
    begin, end = since.astimezone(MOSCOW), until.astimezone(MOSCOW)
    days = takewhile(lambda hours: hours[0] < end, working_hours(target, begin.date() - timedelta(days=1)))
    lies_in = (max(min(closes, end) - max(opens, begin), timedelta(0)) for opens, closes in days)
    return sum(lies_in, timedelta(0))
