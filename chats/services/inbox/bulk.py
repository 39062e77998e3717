"""Several chats at once: taking, handing over, tagging, snoozing, marking as read. Never a reply: buyers are
answered one by one.

Each is permitted chat by chat. What is not done is counted by its reason; what is done can be undone (`bulk_undo.py`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from chats import database
from chats.models import Chat, ReadMark
from chats.services import conversation, holders, people, tags
from chats.services.inbox.assign import kind_of
from chats.services.inbox.snooze import NotSnoozed, Refusal, snooze
from chats.services.people import Action

MOST_AT_ONCE: Final = 50
Picked = Mapping[int, int | None]  # chats by primary key, with the ID of the newest message that their row showed
SNOOZED: Final = ("snoozed_until", "snoozed_by_id", "snoozed_at", "returned_at")
HANDED: Final = ("handed_by_id", "handed_at")


class Skip(Enum):
    """Why nothing was done with a chat."""

    NO_ACCESS = "no access"  # or it is gone: which of the two is nobody's business
    HELD = "held"  # a colleague has it, and is not robbed of it among others
    MAY_NOT_ANSWER = "may not answer"  # who is to get it
    DEADLINE = "deadline"
    FINISHED = "finished"
    WRITTEN = "written"
    TIME = "time"
    NOT_OFFERED = "not offered"  # their seller has no such tag
    FULL = "full"  # they have as many tags as one may have
    SAME = "same"  # it was so already
    CHANGED = "changed"  # what was done has been changed by somebody since


REFUSED: Final[Mapping[Refusal, Skip]] = {
    Refusal.DEADLINE: Skip.DEADLINE,
    Refusal.FINISHED: Skip.FINISHED,
    Refusal.WRITTEN: Skip.WRITTEN,
    Refusal.PAST: Skip.TIME,
    Refusal.TOO_FAR: Skip.TIME,
}


@dataclass
class Done:
    """How many chats it was done with, how many not, by reason; and `steps`, with which it is undone."""

    count: int = 0
    skipped: Counter[Skip] = field(default_factory=Counter)
    steps: list[tuple[Any, ...]] = field(default_factory=list)


def permitted(agent: User, keys: Collection[int], action: Action, done: Done) -> list[Chat]:
    """Those of the chats with which the agent may do it, each with its seller."""
    found = people.with_sellers(agent, people.chats_for(agent).filter(pk__in=keys).order_by("pk"))
    chats = [chat for chat in found if people.may(agent, action, chat.seller)]
    done.skipped[Skip.NO_ACCESS] += len(keys) - len(chats)
    return chats


@transaction.atomic
def take_all(agent: User, picked: Picked, *, now: datetime) -> Done:
    """Those of the chats that nobody has are the agent's."""
    done = Done()
    chats = permitted(agent, picked, Action.TAKE, done)
    free = Chat.objects.filter(pk__in=[chat.pk for chat in chats], assignee=None)
    give(free, agent, done, by=agent, now=now)
    own = Chat.objects.filter(pk__in=[chat.pk for chat in chats], assignee=agent).count()
    done.skipped[Skip.SAME] += own - done.count
    done.skipped[Skip.HELD] += len(chats) - own
    return done


@transaction.atomic
def assign_all(agent: User, picked: Picked, to: int | None, *, now: datetime) -> Done:
    """The chats are a colleague's, by primary key, or nobody's, whoever has had them."""
    done, receiver = Done(), None
    chats = permitted(agent, picked, Action.ASSIGN, done)
    if to is not None:
        sellers = {chat.seller for chat in chats}
        serves = {one.pk: people.those_who_may(Action.ANSWER, one).filter(pk=to).first() for one in sellers}
        receiver = next(filter(None, serves.values()), None)
        meant, chats = chats, [chat for chat in chats if serves[chat.seller_id]]
        done.skipped[Skip.MAY_NOT_ANSWER] += len(meant) - len(chats)
    give(Chat.objects.filter(pk__in=[chat.pk for chat in chats]), receiver, done, by=agent, now=now)
    done.skipped[Skip.SAME] += len(chats) - done.count
    return done


def give(chats: QuerySet[Chat], to: User | None, done: Done, *, by: User, now: datetime) -> None:
    kind = kind_of(by, to)
    marks = {chat.pk: chat for chat in database.lock(chats.only(*HANDED).order_by("pk"))}
    for line in holders.give(Chat.objects.filter(pk__in=marks), to, kind=kind, by=by, now=now):
        done.count += 1
        done.steps.append((line.pk, *(getattr(marks[line.chat_id], name) for name in HANDED)))


@transaction.atomic
def snooze_all(agent: User, picked: Picked, until: datetime, *, now: datetime) -> Done:
    """The chats are set aside until then."""
    done = Done()
    for chat in permitted(agent, picked, Action.SNOOZE, done):
        try:
            snooze(agent, chat, until, seen={picked[chat.pk]}, now=now)
        except NotSnoozed as stopped:
            done.skipped[REFUSED[stopped.why]] += 1
            continue
        done.count += 1
        done.steps.append((chat.pk, until, *(getattr(chat, name) for name in SNOOZED)))
    return done


@transaction.atomic
def tag_all(agent: User, picked: Picked, tag_id: int) -> Done:
    """The chats have the tag."""
    done = Done()
    for chat in permitted(agent, picked, Action.TAG, done):
        try:
            is_news = tags.give(agent, chat, tag_id)
        except tags.NotOffered:
            done.skipped[Skip.NOT_OFFERED] += 1
        except tags.TooManyOnChat:
            done.skipped[Skip.FULL] += 1
        else:
            done.count += is_news
            done.skipped[Skip.SAME] += not is_news
            done.steps += [(chat.pk, tag_id)] if is_news else []
    return done


@transaction.atomic
def read_all(agent: User, picked: Picked) -> Done:
    """The agent has read the chats as far as their rows showed. At the desk alone: Market keeps no such mark."""
    done = Done()
    chats = permitted(agent, picked, Action.READ, done)
    before = marks_of(agent, chats)
    for chat in chats:
        if (last := picked[chat.pk]) is not None:
            conversation.mark_read(agent, chat, last)
    after = marks_of(agent, chats)
    changed = {pk: mark for pk, mark in after.items() if before.get(pk) != mark}
    done.count, done.skipped[Skip.SAME] = len(changed), len(chats) - len(changed)
    done.steps = [(pk, mark, before.get(pk)) for pk, mark in changed.items()]
    return done


def marks_of(agent: User, chats: Iterable[Chat]) -> Mapping[int, int]:
    marks = ReadMark.objects.filter(agent=agent, chat__in=[chat.pk for chat in chats])
    return dict(marks.values_list("chat_id", "message_id"))
