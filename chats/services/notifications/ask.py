"""Asking Market for a chat that it has announced and the desk does not know: one call, within what hints may cost."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from chats import database
from chats.market import types as market_types
from chats.market.errors import KeyRejected, NotFound, NotUnderstood, Refused
from chats.market.limits import GET_CHAT, GET_CHAT_HISTORY
from chats.models import Chat, WebhookEvent
from chats.problems import NotNow
from chats.services import conversation, jobs, sightings
from chats.services.notifications import share
from chats.services.notifications.endings import conclude, is_too_old, later_or_left
from chats.services.upstream import Lane

Outcome = WebhookEvent.Outcome
TWIN_PAUSE: Final = timedelta(seconds=2)


def ask_for_chat(event: WebhookEvent, *, now: datetime) -> None:
    """Fetch the chat and have its messages read. Where there is none, or it is another business's, nothing is kept of
    it. Raises NotNow and MarketError as `act` does.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChat
    """
    if not may_ask(event, now=now):
        return
    try:
        seen = sightings.ask_for_chat(event.seller, event.chat_id or 0, Lane.BACKGROUND, now=now)
    except (NotFound, Refused):
        conclude(event, Outcome.ABSENT, now=now)
    except (KeyRejected, NotUnderstood):
        conclude(event, Outcome.LEFT, now=now)  # asking again would change nothing
    except NotNow:
        WebhookEvent.objects.filter(pk=event.pk).update(calls=F("calls") - 1)  # none was made
        raise
    else:
        keep(event, seen, now=now)


def may_ask(event: WebhookEvent, *, now: datetime) -> bool:
    """Whether to make the call now. If so, it is counted, before it leaves; if not, the event has been ended or put
    off."""
    with database.without_fsync():
        used_up = share.is_used_up(event.seller_id, (GET_CHAT, GET_CHAT_HISTORY), now=now)
        if is_too_old(event, now=now):
            conclude(event, Outcome.LEFT, now=now)
        elif used_up:
            later_or_left(event, now=now)
        elif is_asked_for(event, now=now):
            jobs.put_off(event, now + TWIN_PAUSE, lease=event.leased_until, counted=False)
        else:
            mine = WebhookEvent.objects.filter(pk=event.pk, leased_until=event.leased_until)
            return bool(mine.update(**share.cost(GET_CHAT, now=now)))
    return False


def is_asked_for(event: WebhookEvent, *, now: datetime) -> bool:
    """Whether the turn of another event of the same chat is asking at this moment. Then it will be known soon."""
    twins = WebhookEvent.objects.filter(seller=event.seller_id, chat_id=event.chat_id, done_at=None)
    return twins.filter(operation=GET_CHAT, leased_until__gt=now).exclude(pk=event.pk).exists()


def keep(event: WebhookEvent, seen: market_types.Chat, *, now: datetime) -> None:
    with database.without_fsync():
        if not conclude(event, Outcome.FOUND, now=now):
            transaction.set_rollback(True)
            return
        chat = sightings.record_chat(event.seller, seen, seen_at=now, source=Chat.Source.LOOKUP)
        conversation.read_soon(chat, now=now)
