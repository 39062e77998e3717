"""The chats that agents have open now, and how long each waits until Market is asked for its status again."""

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db.models import Q, QuerySet

from chats.market.limits import CHATS_PER_PAGE, GET_CHATS
from chats.market.types import ChatStatus, ContextType
from chats.models import Chat, History, Seller
from chats.services import upstream, workers
from chats.services.upstream import Lane

# Longer than the pulses of a visible page are apart: a chat whose messages nobody has looked for is open no more.
CLOSED_AFTER = timedelta(seconds=30)
# How long an open page waits while a worker hears of messages by itself: it asks only in case something was lost.
WATCHED = timedelta(minutes=5)
# getChats finds chats by their order or return, and has five times the quota of getChat.
LISTED = Q(context_type=ContextType.ORDER, order_id__isnull=False) | Q(
    context_type=ContextType.RETURN, return_id__isnull=False
)


def open_chats(seller: Seller, *, now: datetime) -> QuerySet[Chat]:
    """Those of a seller whose pages look for new messages, in all processes; each once, whatever the number of tabs."""
    looked_for = Q(history__look_at__gt=now - CLOSED_AFTER, history__look_at__lt=now + History.longest_wait)
    return Chat.objects.filter(looked_for, seller=seller).exclude(status=ChatStatus.FINISHED)


def gap_after(seller: Seller, operation: str, *, now: datetime) -> timedelta:
    """How long an open chat that was refreshed by this operation waits until the next time: settings.OPEN_CHAT_MAX_AGE,
    and longer when the hour's calls would not last for all open chats."""
    open_now = open_chats(seller, now=now)
    one_by_one = max(open_now.exclude(LISTED).count(), 1)
    calls = ceil(open_now.filter(LISTED).count() / CHATS_PER_PAGE) if operation == GET_CHATS else one_by_one
    shortest = timedelta(seconds=settings.OPEN_CHAT_MAX_AGE)
    if workers.watches(seller, now=now):
        shortest = max(shortest, WATCHED)
    return upstream.next_gap(seller, operation, Lane.OPEN_CHAT, shortest=shortest, calls=calls, now=now)
