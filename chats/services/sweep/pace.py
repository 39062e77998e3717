"""How often each pass begins, and how fast its pages follow: as the hour's calls allow, and as somebody may profit.

calls an hour = 3600 · (waiting pages / T_waiting + open pages / T_open + all pages / T_all)
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from chats.market.limits import GET_CHATS, HOURLY
from chats.models import Seller, Sync
from chats.services import people, upstream
from chats.services.sweep import ends
from chats.services.sweep.passes import Part
from chats.services.upstream import Lane

HOUR = timedelta(hours=1)
WORKING_HOURS = range(9, 21)  # in the desk's time zone
IDLE = 3  # times slower when nobody is at the desk
ANNOUNCED = 6  # times slower while notifications arrive
OPEN_TO_WAITING, OPEN_WHEN_ANNOUNCED = 30, 15
HEAD_TO_WAITING = 0.25
SOONEST = timedelta(seconds=5)
ALL_AT_LEAST, ALL_AT_MOST = timedelta(hours=6), timedelta(days=7)
ALL_CHATS_AN_HOUR = 5_000  # 250 of Market's 5 000 calls
HURRY_ABOVE = 0.3  # of the hour's calls, still left for the background
FIRST_READ_SHARE = 2  # then the pages of all chats take one in so many of the calls that are left for it


def next_page_at(seller: Seller, sync: Sync, *, ended: bool, announced: bool, now: datetime) -> datetime | None:
    """When the next page is due: of this pass, or, when it has `ended`, of the next one. None when another pass does
    what this one did. `announced`: whether notifications arrive."""
    if not ended:
        return now + page_gap(seller, sync, now=now)
    if sync.part in (Part.WAITING, Part.HEAD) and ends.has_head(seller) != (sync.part == Part.HEAD):
        return None
    began_at = sync.began_at or now
    return max(now, began_at + interval(seller, sync, announced=announced, now=now))


def interval(seller: Seller, sync: Sync, *, announced: bool, now: datetime) -> timedelta:
    """How long after its beginning a pass that has ended, or was stopped after its `pages`, begins again."""
    if sync.part == Part.ALL:
        return min(max(ALL_AT_LEAST, HOUR * sync.finished_chats / ALL_CHATS_AN_HOUR), ALL_AT_MOST)
    shortest = base(seller, announced=announced, now=now)
    if sync.part == Part.HEAD:
        shortest = max(shortest * HEAD_TO_WAITING, SOONEST)
    elif sync.part == Part.OPEN:
        shortest *= OPEN_WHEN_ANNOUNCED if announced else OPEN_TO_WAITING
    return stretched(seller, shortest, max(sync.finished_pages, sync.pages), now=now)


def base(seller: Seller, *, announced: bool, now: datetime) -> timedelta:
    fastest = timedelta(seconds=settings.SWEEP_FASTEST)
    if announced:
        return fastest * ANNOUNCED
    at_work = timezone.localtime(now).hour in WORKING_HOURS or people.somebody_is_at(seller, now=now)
    return fastest if at_work else fastest * IDLE


def stretched(seller: Seller, shortest: timedelta, pages: int, *, now: datetime) -> timedelta:
    """Longer when so many pages would take more than the sweep's share of the hour, or when calls run low."""
    share = HOUR * pages / (settings.SWEEP_SHARE * HOURLY[GET_CHATS])
    return upstream.next_gap(seller, GET_CHATS, Lane.BACKGROUND, shortest=max(shortest, share), calls=pages, now=now)


def page_gap(seller: Seller, sync: Sync, *, now: datetime) -> timedelta:
    """How long after a page of a pass the next one follows: at once. Only the long pass over all chats slows down when
    half of the calls are gone, so that it does not take those of the passes that somebody waits for."""
    if sync.part != Part.ALL:
        return timedelta(0)
    left, _ = upstream.calls_left(seller, GET_CHATS, Lane.BACKGROUND, now=now)
    if left > HOURLY[GET_CHATS] * HURRY_ABOVE:
        return timedelta(0)
    return upstream.next_gap(seller, GET_CHATS, Lane.BACKGROUND, shortest=timedelta(0), calls=FIRST_READ_SHARE, now=now)
