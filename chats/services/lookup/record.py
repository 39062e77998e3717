"""The record of lookups, which the administrator reads."""

import logging
from datetime import datetime

from django.contrib.auth.models import User

from chats import database
from chats.models import Lookup, Seller
from chats.services.lookup.results import LookupResult

logger = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds to wait for a locked database: longer, and lookups would soon hold all threads


def record_lookup(agent: User, found: LookupResult, *, seller: Seller | None, now: datetime) -> None:
    """Note who looked up which number and what it led to.

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
    except database.AWAY:
        logger.warning("lookup not kept: agent=%s number=%s %s", agent.pk, found.number, lookup.outcome)


def outcome_of(found: LookupResult) -> str:
    if len(found.chats) > 1:
        return Lookup.Outcome.CHOICES
    if found.chats:
        return Lookup.Outcome.KNOWN if found.known else Lookup.Outcome.FOUND
    if found.orders:
        return Lookup.Outcome.NO_CHAT
    if any(asked.problem for asked in found.asked):
        return Lookup.Outcome.FAILED
    return Lookup.Outcome.NOT_FOUND
