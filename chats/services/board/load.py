"""Who has how much, of the chats of some sellers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db.models import Count, Exists, Max, OuterRef, Q

from chats.models import Chat, RecentChat, Reply
from chats.models.sightings import IN_QUEUE, UNFINISHED
from chats.services import people
from chats.services.board.counted import BY_TARGET, Counted, OverdueSince, is_past_deadline
from chats.services.board.sellers import oldest_of

LATELY: Final = timedelta(hours=24)
MOST_PEOPLE: Final = 200


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


def loads_of(sellers: Sequence[int], overdue: OverdueSince, *, now: datetime, midnight: datetime) -> Sequence[Load]:
    """Those who see one of the sellers, and whoever else has a chat of theirs. Administrators, who see all, only with
    a chat. Three queries."""
    found = list(those_with_load(sellers, overdue, now=now))
    keys = [one.pk for one in found]
    replied = replies_of(keys, sellers, since=min(midnight, now - LATELY), midnight=midnight)
    opened = opened_by(keys, sellers)
    return [load_of(one, replied.get(one.pk, (0, None)), opened.get(one.pk)) for one in found]


def those_with_load(sellers: Sequence[int], overdue: OverdueSince, *, now: datetime) -> Iterable[User]:
    held = Chat.objects.filter(UNFINISHED, assignee=OuterRef("pk"), seller__in=sellers)
    queue = held.filter(IN_QUEUE)
    late = (BY_TARGET & overdue.of_chats()) | is_past_deadline(now=now)
    known = User.objects.annotate(sees=people.sees_one_of(sellers)).filter(Q(sees=True, is_active=True) | Exists(held))
    return known.annotate(
        has=Counted(held),
        waiting=Counted(queue),
        overdue=Counted(queue.filter(late)),
        oldest=oldest_of(queue, Chat.Urgency.WAITS),
        oldest_dispute=oldest_of(queue, Chat.Urgency.DISPUTE),
    ).order_by("first_name", "last_name", "username")[:MOST_PEOPLE]


def load_of(one: User, replied: tuple[int, datetime | None], opened_at: datetime | None) -> Load:
    counted: dict[str, int] = {name: getattr(one, name) for name in ("has", "waiting", "overdue")}
    waits = (getattr(one, name) for name in ("oldest", "oldest_dispute"))
    answered, replied_at = replied
    return Load(
        person=one,
        **counted,
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
