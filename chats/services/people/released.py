"""Chats are taken from whoever may not answer them any more: on the pages of people at once, and now and then from
those whom a change elsewhere has cost a seller."""

from datetime import datetime
from typing import Final

from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, Q, QuerySet

from chats.models import Chat, Seller
from chats.models.sightings import ASSIGNED, UNFINISHED
from chats.services import holders

MOST_AT_ONCE: Final = 500


def release_lost(person: User, *, by: User, now: datetime) -> int:
    """Of the chats that this person has, those that they may not answer any more."""
    held = Chat.objects.filter(assignee=person.pk)
    if person.is_active:
        still = Seller.objects.all() if person.is_superuser else Seller.objects.filter(groups__user=person.pk)
        held = held.exclude(seller__in=still)
    return holders.release(held, by=by, now=now)


def release_all_lost(*, now: datetime, by: User | None = None) -> tuple[int, bool]:
    """The same for all people and what is not finished, some hundreds of chats at a time. Returns of how many, and
    whether there may be more."""
    found = list(lost().values_list("pk", flat=True)[:MOST_AT_ONCE])
    held = Chat.objects.filter(pk__in=found, assignee__isnull=False)
    return holders.release(held, by=by, now=now), len(found) == MOST_AT_ONCE


def lost() -> QuerySet[Chat]:
    """Chats whose holder may not sign in, or shares no group with the seller. A finished one waits for nobody until
    somebody writes in it, and is no longer finished then. That a seller is switched off takes no chat from anybody: it
    may be for an hour."""
    shared = Group.objects.filter(sellers=OuterRef("seller"), user=OuterRef("assignee"))
    lost = Q(assignee__is_active=False) | Q(Q(assignee__is_superuser=False), ~Exists(shared))
    return Chat.objects.filter(lost, ASSIGNED, UNFINISHED)
