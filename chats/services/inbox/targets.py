"""How long a chat has waited, measured by its seller's own target for answers."""

from datetime import datetime, timedelta, tzinfo
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

from chats.models import Seller

MOSCOW: Final = ZoneInfo("Europe/Moscow")  # sellers say their working hours in Market's time
NEARLY: Final = 0.75
LONGEST: Final = timedelta(days=14)  # no target is longer in working time


class Patience(Enum):
    """How far a waiting chat is from its seller's target."""

    FINE = ""
    NEAR = "near"  # three quarters of the time are over
    OVER = "over"


def patience(seller: Seller, since: datetime, *, now: datetime) -> Patience:
    """How the wait since then fares by the seller's target, which counts working hours only."""
    target = timedelta(minutes=seller.answer_within)
    if now - since < target * NEARLY:
        return Patience.FINE  # working time is never longer than time
    waited = working_time(seller, since, now, zone=MOSCOW)
    if waited >= target:
        return Patience.OVER
    return Patience.NEAR if waited >= target * NEARLY else Patience.FINE


def working_time(seller: Seller, since: datetime, until: datetime, *, zone: tzinfo) -> timedelta:
    """How much of the time between the two lies within the seller's working hours. Hours that end before they begin run
    past midnight; the same time twice means around the clock."""
    since = max(since, until - LONGEST)
    if seller.works_from == seller.works_until:
        return until - since
    begin, end = since.astimezone(zone), until.astimezone(zone)
    day, total = begin.date() - timedelta(days=1), timedelta(0)
    while day <= end.date():
        opens = datetime.combine(day, seller.works_from, zone)
        closes = datetime.combine(day, seller.works_until, zone)
        if closes <= opens:
            closes += timedelta(days=1)
        total += max(min(closes, end) - max(opens, begin), timedelta(0))
        day += timedelta(days=1)
    return total
