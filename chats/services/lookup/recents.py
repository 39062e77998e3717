"""Each agent's recent chats: the ten whose pages they opened last."""

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import cache, lru_cache

from django.contrib.auth.models import User
from django.db import IntegrityError

from chats import database
from chats.models import Chat, RecentChat
from chats.services import people
from chats.statements import Parameter, Statement

logger = logging.getLogger(__name__)

MOST_RECENT = 10
ROW_COLUMNS = (
    *("seller_id", "chat_id", "type", "status", "context_type", "customer_name", "order_id", "return_id"),
    *("updated_at", "message_at", "problem_kind"),
)
PATIENCE = 0.3  # seconds to wait for a locked database: the page is worth more than its place in the list


def recent_chats(agent: User) -> Sequence[Chat]:
    """The agent's last ten chats, newest first, each with its seller; without those the agent may not see any more."""
    asked = recent_of(tuple(people.sellers_seen_by(agent)))
    return people.with_sellers(agent, asked.run(agent=agent.pk))


@lru_cache(100)
def recent_of(sellers: tuple[int, ...]) -> Statement[Chat]:
    visible = Chat.objects.filter(seller__in=sellers, recentchat__agent=Parameter("agent"))
    visible = visible.only(*ROW_COLUMNS)
    return Statement(visible.order_by("-recentchat__opened_at", "-recentchat__pk")[:MOST_RECENT])


def note_opened(agent: User, chat: Chat, *, now: datetime) -> None:
    """Note that the agent opened a chat's page. Where it was the last one that they opened, nothing is written. Nor
    while the database takes no writes, and nothing is raised then."""
    if last_opened().run(agent=agent.pk) == [chat.pk]:
        return
    try:
        with database.waiting_at_most(PATIENCE, fsync=False):
            add_recent(agent, chat, now=now)
    except (*database.AWAY, IntegrityError) as error:  # IntegrityError: the chat has just been deleted
        logger.warning("opening not kept: agent=%s chat=%s %s", agent.pk, chat.pk, type(error).__name__)


@cache
def last_opened() -> Statement[int]:
    mine = RecentChat.objects.filter(agent=Parameter("agent")).order_by("-opened_at", "-pk")
    return Statement(mine.values_list("chat_id", flat=True)[:1])


def add_recent(agent: User, chat: Chat, *, now: datetime) -> None:
    """Make a chat the agent's most recent one, and forget those past the tenth."""
    newest = RecentChat(agent=agent, chat=chat, opened_at=now)
    same = ["agent", "chat"]
    RecentChat.objects.bulk_create([newest], update_conflicts=True, update_fields=["opened_at"], unique_fields=same)
    mine = RecentChat.objects.filter(agent=agent)
    mine.exclude(pk__in=mine.order_by("-opened_at", "-pk").values("pk")[:MOST_RECENT]).delete()


def forget_recent(agent: User, business_id: int, chat_id: int) -> None:
    """Remove a chat from the agent's recent ones, if it is among them."""
    RecentChat.objects.filter(agent=agent, chat__seller__business_id=business_id, chat__chat_id=chat_id).delete()
