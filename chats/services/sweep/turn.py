"""One turn of a pass: one page of one list, compared with the table, and the time of the next page."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction

from chats import database
from chats.market import types as market_types
from chats.market.errors import Refused
from chats.market.limits import GET_CHATS
from chats.models import Chat, Mirror, Seller, Sync
from chats.problems import ENDLESS, Problem
from chats.services import jobs, notifications, sightings, upstream
from chats.services.sightings import Merged
from chats.services.sweep import ends, pace, subjects
from chats.services.sweep.passes import OPEN, STATUSES, WAITING, Part
from chats.services.upstream import Lane

logger = logging.getLogger(__name__)

AFTER_A_BAD_TOKEN = timedelta(minutes=1)
AFTER_CIRCLES = timedelta(minutes=1)
FIRST_LOOK, SPARE = 8, 100  # pages, chats
AFTER_AN_OPEN_QUESTION = timedelta(seconds=10)

COLUMNS = (
    *("page_token", "pages", "chats", "began_at", "oldest", "is_sorted"),
    *("finished_at", "finished_pages", "finished_chats"),
)


def turn(sync: Sync, *, now: datetime) -> None:
    """Read the next page of a claimed pass, merge it, and say when the next one is due: one call of Market's at most.

    A business that is switched off, paused or without a token has no next page. Raises MarketError and NotNow, and
    then nothing has changed. What a pass that lost its lease brings late is left out.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChats
    """
    seller = Seller.objects.get(pk=sync.seller_id)
    if not is_swept(seller):
        jobs.finish(sync, None, lease=sync.leased_until)
    elif sync.part == Part.DOUBTFUL:
        resolve_doubts(sync, seller, now=now)
    elif sync.part == Part.SUBJECTS:
        subjects.turn(sync, seller, now=now)
    else:
        read_page(sync, seller, now=now)


def is_swept(seller: Seller) -> bool:
    return seller.active and seller.token is not None and not Mirror.objects.filter(seller=seller, paused=True).exists()


def resolve_doubts(sync: Sync, seller: Seller, *, now: datetime) -> None:
    """`pages` is the mark of a list that settled nothing: the next turn asks for the first chat by its id."""
    settled = sightings.resolve_doubts(seller, by_id=sync.pages > 0, now=now)
    next_at = now if settled else now + AFTER_AN_OPEN_QUESTION
    with database.without_fsync():
        # Locked first: whoever marks chats as doubtful sets the same row's `due_at` afterwards.
        database.lock(Sync.objects.filter(pk=sync.pk)).get()
        more = Chat.objects.filter(seller=seller, doubtful_since__isnull=False).exists()
        jobs.finish(sync, next_at if more else None, lease=sync.leased_until, pages=0 if settled else 1)


def read_page(sync: Sync, seller: Seller, *, now: datetime) -> None:
    page = page_of(sync, seller, now=now)
    if page is None:
        # Market does not take its token any more: the pass begins anew, and not at once, should it refuse the next too.
        jobs.finish(sync, now + AFTER_A_BAD_TOKEN, lease=sync.leased_until, page_token="", pages=0)
        return
    if page.left_out:
        logger.warning("seller=%s %s: %d chats could not be decoded", seller.pk, sync.part, page.left_out)
    with database.without_fsync():
        merged = sightings.merge_page(seller, page.chats, seen_at=now, present=present_in(seller, sync.part))
        ended = take(sync, page, merged, now=now)
        stopped = not ended and goes_in_circles(sync)
        announced = (ended or stopped) and notifications.working(seller, now=now)
        next_at = pace.next_page_at(seller, sync, ended=ended or stopped, announced=announced, now=now)
        if stopped:
            sync.page_token, sync.pages = "", 0
            next_at = next_at and max(next_at, now + AFTER_CIRCLES)
        problem = problem_after(sync, ended=ended, stopped=stopped, now=now) if next_at else None
        columns = {name: getattr(sync, name) for name in COLUMNS}
        kept = jobs.finish(sync, next_at, lease=sync.leased_until, problem=problem, attempts=0, **columns)
        if not kept:
            transaction.set_rollback(True)
    if kept and ended:
        ends.after_the_last_page(sync, seller, now=now)


def present_in(seller: Seller, part: str) -> Collection[str]:
    """The statuses whose chats this list proves to be where they belong: not those that a narrower list may omit."""
    if part == Part.OPEN and not ends.has_head(seller):
        return set(OPEN) - set(WAITING)
    return {Part.WAITING: WAITING, Part.OPEN: OPEN}.get(Part(part), ())


def page_of(sync: Sync, seller: Seller, *, now: datetime) -> market_types.ChatsPage | None:
    """The next page; None when Market refuses the token that it gave with the last one."""
    try:
        return upstream.ask(
            seller,
            GET_CHATS,
            Lane.BACKGROUND,
            lambda client, key: client.get_chats(
                key,
                business_id=seller.business_id,
                statuses=STATUSES[Part(sync.part)],
                page_token=sync.page_token or None,
            ),
            now=now,
        ).result
    except Refused:
        if not sync.page_token:
            raise
        return None


def take(sync: Sync, page: market_types.ChatsPage, merged: Merged, *, now: datetime) -> bool:
    """Note on the pass (not yet in the database) what this page was. Returns whether the pass has ended with it."""
    times = [chat.updated_at for chat in page.chats]
    if sync.pages == 0:
        sync.began_at, sync.chats, sync.oldest, sync.is_sorted = now, 0, None, True
    before = [sync.oldest] if sync.oldest else []
    sync.is_sorted = sync.is_sorted and never_rise([*before, *times])
    sync.oldest = times[-1] if times else sync.oldest
    sync.pages, sync.chats = sync.pages + 1, sync.chats + len(times)
    token = page.next_page_token or ""
    # A repeated token would loop for ever, and so might tokens of empty pages.
    if token and token != sync.page_token and page.chats and (sync.part != Part.HEAD or merged.has_news):
        sync.page_token = token
        return False
    sync.page_token, sync.finished_at = "", now
    sync.finished_pages, sync.finished_chats, sync.pages = sync.pages, sync.chats, 0
    return True


def goes_in_circles(sync: Sync) -> bool:
    """Whether far more chats were shown than there are, as by tokens that come in turns. Looked at ever more rarely,
    because they are counted: after 8 pages, 16, 32 and so on."""
    if sync.pages < FIRST_LOOK or sync.pages & (sync.pages - 1):
        return False
    seen = Chat.objects.filter(seller=sync.seller_id, seen_at__gte=sync.began_at).count()
    # Twice, because the pages of a list that moves overlap, and some of its chats may be older than what is known.
    return sync.chats > 2 * seen + SPARE


def problem_after(sync: Sync, *, ended: bool, stopped: bool, now: datetime) -> Problem | None:
    """That a list goes in circles stays said until a pass reaches the end."""
    if stopped:
        logger.warning("seller=%s %s: the pages of the list repeat, the pass is stopped", sync.seller_id, sync.part)
        return Problem(kind=ENDLESS, at=now)
    return sync.problem if not ended and sync.problem_kind == ENDLESS else None


def never_rise(times: Sequence[datetime]) -> bool:
    return all(later <= earlier for earlier, later in pairwise(times))
