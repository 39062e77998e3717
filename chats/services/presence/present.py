"""Who else is at a chat at this moment."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final, NamedTuple

from django.contrib.auth.models import User

from chats.clock import is_recent
from chats.models import Chat, Presence
from chats.services.people import Person
from chats.services.presence.note import note_reading
from chats.statements import Parameter, Statement

LASTS: Final = timedelta(seconds=30)  # after the last sign; a page whose agent is idle beats every 18 seconds at most
NOTED_EVERY: Final = timedelta(seconds=10)  # of pages that beat every five, so that many agents cost few writes


class Here(NamedTuple):
    """An agent at a chat, in plain values."""

    seen_at: datetime
    writing_at: datetime | None
    agent_id: int
    agent__username: str
    agent__first_name: str
    agent__last_name: str

    @property
    def person(self) -> Person:
        return Person(self.agent_id, self.agent__username, self.agent__first_name, self.agent__last_name)


@dataclass(frozen=True, kw_only=True)
class Others:
    """The colleagues at a chat, who came first first. Those who write are not among the readers."""

    readers: tuple[Person, ...] = ()
    writers: tuple[Person, ...] = ()

    @property
    def digest(self) -> str:
        """What an open page shows of them, for its cursor. Empty for nobody."""
        if not (self.readers or self.writers):
            return ""
        return hashlib.sha256(repr((self.readers, self.writers)).encode(errors="replace")).hexdigest()[:12]


NOBODY: Final = Others()


def keep_up(agent: User, chat: Chat, *, looking: bool, now: datetime) -> Others:
    """Who else is at the chat. Where the agent is looking at it, that is noted, at most every ten seconds. One query
    then, and mostly no other."""
    here = all_at(chat, now=now)
    own = next((one for one in here if one.agent_id == agent.pk), None)
    if looking and own is None:
        note_reading(agent, chat, now=now, since=now - LASTS)
    elif looking and own and not is_recent(own.seen_at, NOTED_EVERY, now=now):
        note_reading(agent, chat, now=now)
    return others_among(here, agent, now=now)


def others_at(agent: User, chat: Chat, *, now: datetime) -> Others:
    """The same without a note of the agent. One query."""
    return others_among(all_at(chat, now=now), agent, now=now)


def all_at(chat: Chat, *, now: datetime) -> list[Here]:
    found = seen_since().run(chat=chat.pk, since=now - LASTS)
    return [one for one in map(Here._make, found) if is_recent(one.seen_at, LASTS, now=now)]


@cache
def seen_since() -> Statement[tuple[Any, ...]]:
    here = Presence.objects.filter(chat=Parameter("chat"), seen_at__gt=Parameter("since")).order_by("pk")
    return Statement(here.values_list(*Here._fields))


def others_among(here: Iterable[Here], agent: User, *, now: datetime) -> Others:
    others = [one for one in here if one.agent_id != agent.pk]
    writing = {one for one in others if one.writing_at and is_recent(one.writing_at, LASTS, now=now)}
    return Others(
        readers=tuple(one.person for one in others if one not in writing),
        writers=tuple(one.person for one in others if one in writing),
    )


def writers_for(agent: User, *, now: datetime) -> Mapping[int, tuple[Person, ...]]:
    """The colleagues who write now, by the primary key of their chat. One query, of all chats, since few write at one
    time: what a list shows of them is up to the chats that its agent may see."""
    found: dict[int, tuple[Person, ...]] = {}
    for chat, writing_at, *person in written_since().run(agent=agent.pk, since=now - LASTS):
        if is_recent(writing_at, LASTS, now=now):
            found[chat] = (*found.get(chat, ()), Person(*person))
    return found


@cache
def written_since() -> Statement[tuple[Any, ...]]:
    writing = Presence.objects.filter(writing_at__gt=Parameter("since")).exclude(agent=Parameter("agent"))
    person = ("agent_id", "agent__username", "agent__first_name", "agent__last_name")
    return Statement(writing.order_by("pk").values_list("chat_id", "writing_at", *person))
