"""Whoever has waited longest, whatever their urgency: for the board."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import User

from chats.models import Chat
from chats.services.inbox.listed import ListedChat
from chats.services.inbox.queue import EPOCH, Entry, as_rows, entries_of, first
from chats.services.inbox.views import Order
from chats.statements import Statement

BY_WAIT = (Chat.Urgency.DISPUTE, Chat.Urgency.WAITS)  # a deadline has its own place, by when it runs out


def longest_waiting(agent: User, sellers: tuple[int, ...], *, most: int) -> Sequence[Entry]:
    """The chats of these sellers that have waited longest, of those that have no deadline of Market's. Two queries,
    because each urgency has an order of its own."""
    rows = (row for urgency in BY_WAIT for row in longest_of(sellers, urgency, most).run(agent=agent.pk))
    found = sorted(map(ListedChat._make, rows), key=lambda chat: (chat.queue_at or EPOCH, chat.pk))
    return entries_of(agent, found[:most])


@lru_cache(100)
def longest_of(sellers: tuple[int, ...], urgency: int, most: int) -> Statement[tuple[Any, ...]]:
    waiting = Chat.objects.filter(seller__in=sellers, urgency=urgency, queue_at__isnull=False)
    return Statement(as_rows(first(waiting.filter(waiting_since__isnull=False), Order.QUEUE, most)))
