"""Messages that are read without anybody at the page: one call of Market's for each turn."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from chats import database
from chats.market.errors import Refused
from chats.market.limits import GET_CHAT_HISTORY, HOURLY
from chats.models import Chat, History, Seller
from chats.problems import RESERVE, NotNow
from chats.services import jobs, upstream
from chats.services.conversation.history import read_on
from chats.services.conversation.older import beginning_after, locked_if_first, oldest_message, unreadable_before
from chats.services.conversation.reader import Reader, position
from chats.services.conversation.settle import settle_by_history
from chats.services.conversation.store import store
from chats.services.upstream import Lane

LEFT_FOR_NEWS = 0.1  # of the hour's calls: what old messages leave to new ones
MOST_AT_ONCE = 500  # histories put off by one write


def due_histories(*, news: bool, now: datetime) -> QuerySet[History]:
    """The histories that are due, longest due first: with `news`, those in which something was written; without,
    those of chats that are new here, and earlier messages."""
    return jobs.due(History.objects.filter(is_news=news), now=now).order_by("due_at", "pk")


def read_in_background(history: History, *, now: datetime) -> None:
    """Work on a claimed history: read what was written since the last message stored, or else one page of earlier
    messages. One call of getChatHistory, and a few where more than a hundred messages are new. Raises MarketError and
    NotNow, and then nothing has changed.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChatHistory
    """
    chat = Chat.objects.select_related("seller").get(pk=history.pk)
    if not chat.seller.active or chat.seller.token is None:
        jobs.finish(history, None, lease=history.leased_until)
    elif not history.is_news and (until := reserved_for_news(chat.seller, now=now)):
        put_off_old_ones(chat.seller, until, now=now)
        raise NotNow(RESERVE, until)
    elif history.is_news or history.complete_upto is None or history.complete_upto < chat.updated_at:
        read_news(chat, history, now=now)
        make_earlier_due(chat, now=now)
    elif history.older_token and not history.has_first_message:
        read_earlier(chat, history, now=now)
    else:
        jobs.finish(history, None, lease=history.leased_until)


def reserved_for_news(seller: Seller, *, now: datetime) -> datetime | None:
    """Until when the calls that are left to the background are kept for what buyers write; None when there are more. A
    first read takes all that there are, hour after hour."""
    left, time_left = upstream.calls_left(seller, GET_CHAT_HISTORY, Lane.BACKGROUND, now=now)
    return now + time_left if left <= HOURLY[GET_CHAT_HISTORY] * LEFT_FOR_NEWS else None


def put_off_old_ones(seller: Seller, until: datetime, *, now: datetime) -> None:
    """Many histories at once: one by one, each would be claimed to be put off. Whoever opens such a chat reads it."""
    old = jobs.free(due_histories(news=False, now=now), now=now).filter(chat__seller=seller)
    with database.without_fsync():
        found = [row.pk for row in database.lock(old, skip_locked=True).only("pk")[:MOST_AT_ONCE]]
        History.objects.filter(pk__in=found).update(due_at=until)


def read_news(chat: Chat, history: History, *, now: datetime) -> None:
    try:
        # However many pages these are, together they take no longer than one call may: the lease is made for one.
        read_on(chat, Lane.BACKGROUND, now=now, claimed=history, deadline=settings.MARKET_DEADLINE)
    except NotNow:
        # Calls that are not left to the background may be left to an open page: it need not wait as long.
        mine = History.objects.filter(pk=history.pk, leased_until=history.leased_until)
        mine.filter(look_at__gt=now).update(look_at=now)
        raise


def make_earlier_due(chat: Chat, *, now: datetime) -> None:
    earlier = History.objects.filter(pk=chat.pk, due_at=None, has_first_message=False).exclude(older_token="")
    earlier.update(due_at=now, is_news=False)


def read_earlier(chat: Chat, history: History, *, now: datetime) -> None:
    """One page before the oldest message stored. Tokens do not last for ever: when Market refuses it, the rest is read
    by whoever opens the chat."""
    oldest = oldest_message(chat)
    if oldest is None:
        jobs.finish(history, None, lease=history.leased_until, older_token="")
        return
    reader = Reader(chat=chat, lane=Lane.BACKGROUND, now=now)
    try:
        reading = reader.older(history.older_token, position(oldest))
    except Refused:
        jobs.finish(history, None, lease=history.leased_until, older_token="")
        return
    with database.without_fsync():
        # Locked: what makes the history due for news either has done so, or will after this.
        row = locked_if_first(chat, oldest)
        if row is None:
            jobs.put_off(history, now, lease=history.leased_until)
            return
        store(chat, reading, unreadable_before(oldest, reading), now=now)
        has_first, token = beginning_after(reading)
        next_at = (row.due_at if row.is_news else None) or (now if token else None)
        lease = history.leased_until
        if not jobs.finish(history, next_at, lease=lease, has_first_message=has_first, older_token=token):
            transaction.set_rollback(True)
            return
    settle_by_history(chat, now=now)
