"""Chats whose status may no longer be the one stored: marked by whoever learns of it, and asked for twenty in a call.

A chat that a complete list of waiting chats did not show has changed, and so, mostly, has one in which something was
written. What has become of it is asked, never concluded.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import DateTimeField, F, Q, Value
from django.db.models.functions import Coalesce, Least

from chats import database
from chats.clock import APART
from chats.market import types as market_types
from chats.market.errors import NotFound, NotUnderstood, Refused
from chats.market.limits import CHATS_PER_PAGE, GET_CHAT
from chats.models import Chat, Seller, Sync
from chats.problems import UNREADABLE, Problem, problem_of
from chats.services import upstream
from chats.services.sightings import merge
from chats.services.sightings.by_subject import page_about
from chats.services.sightings.calls import ask_for_chat
from chats.services.sightings.open_chats import LISTED
from chats.services.sightings.page import merge_page
from chats.services.sightings.together import context_of
from chats.services.upstream import Lane

NOT_THERE = NotFound.kind
NOT_SHOWN = (NOT_THERE, UNREADABLE)  # problems of a chat that Market was asked for and did not show
# Messages come in bursts: one call for what was written within this time.
TOGETHER = timedelta(seconds=10)
MOST_AT_ONCE = 500  # SQLite takes so many values in a query: 999 in old builds


def mark_doubtful(
    seller_id: int, chats: Collection[int], *, at: datetime, wait: timedelta = TOGETHER, absent: bool = False
) -> None:
    """Note that these chats (primary keys) may have another status now, and have them asked for after `wait`. `absent`:
    because a list did not have them."""
    if not chats:
        return
    keys = sorted(chats)
    with database.without_fsync():
        for start in range(0, len(keys), MOST_AT_ONCE):
            some = keys[start : start + MOST_AT_ONCE]
            # Locked in one order, as a page of chats locks them.
            free = database.lock(Chat.objects.filter(pk__in=some, doubtful_since=None)).order_by("pk")
            found = [chat.pk for chat in free.only("pk")]
            Chat.objects.filter(pk__in=found).update(doubtful_since=at, absences=F("absences") + int(absent))
        # Without a condition on `due_at`: a turn that finds nobody in doubt may be ending at this moment.
        soon = Value(at + wait, DateTimeField())
        pass_over_them = Sync.objects.filter(seller_id=seller_id, part=Sync.Part.DOUBTFUL)
        pass_over_them.update(due_at=Least(Coalesce("due_at", soon), soon))


def resolve_doubts(seller: Seller, *, by_id: bool = False, now: datetime) -> bool:
    """Ask Market for the chats of a business that have been longest in doubt: one call, none when there are none. Up to
    twenty are asked for that a list finds by their order or return, or, `by_id`, the one that has been so for longest.

    Returns whether that settled any: where it did not, the same list would say the same again. Raises MarketError and
    NotNow, and then nothing has changed.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChats
    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChat
    """
    chats = Chat.objects.filter(seller=seller, doubtful_since__isnull=False).order_by("doubtful_since", "pk")
    first = chats.first()
    if first is None:
        return True
    listed = list(chats.filter(LISTED)[:CHATS_PER_PAGE])
    needs_id = by_id or context_of(first) is None
    # Where no calls of getChat are left, a chat that needs one does not hold up the others.
    if needs_id and (not listed or upstream.calls_left(seller, GET_CHAT, Lane.BACKGROUND, now=now)[0] > 0):
        return resolve_one(seller, first, now=now)
    return resolve_listed(seller, listed, now=now)


def resolve_listed(seller: Seller, asked: Sequence[Chat], *, now: datetime) -> bool:
    contexts = list(dict.fromkeys(context for chat in asked if (context := context_of(chat))))
    page = page_about(seller, contexts, None, seconds=None, lane=Lane.BACKGROUND, now=now)
    found = {chat.chat_id for chat in page.chats}
    # Some orders have so many chats that they fill a page: nothing is concluded of those that it does not show.
    is_partial = page.next_page_token is not None
    with database.without_fsync():
        merge_page(seller, page.chats, seen_at=now)
        missing = [] if is_partial else [chat for chat in asked if chat.chat_id not in found]
        for chat in missing:
            merge.record_chat_problem(chat, Problem(kind=UNREADABLE if page.left_out else NOT_THERE, at=now))
        return settle([chat for chat in asked if chat.chat_id in found or chat in missing], now=now)


def resolve_one(seller: Seller, chat: Chat, *, now: datetime) -> bool:
    try:
        seen: market_types.Chat | Problem = ask_for_chat(seller, chat.chat_id, Lane.BACKGROUND, now=now)
    except (NotFound, Refused) as error:
        seen = replace(problem_of(error, at=now), kind=NOT_THERE)
    except NotUnderstood as error:
        # Left as it is, it would be asked for again and again, and no other after it.
        seen = replace(problem_of(error, at=now), kind=UNREADABLE)
    with database.without_fsync():
        if isinstance(seen, Problem):
            merge.record_chat_problem(chat, seen)
        else:
            merge_page(seller, [seen], seen_at=now)
        return settle([chat], now=now)


def settle(answered: Sequence[Chat], *, now: datetime) -> bool:
    """End the doubts that were there when Market was asked. Returns whether that, or the merging before, ended any."""
    rows = Chat.objects.filter(pk__in=[chat.pk for chat in answered])
    by_a_wrong_clock = Q(doubtful_since__gt=now + APART)
    rows.filter(Q(doubtful_since__lte=now) | by_a_wrong_clock).update(doubtful_since=None)
    return rows.filter(doubtful_since=None).exists()
