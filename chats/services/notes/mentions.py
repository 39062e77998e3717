"""Whom a note mentions: “@” before a name, among those who see the seller. They have the chat among their own until
they have read it."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim

from chats import database
from chats.models import Chat, Mention, Note
from chats.services import people
from chats.services.people import Action
from chats.statements import Parameter

logger = logging.getLogger(__name__)

AT: Final = re.compile(r"(?<![\w@./-])@(?=\w)")  # not the one of an address
WORD: Final = re.compile(r"[\w.-]*\w")
MOST_MENTIONED: Final = 50  # people in one note
MOST_OFFERED: Final = 500
LATELY: Final = timedelta(hours=2)
MOST_TOLD: Final = 100
PATIENCE: Final = 0.3  # seconds to wait for a locked database: the page is worth more than the mark
NAMES: Final = ("username", "first_name", "last_name")
FULL_NAME: Final = Trim(Concat("note__author__first_name", Value(" "), "note__author__last_name"))
WHO_MENTIONS: Final = Coalesce(NullIf(FULL_NAME, Value("")), F("note__author__username"))  # in a query of mentions


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """`written` is what a note says to mention them: their name, or the name they sign in with where others have the
    same."""

    pk: int
    username: str
    name: str
    written: str


@dataclass(frozen=True, kw_only=True)
class Mentioned:
    """Whom a text mentions, and the names after “@” that nobody has who sees the seller."""

    people: Sequence[int]
    unknown: Sequence[str]


def colleagues_of(chat: Chat) -> list[Colleague]:
    """Those who see the chat's seller, by name."""
    found = list(people.those_who_may(Action.NOTE, chat.seller).only(*NAMES)[:MOST_OFFERED])
    names = [name_of(one) for one in found]
    several = {name.lower() for name in names if [other.lower() for other in names].count(name.lower()) > 1}
    offered = (
        Colleague(
            pk=one.pk,
            username=one.username,
            name=name,
            written=one.username if name.lower() in several else name,
        )
        for one, name in zip(found, names, strict=True)
    )
    return sorted(offered, key=lambda one: (one.name.casefold(), one.pk))


def name_of(person: User) -> str:
    return " ".join(person.get_full_name().split()) or person.username


def mentioned_in(text: str, chat: Chat) -> Mentioned:
    """No query for a text without “@”."""
    if not AT.search(text):
        return Mentioned(people=(), unknown=())
    colleagues = colleagues_of(chat)
    known = {one.username.lower(): one.pk for one in colleagues}
    for colleague in colleagues:
        known.setdefault(colleague.written.lower(), colleague.pk)
    heard = list(names_in(text, known))
    return Mentioned(
        people=list(dict.fromkeys(known[name] for name in heard if name in known))[:MOST_MENTIONED],
        unknown=list(dict.fromkeys(name for name in heard if name not in known)),
    )


def names_in(text: str, known: Mapping[str, int]) -> Iterator[str]:
    """The names after each “@”: the longest of those that are known, in small letters, or else the word."""
    longest_first = sorted(known, key=len, reverse=True)
    for at in AT.finditer(text):
        rest = text[at.end() :]
        name = next((one for one in longest_first if begins_with(rest, one)), "")
        if name:
            yield name
        elif word := WORD.match(rest):
            yield word[0]


def begins_with(rest: str, name: str) -> bool:
    return rest[: len(name)].lower() == name and not re.match(r"\w", rest[len(name) :])


def keep_mentions(note: Note, mentioned: Sequence[int], *, now: datetime) -> None:
    """Note whom the note mentions now: who is named for the first time has it unread, who is named no more has not. Its
    author knows it. Within the transaction of the note."""
    wanted = [person for person in mentioned if person != note.author_id and not note.deleted_at]
    Mention.objects.filter(note=note, read_at=None).exclude(person__in=wanted).delete()
    rows = [Mention(note=note, person_id=person, chat_id=note.chat_id, mentioned_at=now) for person in wanted]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)


def unread_for(agent: User | int | Parameter) -> QuerySet[Mention]:
    """The unread mentions of a person, whom a statement may leave open."""
    return Mention.objects.filter(person=agent, read_at=None)


def mentions_lately(agent: User, *, now: datetime) -> Sequence[Mention]:
    """The agent's unread mentions of the last two hours, the latest first, with their chats and authors. One query."""
    sellers = people.sellers_seen_by(agent)
    found = unread_for(agent).filter(chat__seller__in=[*sellers], mentioned_at__gt=now - LATELY)
    mentions = list(found.select_related("chat", "note__author").order_by("-mentioned_at", "-pk")[:MOST_TOLD])
    for mention in mentions:
        mention.chat.seller = sellers[mention.chat.seller_id]
    return mentions


def read_mentions(agent: User, chat: Chat, *, now: datetime) -> None:
    """The agent has opened the chat, or seen its end. Nothing is written where nothing was unread, nor while the
    database takes no writes."""
    if chat.noted_at is None or not unread_for(agent).filter(chat=chat).exists():
        return
    try:
        with database.waiting_at_most(PATIENCE, fsync=False):
            unread_for(agent).filter(chat=chat).update(read_at=now)
    except database.AWAY as error:
        logger.warning("mentions not read: agent=%s chat=%s %s", agent.pk, chat.pk, type(error).__name__)
