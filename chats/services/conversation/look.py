"""What an open page does with each pulse: it looks for new messages, one page at a time for all pages of a chat."""

import logging
from datetime import datetime

from django.db.models import Q

from chats import database
from chats.clock import APART, is_ahead
from chats.market.types import ChatStatus
from chats.models import Chat, History, Message
from chats.services import jobs, sightings
from chats.services.conversation.history import history_of, read_on
from chats.services.conversation.messages import messages, messages_before
from chats.services.upstream import Lane

logger = logging.getLogger(__name__)

MOST_AGAIN = 500  # five calls


def read_on_if_due(chat: Chat, *, now: datetime, looking: bool = True) -> Chat:
    """For the pulse of an open page: reads on when the chat's `updated_at` is later than what is stored, when nothing
    was ever read, and, while somebody is `looking` at the page, when the last look was long enough ago.

    One reader at a time, whatever the number of pages. If the database is locked, nothing is read this time. Gives the
    chat as it stands then."""
    row = history_of(chat)
    if row is not None and not is_due(chat, row, looking=looking, now=now):
        return chat
    try:
        if claimed := claim(chat, row, looking=looking, now=now):
            if is_at_rest(chat, claimed, now=now):
                jobs.finish(claimed, claimed.due_at, lease=claimed.leased_until, look_at=now + sightings.REST)
                return chat
            if chat.get_deferred_fields():
                chat = Chat.objects.select_related("seller").get(pk=chat.pk)
            read_on(chat, Lane.OPEN_CHAT, now=now, claimed=claimed)
    except database.AWAY as error:
        logger.warning("chat=%s history not read: %s", chat.pk, error)
    return chat


def read_again(chat: Chat, *, now: datetime) -> bool:
    """For a person who presses Refresh: reads the messages once more that could not be decoded, from the one before
    them on, as far as they are among the newest. Returns whether Market sends some of them readable now: their place is
    between others, so that an open page cannot append them."""
    gaps = Message.objects.filter(chat=chat, unreadable__gt=0)
    first = gaps.filter(pk__in=[one.pk for one in messages(chat, most=MOST_AGAIN)]).order_by("created_at").first()
    before = messages_before(chat, first, most=1) if first else []
    if not before:
        return False
    many = gaps.count()
    read_on(chat, Lane.AGENT, now=now, again_from=before[0])
    return gaps.count() < many


def is_due(chat: Chat, row: History, *, looking: bool, now: datetime) -> bool:
    """Whether there may be messages to read, and now is the time. `merge` makes a history due when its chat moves;
    where that has not happened yet (`due_at` is None), a chat that is ahead of its history makes it due at once.
    A page that is looked at need not wait for as long as the background has put the history off."""
    if not jobs.is_free(row, now=now):
        return False
    behind = is_behind(chat, row)
    if behind and (row.due_at is None or jobs.is_due(row, now=now)):
        return True
    waits = row.look_at is not None and is_ahead(row.look_at, History.longest_wait, now=now)
    return looking and not waits and (behind or chat.status != ChatStatus.FINISHED)


def is_at_rest(chat: Chat, row: History, *, now: datetime) -> bool:
    """Whether nothing tells of news, and a worker would hear of them: then a page need not ask Market yet."""
    tells = is_behind(chat, row) or (row.due_at and row.is_news) or row.problem_kind
    return not tells and row.read_at is not None and sightings.may_rest(chat.seller, row.read_at, now=now)


def is_behind(chat: Chat, row: History) -> bool:
    return row.complete_upto is None or row.complete_upto < chat.updated_at


def claim(chat: Chat, row: History | None, *, looking: bool, now: datetime) -> History | None:
    """The chat's history with a lease on it, or None when another reads it, or has just read it."""
    if row is None:
        with database.waiting_at_most(jobs.PATIENCE):
            History.objects.get_or_create(chat=chat, defaults={"due_at": now})
    this = History.objects.filter(chat=chat)
    behind = this.filter(Q(complete_upto=None) | Q(complete_upto__lt=chat.updated_at))
    wanted = behind.filter(due_at=None) | jobs.due(behind, now=now)
    if looking:
        too_far = Q(look_at__gt=now + History.longest_wait + APART)  # the clock was set back
        looked_for = this.filter(Q(look_at=None) | Q(look_at__lte=now) | too_far)
        wanted |= looked_for & behind if chat.status == ChatStatus.FINISHED else looked_for
    found = jobs.claim(wanted, 1, now=now)
    return found[0] if found else None
