"""Who has a chat: taking it, giving it back, handing it over. That says who answers, and keeps nobody else from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, F, QuerySet

from chats import database
from chats.models import Chat, Handover
from chats.models.sightings import IN_QUEUE
from chats.services import holders, people
from chats.services.people import Action

MOST_COLLEAGUES: Final = 500
NOBODY: Final = 0  # where a page says who has a chat: no person's primary key


class Overtaken(Exception):
    """Somebody took the chat after the agent's page was made."""


class MayNotAnswer(Exception):
    """Who is to get the chat may not answer this seller's buyers."""


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """One to whom a chat can be handed over. `waiting` is how many chats they have that wait for the shop, of the
    sellers that the agent sees."""

    person: User
    waiting: int


def take(agent: User, chat: Chat, *, had: int | None = None, now: datetime) -> bool:
    """The agent has the chat from now on. `had` is who had it on the agent's page, None where the page says nothing.
    Returns whether that is news. Raises Overtaken when it is somebody else by now: of two who press at the same moment
    one has the chat, and the other is told."""
    with transaction.atomic():
        stop_if_overtaken(agent, chat, had)
        return bool(holders.give(only(chat), agent, kind=Handover.Kind.TAKEN, by=agent, now=now))


def take_if_nobodys(agent: User, chat: Chat, *, now: datetime) -> bool:
    """Whoever answers a chat that nobody has, has it, if the seller wants that. Returns whether that is news. The
    chat's seller must be loaded."""
    if not chat.seller.answering_takes:
        return False
    nobodys = only(chat).filter(assignee=None)
    return bool(holders.give(nobodys, agent, kind=Handover.Kind.ANSWERED, by=agent, now=now))


def give_back(agent: User, chat: Chat, *, now: datetime) -> bool:
    """Nobody has the chat any more, if the agent had it. Returns whether that is news."""
    own = only(chat).filter(assignee=agent)
    return bool(holders.give(own, None, kind=Handover.Kind.GIVEN_BACK, by=agent, now=now))


def assign(agent: User, chat: Chat, to: int | None, *, had: int | None = None, now: datetime) -> bool:
    """A colleague has the chat from now on, by primary key, or nobody. Returns whether that is news. Raises
    MayNotAnswer, and Overtaken like `take`."""
    with transaction.atomic():
        receiver = None
        if to is not None:
            receiver = people.those_who_may(Action.ANSWER, chat.seller).filter(pk=to).first()
            if receiver is None:
                raise MayNotAnswer
        stop_if_overtaken(agent, chat, had)
        kind = kind_of(agent, receiver)
        return bool(holders.give(only(chat), receiver, kind=kind, by=agent, now=now))


def kind_of(agent: User, receiver: User | None) -> Handover.Kind:
    if receiver is None:
        return Handover.Kind.FREED
    return Handover.Kind.TAKEN if receiver == agent else Handover.Kind.ASSIGNED


def stop_if_overtaken(agent: User, chat: Chat, had: int | None) -> None:
    """Locks the chat, so that nobody else takes it until the transaction ends."""
    holder = database.lock(only(chat).only("assignee_id")).get().assignee_id
    if had is not None and holder not in (None, agent.pk, had):
        raise Overtaken


def only(chat: Chat) -> QuerySet[Chat]:
    return Chat.objects.filter(pk=chat.pk)


def note_opened(agent: User, chat: Chat) -> None:
    """What a colleague has handed to the agent is marked as such until the agent has opened it. A write then, and no
    query otherwise."""
    if chat.handed_at is None or chat.assignee_id != agent.pk:
        return
    unopened = only(chat).filter(assignee=agent, handed_at=chat.handed_at)
    unopened.update(handed_by=None, handed_at=None, version=F("version") + 1)


def all_colleagues(agent: User) -> Sequence[User]:
    """Those who may answer for one of the agent's sellers, by name, and who see them all. One query."""
    others = people.those_who_answer(people.sellers_seen_by(agent).values()).exclude(pk=agent.pk)
    return list(others.order_by("first_name", "last_name", "username")[:MOST_COLLEAGUES])


def colleagues_for(agent: User, chat: Chat) -> Sequence[Colleague]:
    """Those to whom the agent can hand the chat over, by name. Two queries, and those of `sellers_seen_by`."""
    others = people.those_who_may(Action.ANSWER, chat.seller).exclude(pk=agent.pk)
    found = list(others.order_by("first_name", "last_name", "username")[:MOST_COLLEAGUES])
    sellers = [*people.sellers_seen_by(agent)]
    held = Chat.objects.filter(IN_QUEUE, assignee__in=[one.pk for one in found], seller__in=sellers)
    waiting = dict(held.order_by().values_list("assignee").annotate(Count("pk")))
    return [Colleague(person=one, waiting=waiting.get(one.pk, 0)) for one in found]
