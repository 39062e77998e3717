"""Finds messages and private notes by their words."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final, TypeVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F, QuerySet

from chats import database
from chats.models import Message, Note, NoteEntry, SearchEntry, Seller
from chats.services import people
from chats.services.search.index import HOUR, Backfill, backfill, place_of
from chats.services.search.notes_index import place_of_note
from chats.services.search.query import NOTE, Query, for_postgresql, for_sqlite

Entry = TypeVar("Entry", SearchEntry, NoteEntry)

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
    """Messages and private notes with their chats and those with their sellers, the newest first. `next` is the
    `before` of the next page, if there is one; `too_slow` says that the search was stopped, or found others under way;
    `backfill`, that not all is indexed yet."""

    hits: Sequence[Message | Note] = ()
    next: int | None = None
    too_slow: bool = False
    backfill: Backfill | None = None


def find_messages(agent: User, query: Query, within: Within) -> Found:
    """A page of the messages and notes that have all parts of the query, at the sellers that the agent may see. The
    query has one part at least."""
    rest, sender = backfill(), within.sender or query.sender
    try:
        with one_of_few(), database.stopped_after(SECONDS):
            said = [] if sender == NOTE else places_of(agent, query, within)
            noted = note_places(agent, query, within) if sender in ("", NOTE) else []
    except (database.Stopped, Crowded):
        return Found(too_slow=True, backfill=rest)
    places = sorted({*said, *noted}, reverse=True)
    page = [place for place, _ in places[:PAGE]]
    hits = hits_at(agent, dict(said), dict(noted), page, within)
    return Found(hits=hits, next=page[-1] if len(places) > PAGE else None, backfill=rest)


def hits_at(
    agent: User, said: Mapping[int, int], noted: Mapping[int, int], page: Sequence[int], within: Within
) -> list[Message | Note]:
    """What stands at the places of a page, in their order."""
    messages = messages_of(agent, [said[one] for one in page if one in said], within)
    notes = notes_of(agent, [noted[one] for one in page if one in noted], within)
    found: dict[int, Message | Note] = {place_of(one.created_at, one.pk): one for one in messages}
    found |= {place_of_note(one.written_at, one.pk): one for one in notes}
    return [found[place] for place in page if place in found]


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
    return [one for one in messages if is_within(one.created_at, within)]


def notes_of(agent: User, keys: Sequence[int], within: Within) -> list[Note]:
    """The same for notes. No query where there are none."""
    notes = list(Note.objects.filter(pk__in=keys).select_related("chat", "author")) if keys else []
    for note in notes:
        note.chat.seller = people.sellers_seen_by(agent)[note.chat.seller_id]
    return [one for one in notes if is_within(one.written_at, within)]


def is_within(at: datetime, within: Within) -> bool:
    return (not within.since or at >= within.since) and (not within.until or at < within.until)


def entries_for(agent: User, query: Query, within: Within, *, way: str = "matches") -> QuerySet[SearchEntry]:
    entries = in_range(SearchEntry.objects.all(), within).filter(**condition(agent, query, within, way=way))
    sender = within.sender or query.sender
    return entries.filter(sender=sender) if sender else entries


def condition(agent: User, query: Query, within: Within, *, way: str = "matches") -> dict[str, Any]:
    sellers = set(people.sellers_seen_by(agent))
    wanted = sellers if within.seller is None else sellers & {within.seller.pk}
    expression = for_postgresql(query, wanted) if connection.vendor == "postgresql" else for_sqlite(query)
    return {"seller_id__in": wanted, f"terms__{way}": expression}


def in_range(entries: QuerySet[Entry], within: Within) -> QuerySet[Entry]:
    """A place begins with the hour, so times are ranges of places."""
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
    every = in_range(SearchEntry.objects.all(), within)
    floor = every.order_by("-place").values_list("place", flat=True)[NEWEST : NEWEST + 1].first()
    found = list((newest.filter(place__gt=floor) if floor is not None else newest)[: PAGE + 1])
    if floor is None or len(found) > PAGE:
        return found
    older = entries.filter(place__lte=floor).order_by((F("place") + 0).desc()).values_list("place", "message_id")
    return found + list(older[: PAGE + 1 - len(found)])


def note_places(agent: User, query: Query, within: Within) -> list[tuple[int, int]]:
    """The same of notes, of which there are few: PostgreSQL finds them by their terms, and then sorts."""
    entries = in_range(NoteEntry.objects.all(), within).filter(**condition(agent, query, within))
    newest = (F("place") + 0).desc() if connection.vendor == "postgresql" else "-place"
    return list(entries.order_by(newest).values_list("place", "note_id")[: PAGE + 1])
