"""Chats whose status may no longer be the one stored: marked by whoever learns of it, and asked for twenty in a call.

A chat that a complete list of waiting chats did not show has changed, and so, mostly, has one in which something was
written. What has become of it is asked, never concluded.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from chats import database
from chats.market import types as market_types
from chats.market.errors import NotFound
from chats.market.limits import CHATS_PER_PAGE, GET_CHAT
from chats.models import Chat, Seller, Sync
from chats.problems import UNREADABLE, Problem, problem_of
from chats.services import upstream
from chats.services.sightings import merge
from chats.services.sightings.by_subject import page_about
from chats.services.sightings.open_chats import LISTED
from chats.services.sightings.page import merge_page
from chats.services.sightings.together import context_of
from chats.services.upstream import Lane

logger = logging.getLogger(__name__)

NOT_THERE = NotFound.kind
NOT_SHOWN = (NOT_THERE, UNREADABLE)  # problems of a chat that Market was asked for and did not show
# Messages come in bursts: one call for what was written within this time.
TOGETHER = timedelta(seconds=10)


def mark_doubtful(seller_id: int, chats: Collection[int], *, at: datetime, wait: timedelta = TOGETHER) -> None:
    """Note that these chats (primary keys) may have another status now, and have them asked for after `wait`."""
    if not chats:
        return
    with database.without_fsync():
        # Locked in one order, as a page of chats locks them.
        free = database.lock(Chat.objects.filter(pk__in=chats, doubtful_since=None)).order_by("pk")
        found = [chat.pk for chat in free.only("pk")]
        Chat.objects.filter(pk__in=found).update(doubtful_since=at)
        later = Q(due_at=None) | Q(due_at__gt=at + wait)
        Sync.objects.filter(later, seller_id=seller_id, part=Sync.Part.DOUBTFUL).update(due_at=at + wait)


def doubtful(seller: Seller) -> "Sequence[Chat]":
    """The chats to ask for next, longest in doubt first: up to twenty that a list finds by their order or return, or
    one that only getChat knows."""
    chats = Chat.objects.filter(seller=seller, doubtful_since__isnull=False).order_by("doubtful_since", "pk")
    first = chats.first()
    if first is None:
        return []
    return list(chats.filter(LISTED)[:CHATS_PER_PAGE]) if context_of(first) else [first]


def resolve_doubts(seller: Seller, *, now: datetime) -> None:
    """Ask Market for the chats of a business that have been longest in doubt: one call, none when there are none.
    Raises MarketError and NotNow, and then nothing has changed.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChats
    """
    asked = doubtful(seller)
    if not asked:
        return
    contexts = list(dict.fromkeys(context for chat in asked if (context := context_of(chat))))
    if not contexts:
        resolve_one(seller, asked[0], now=now)
        return
    page = page_about(seller, contexts, None, seconds=None, lane=Lane.BACKGROUND, now=now)
    found = {chat.chat_id for chat in page.chats}
    # Some orders have so many chats that they fill a page: those left over are asked for by the next call.
    is_partial = page.next_page_token is not None and any(chat.chat_id in found for chat in asked)
    with database.without_fsync():
        merge_page(seller, page.chats, seen_at=now)
        missing = [] if is_partial else [chat for chat in asked if chat.chat_id not in found]
        for chat in missing:
            merge.record_chat_problem(chat, Problem(kind=UNREADABLE if page.left_out else NOT_THERE, at=now))
        settled = [chat.pk for chat in asked if chat.chat_id in found or chat in missing]
        Chat.objects.filter(pk__in=settled, doubtful_since__lte=now).update(doubtful_since=None)


def resolve_one(seller: Seller, chat: Chat, *, now: datetime) -> None:
    try:
        seen: market_types.Chat | Problem = upstream.ask(
            seller,
            GET_CHAT,
            Lane.BACKGROUND,
            lambda client, token: client.get_chat(token, business_id=seller.business_id, chat_id=chat.chat_id),
            now=now,
        ).result
    except NotFound as error:
        seen = problem_of(error, at=now)
    with database.without_fsync():
        if isinstance(seen, Problem):
            merge.record_chat_problem(chat, seen)
        else:
            merge_page(seller, [seen], seen_at=now)
        Chat.objects.filter(pk=chat.pk, doubtful_since__lte=now).update(doubtful_since=None)
