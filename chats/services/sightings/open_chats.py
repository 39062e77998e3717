"""The chats that agents have open now, and how long each waits until Market is asked for its status again."""

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Least

from chats.clock import is_recent
from chats.market.limits import CHATS_PER_PAGE, GET_CHATS
from chats.market.types import ChatStatus, ContextType
from chats.models import Chat, History, Seller
from chats.services import upstream, workers
from chats.services.upstream import Lane

# Longer than the pulses of a visible page are apart: a chat whose messages nobody has looked for is open no more.
CLOSED_AFTER = timedelta(seconds=30)
# How long an open page rests while a worker hears of messages by itself: it asks only in case something was lost.
WATCHED = timedelta(minutes=5)
# How often it looks meanwhile whether one still does. With the 40 seconds after which a worker is known to have died,
# that makes a minute until pages ask Market themselves again.
REST = timedelta(seconds=20)
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
    return upstream.next_gap(seller, operation, Lane.OPEN_CHAT, shortest=shortest, calls=calls, now=now)


def may_rest(seller: Seller, answered_at: datetime, *, now: datetime) -> bool:
    """Whether an open page need not ask Market for what was last asked for at `answered_at`, because a worker hears of
    the seller's messages by itself. Two queries, where that was lately. A page that rests is due again after REST."""
    return is_recent(answered_at, WATCHED, now=now) and workers.watches(seller, now=now)


def is_at_rest(chat: Chat, *, now: datetime) -> bool:
    """Whether an open page need not ask for the status of a chat that is due. `chat` has its seller."""
    ended = chat.due_at is None or chat.due_at <= chat.seen_at  # by `end_rest`
    return not ended and not chat.problem_kind and may_rest(chat.seller, chat.seen_at, now=now)


def end_rest(chat_pk: int, *, now: datetime) -> None:
    """Have the next pulse of an open page ask Market for a chat, even while pages rest: the chat is due since it was
    seen, which it never is by itself."""
    rows = Chat.objects.filter(pk=chat_pk)
    rows.filter(due_at__gt=F("seen_at")).update(due_at=Least(F("seen_at"), Value(now)))
