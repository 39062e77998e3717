"""Who has how much, of the chats of some sellers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from chats.models import Chat, RecentChat, Reply, Seller
from chats.models.sightings import IN_QUEUE, UNFINISHED
from chats.services import people
from chats.services.board.counted import BY_TARGET, MOST_COUNTED, Counted, OverdueSince, is_past_deadline
from chats.services.board.sellers import oldest_of

LATELY: Final = timedelta(hours=24)
MOST_PEOPLE: Final = 200
# Of all sellers that there are, fewer are inactive than active: to leave those out, the database looks at each of a
# person's chats once, and not for each seller.
INACTIVE: Final = Seller.objects.filter(active=False).order_by().values("pk")


@dataclass(frozen=True, kw_only=True)
class Load:
    """What one person has of the sellers' chats, each count up to MOST_COUNTED. `has` are all that are not finished,
    `waiting` those in the queue. `oldest` is since when the longest wait lasts, `answered` how many replies they have
    sent today, `last_at` when they last opened a chat or replied, as far as is known. `sees` says whether they can
    still answer."""

    person: User
    has: int
    waiting: int
    overdue: int
    oldest: datetime | None
    answered: int
    last_at: datetime | None
    sees: bool


def loads_of(
    sellers: Sequence[int], overdue: OverdueSince, *, all_there_are: bool, now: datetime, midnight: datetime
) -> Sequence[Load]:
    """Those who see one of the sellers, and whoever else has a chat of theirs. Administrators, who see all, only with
    a chat. `all_there_are`: the sellers are all that are active. Three queries."""
    held = held_by_them().exclude(seller__in=INACTIVE) if all_there_are else held_by_them().filter(seller__in=sellers)
    found = list(those_with_load(sellers, held, overdue, now=now))
    keys = [one.pk for one in found]
    replied = replies_of(keys, sellers, since=min(midnight, now - LATELY), midnight=midnight)
    opened = opened_by(keys, sellers)
    return [load_of(one, replied.get(one.pk, (0, None)), opened.get(one.pk)) for one in found]


def held_by_them() -> QuerySet[Chat]:
    return Chat.objects.filter(UNFINISHED, assignee=OuterRef("pk"))


def those_with_load(
    sellers: Sequence[int], held: QuerySet[Chat], overdue: OverdueSince, *, now: datetime
) -> Iterable[User]:
    queue = held.filter(IN_QUEUE)
    known = User.objects.annotate(sees=people.sees_one_of(sellers)).filter(Q(sees=True, is_active=True) | Exists(held))
    return known.annotate(
        has=Counted(held),
        waiting=Counted(queue),
        overdue=Counted(queue.filter(BY_TARGET, overdue.of_chats())),
        past_deadline=Counted(queue.filter(is_past_deadline(now=now))),
        oldest=oldest_of(queue, Chat.Urgency.WAITS),
        oldest_dispute=oldest_of(queue, Chat.Urgency.DISPUTE),
    ).order_by("first_name", "last_name", "username")[:MOST_PEOPLE]


def load_of(one: User, replied: tuple[int, datetime | None], opened_at: datetime | None) -> Load:
    counted: dict[str, int] = {name: getattr(one, name) for name in ("has", "waiting", "overdue", "past_deadline")}
    waits = (getattr(one, name) for name in ("oldest", "oldest_dispute"))
    answered, replied_at = replied
    return Load(
        person=one,
        has=counted["has"],
        waiting=counted["waiting"],
        overdue=min(counted["overdue"] + counted["past_deadline"], MOST_COUNTED),
        oldest=min(filter(None, waits), default=None),
        answered=answered,
        last_at=max(filter(None, (replied_at, opened_at)), default=None),
        sees=one.is_active and (one.is_superuser or bool(getattr(one, "sees", False))),
    )


def replies_of(
    agents: Sequence[int], sellers: Sequence[int], *, since: datetime, midnight: datetime
) -> dict[int, tuple[int, datetime | None]]:
    sent = Reply.objects.filter(agent__in=agents, started_at__gte=since, chat__seller__in=sellers)
    answered = Count("pk", filter=Q(state=Reply.State.SENT, started_at__gte=midnight))
    rows = sent.order_by().values_list("agent").annotate(answered=answered, last=Max("started_at"))
    return {agent: (count, last) for agent, count, last in rows}


def opened_by(agents: Sequence[int], sellers: Sequence[int]) -> dict[int, datetime]:
    """When each last opened a chat, of the ten that are remembered."""
    opened = RecentChat.objects.filter(agent__in=agents, chat__seller__in=sellers)
    return dict(opened.order_by().values_list("agent").annotate(Max("opened_at")))
