"""Whoever has waited longest, whatever their urgency: for the board."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import User

from chats.models import Chat
from chats.services import sightings
from chats.services.inbox.listed import ListedChat
from chats.services.inbox.queue import EPOCH, Entry, as_rows, entries_of, first
from chats.services.inbox.views import Order
from chats.statements import Statement

BEFORE = (Chat.Urgency.DEADLINE, Chat.Urgency.DISPUTE)  # behind each of these begin some that are in order of waits


def longest_waiting(agent: User, sellers: tuple[int, ...], *, most: int) -> Sequence[Entry]:
    """The chats of these sellers that have waited longest, of those that have no deadline of Market's: such a one has
    its place by when it runs out. Two queries: disputes and other chats each have an order of their own."""
    rows = (row for urgency in BEFORE for row in first_after(sellers, urgency, most).run(agent=agent.pk))
    found = {chat.pk: chat for chat in map(ListedChat._make, rows)}
    longest = sorted(found.values(), key=lambda chat: (chat.queue_at or EPOCH, chat.pk))
    return entries_of(agent, longest[:most])


@lru_cache(100)
def first_after(sellers: tuple[int, ...], urgency: int, most: int) -> Statement[tuple[Any, ...]]:
    """The first of the queue behind an urgency. A range and not an equal one, for which SQLite would gather all chats
    of the sellers and sort them, where it can walk the queue. Of reminders the status says that nobody waits."""
    waiting = Chat.objects.filter(seller__in=sellers, urgency__gt=urgency, queue_at__isnull=False)
    return Statement(as_rows(first(waiting.filter(status__in=sightings.WAITS_FOR_SHOP), Order.QUEUE, most)))
