"""Finds messages by their words."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F, QuerySet

from chats import database
from chats.models import Message, SearchEntry, Seller
from chats.services import people
from chats.services.search.index import HOUR, Backfill, backfill, place_of
from chats.services.search.query import Query, for_postgresql, for_sqlite

PAGE: Final = 30
SECONDS: Final = 2.0  # of one statement
PATIENCE: Final = 0.2  # seconds; whoever waits holds a thread
# On PostgreSQL, how many of the newest messages are looked through one after another: common words are among them.
NEWEST: Final = 20_000


class Crowded(Exception):
    """This process searches as much as it may already."""


@dataclass(frozen=True, kw_only=True)
class Within:
    """Where to look besides the words: at one seller, from one sender, from a moment until before another, and before
    the last hit of the page that was shown."""

    seller: Seller | None = None
    sender: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


@dataclass(frozen=True, kw_only=True)
class Found:
    """Messages with their chats and those with their sellers, the newest first. `next` is the `before` of the next
    page, if there is one; `too_slow` says that the search was stopped, or found others under way; `backfill`, that not
    all is indexed yet."""

    messages: Sequence[Message] = ()
    next: int | None = None
    too_slow: bool = False
    backfill: Backfill | None = None


def find_messages(agent: User, query: Query, within: Within) -> Found:
    """A page of the messages that have all parts of the query, at the sellers that the agent may see. The query has one
    part at least."""
    rest = backfill()
    try:
        with one_of_few(), database.stopped_after(SECONDS):
            places = places_of(agent, query, within)
    except (database.Stopped, Crowded):
        return Found(too_slow=True, backfill=rest)
    keys = dict(places[:PAGE])
    messages = messages_of(agent, list(keys.values()), within)
    return Found(messages=messages, next=list(keys)[-1] if len(places) > PAGE else None, backfill=rest)


@lru_cache(maxsize=1)
def searches() -> threading.BoundedSemaphore:
    """A quarter of a process's threads search at most: however many searches a script sends, pages are answered."""
    return threading.BoundedSemaphore(max(1, settings.WEB_THREADS // 4))


@contextmanager
def one_of_few() -> Iterator[None]:
    """Raises Crowded where as many searches are under way, and none ends within a moment."""
    if not searches().acquire(timeout=PATIENCE):
        raise Crowded
    try:
        yield
    finally:
        searches().release()


def messages_of(agent: User, keys: Sequence[int], within: Within) -> list[Message]:
    """In the order of the keys, with what a page shows of them. Places know hours only; here times are exact."""
    found = {one.pk: one for one in Message.objects.filter(pk__in=keys).select_related("chat", "reply__agent")}
    messages = [found[key] for key in keys if key in found]
    for message in messages:
        message.chat.seller = people.sellers_seen_by(agent)[message.chat.seller_id]
    since, until = within.since, within.until
    return [one for one in messages if (not since or one.created_at >= since) and (not until or one.created_at < until)]


def entries_for(agent: User, query: Query, within: Within, *, way: str = "matches") -> QuerySet[SearchEntry]:
    sellers = set(people.sellers_seen_by(agent))
    wanted = sellers if within.seller is None else sellers & {within.seller.pk}
    expression = for_postgresql(query, wanted) if connection.vendor == "postgresql" else for_sqlite(query)
    entries = in_range(within).filter(seller_id__in=wanted, **{f"terms__{way}": expression})
    sender = within.sender or query.sender
    return entries.filter(sender=sender) if sender else entries


def in_range(within: Within) -> QuerySet[SearchEntry]:
    """A place begins with the hour, so times are ranges of places."""
    entries = SearchEntry.objects.all()
    if within.since:
        entries = entries.filter(place__gte=place_of(within.since, 0))
    ends = [within.before, within.until and place_of(within.until + timedelta(seconds=HOUR - 1), 0)]
    if known := [end for end in ends if end is not None]:
        entries = entries.filter(place__lt=min(known))
    return entries


def places_of(agent: User, query: Query, within: Within) -> list[tuple[int, int]]:
    """Place and message of a page of entries and of one more, newest first.

    FTS5 goes through its entries in this order. PostgreSQL's planner would also walk the primary key backwards, and
    take minutes for a word that is not there: so it walks over the newest only, and what is missing then comes from the
    index of terms, which an order by an expression leaves it no choice about.
    """
    entries = entries_for(agent, query, within)
    if connection.vendor != "postgresql":
        return list(entries.order_by("-place").values_list("place", "message_id")[: PAGE + 1])
    walked = entries_for(agent, query, within, way="matches_one_by_one")
    newest = walked.order_by("-place").values_list("place", "message_id")
    floor = in_range(within).order_by("-place").values_list("place", flat=True)[NEWEST : NEWEST + 1].first()
    found = list((newest.filter(place__gt=floor) if floor is not None else newest)[: PAGE + 1])
    if floor is None or len(found) > PAGE:
        return found
    older = entries.filter(place__lte=floor).order_by((F("place") + 0).desc()).values_list("place", "message_id")
    return found + list(older[: PAGE + 1 - len(found)])
