"""Keeps the tallies: counts the chats in which something was stored, and bit by bit those from before there were any.

A chat is counted anew from the day on in which something is new, and the tallies get the difference from what they had
of it, in one transaction. So it does not matter how often that is done, nor when the messages come, nor in which order.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from time import monotonic
from typing import Final

from django.db.models import F, Max, Min

from chats import database
from chats.models import Chat, ChatDay, Counting, Message, Tally, Uncounted
from chats.services.reports.counts import from_bytes, hours_from_text, hours_to_text, to_bytes
from chats.services.reports.facts import Facts, facts_from_text, facts_of, facts_to_text

BATCH: Final = 50  # chats in one transaction: a tenth of a second
FILLED: Final = 500  # chats that are made uncounted at once
SECONDS: Final = 0.5  # that a turn takes

Facet = Tally.Facet


@dataclass(frozen=True, kw_only=True)
class Place:
    """Which tally: `seller` is 0 for that of all together."""

    seller: int
    facet: int
    day: date
    value: str

    @property
    def key(self) -> str:
        return f"{self.seller}/{self.facet}/{self.day}/{self.value}"


Changes = defaultdict[Place, defaultdict[int, int]]  # by hour


def count_for_a_while() -> tuple[int, bool]:
    """Count what is not counted, for half a second. Returns how many chats, and whether there are more."""
    ends, counted = monotonic() + SECONDS, 0
    while monotonic() < ends:
        batch = list(Uncounted.objects.select_related("chat__seller").order_by("-since")[:BATCH])
        if batch:
            count(batch)
            counted += len(batch)
        elif not add_older_chats():
            return counted, False
    return counted, True


def add_older_chats() -> bool:
    """Make some of the chats uncounted that were here before the tallies. Returns whether there were any."""
    with database.without_fsync():
        state = state_of_counting()
        older = Chat.objects.filter(pk__lt=state.below).order_by("-pk")
        chats = list(older.values_list("pk", flat=True)[:FILLED])
        Uncounted.objects.filter(pk__in=chats).update(since=Uncounted.LONG_AGO, version=F("version") + 1)
        rows = [Uncounted(chat_id=pk, since=Uncounted.LONG_AGO) for pk in chats]
        Uncounted.objects.bulk_create(rows, ignore_conflicts=True)
        Counting.objects.update(below=min(chats, default=0))
    return bool(chats)


def state_of_counting() -> Counting:
    """The one row, locked: two workers would add the same twice."""
    newest = (Chat.objects.aggregate(newest=Max("pk"))["newest"] or 0) + 1
    row, _ = database.lock(Counting.objects.all()).get_or_create(pk=1, defaults={"below": newest, "total": newest})
    return row


def share_counted() -> float | None:
    """Of the chats that were there before the tallies, the share that is counted; None where all are."""
    row = Counting.objects.first()
    if row is None:
        return 0.0 if Chat.objects.exists() else None
    if row.below or Uncounted.objects.filter(since=Uncounted.LONG_AGO).exists():
        return 1 - row.below / max(row.total, 1)
    return None


def count(batch: Sequence[Uncounted]) -> None:
    with database.without_fsync():
        state_of_counting()
        versions = dict(Uncounted.objects.filter(pk__in=[row.pk for row in batch]).values_list("pk", "version"))
        rows = [row for row in batch if versions.get(row.pk) == row.version]  # another has not been faster
        changes: Changes = defaultdict(lambda: defaultdict(int))
        days = [day for row in rows for day in changed_days(row.chat, row.since, changes)]
        ChatDay.objects.bulk_create(
            days,
            update_conflicts=True,
            unique_fields=["chat", "day"],
            update_fields=["campaign_id", "context_type", "facts"],
        )
        add(changes)
        forget(rows)


def forget(rows: Iterable[Uncounted]) -> None:
    """They are counted, but for those to which something was added meanwhile."""
    by_version = defaultdict[int, list[int]](list)
    for row in rows:
        by_version[row.version].append(row.pk)
    for version, chats in by_version.items():
        Uncounted.objects.filter(pk__in=chats, version=version).delete()


def changed_days(chat: Chat, since: datetime, changes: Changes) -> list[ChatDay]:
    """Enters into `changes` by how much the tallies differ from what the chat has now. Returns the days to store."""
    oldest = Message.objects.filter(chat=chat).aggregate(oldest=Min("created_at"))["oldest"]
    if oldest is None:
        return []  # what was counted of messages that are gone stays counted
    since = max(since, oldest).astimezone(UTC)
    facts = facts_of(chat, since)
    known = {row.day: row for row in ChatDay.objects.filter(chat=chat, day__gte=since.date())}
    stored = []
    for day in facts.keys() | known.keys():
        fresh = ChatDay(chat=chat, day=day, campaign_id=chat.campaign_id, context_type=chat.context_type)
        fresh.facts = facts_to_text(facts.get(day, {}))
        before = known.get(day)
        if before and all(
            getattr(before, name) == getattr(fresh, name) for name in ("campaign_id", "context_type", "facts")
        ):
            continue
        if before:
            enter(changes, chat.seller_id, before, facts_from_text(before.facts), sign=-1)
        enter(changes, chat.seller_id, fresh, facts.get(day, {}), sign=1)
        stored.append(fresh)
    return stored


def enter(changes: Changes, seller_id: int, row: ChatDay, facts: Facts, *, sign: int) -> None:
    for (hour, agent), packed in facts.items():
        values = ((Facet.ALL, ""), (Facet.STORE, str(row.campaign_id or "")), (Facet.AGENT, str(agent)))
        for facet, value in (*values, (Facet.CONTEXT, row.context_type)):
            for seller in (0, seller_id):
                changes[Place(seller=seller, facet=facet, day=row.day, value=value)][hour] += sign * packed


def add(changes: Mapping[Place, Mapping[int, int]]) -> None:
    """Whole numbers of counts are added like any others, and so are differences, which may be below 0 by themselves."""
    known = Tally.objects.in_bulk([place.key for place in changes])
    rows = [changed(known.get(place.key), place, hours) for place, hours in changes.items() if any(hours.values())]
    Tally.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=["total", "hours"], batch_size=200
    )


def changed(row: Tally | None, place: Place, differences: Mapping[int, int]) -> Tally:
    row = row or Tally(
        key=place.key,
        seller_id=place.seller or None,
        facet=place.facet,
        day=place.day,
        value=place.value,
        total=b"",
        hours="[]",
    )
    hours = hours_from_text(row.hours)
    for hour, difference in differences.items():
        hours[hour] = hours.get(hour, 0) + difference
    row.total = to_bytes(from_bytes(row.total) + sum(differences.values()))
    row.hours = hours_to_text(hours)
    return row
