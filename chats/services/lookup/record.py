"""The record of lookups, which the administrator reads, and each agent's own recent chats."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User

from chats import database
from chats.models import Chat, Lookup, RecentChat, Seller
from chats.services import people
from chats.services.lookup.find import LookupResult

logger = logging.getLogger(__name__)

MOST_RECENT = 10
PATIENCE = 2.0  # seconds to wait for a locked database: longer, and lookups would soon hold all threads


def record_lookup(agent: User, found: LookupResult, *, seller: Seller | None, now: datetime) -> None:
    """Note who looked up which number and what it led to. A single hit also becomes the agent's most recent chat.

    `seller` is the one that was looked among (None: all). Raises nothing while the database takes no writes: then the
    note goes to the log, because the agent should get what was found all the same.
    """
    chat = found.chats[0] if len(found.chats) == 1 else None
    problems = [asked.problem.kind for asked in found.asked if asked.problem]
    lookup = Lookup(
        agent=agent,
        at=now,
        number=found.number,
        seller=seller,
        outcome=outcome_of(found),
        chat=chat,
        problem_kind=problems[0] if problems else "",
    )
    try:
        with database.waiting_at_most(PATIENCE):
            lookup.save()
            if chat:
                add_recent(agent, chat, now=now)
    except database.AWAY:
        logger.warning("lookup not kept: agent=%s number=%s %s", agent.pk, found.number, lookup.outcome)


def outcome_of(found: LookupResult) -> str:
    if len(found.chats) > 1:
        return Lookup.Outcome.CHOICES
    if found.chats:
        return Lookup.Outcome.KNOWN if found.known else Lookup.Outcome.FOUND
    if any(asked.problem for asked in found.asked):
        return Lookup.Outcome.FAILED
    return Lookup.Outcome.NOT_FOUND


def add_recent(agent: User, chat: Chat, *, now: datetime) -> None:
    """Make a chat the agent's most recent one, and forget those past the tenth."""
    newest = RecentChat(agent=agent, chat=chat, opened_at=now)
    same = ["agent", "chat"]
    RecentChat.objects.bulk_create([newest], update_conflicts=True, update_fields=["opened_at"], unique_fields=same)
    mine = RecentChat.objects.filter(agent=agent)
    mine.exclude(pk__in=mine.order_by("-opened_at", "-pk").values("pk")[:MOST_RECENT]).delete()


def recent_chats(agent: User) -> Sequence[Chat]:
    """The agent's last ten chats, newest first, each with its seller; without those the agent may not see any more."""
    visible = people.chats_for(agent).select_related("history").filter(recentchat__agent=agent)
    return people.with_sellers(agent, visible.order_by("-recentchat__opened_at", "-recentchat__pk")[:MOST_RECENT])


def forget_recent(agent: User, business_id: int, chat_id: int) -> None:
    """Remove a chat from the agent's recent ones, if it is among them."""
    RecentChat.objects.filter(agent=agent, chat__seller__business_id=business_id, chat__chat_id=chat_id).delete()
