"""Keeps a known chat fresh: Market is asked when the sighting is old enough, by one caller at a time."""

import logging
from datetime import datetime, timedelta

from django.conf import settings

from chats import database
from chats.market.errors import MarketError
from chats.market.limits import GET_CHAT
from chats.market.types import ChatStatus
from chats.models import Chat, Seller
from chats.problems import NotNow, Problem, problem_of
from chats.services import upstream
from chats.services.sightings import merge
from chats.services.upstream import Lane

logger = logging.getLogger(__name__)

FRESH_ENOUGH = timedelta(seconds=3)  # a second press within this time costs nothing
AFTER_A_PROBLEM = timedelta(seconds=30)
SOONEST = timedelta(seconds=5)
WHILE_ASKING = timedelta(seconds=45)
PATIENCE = 2.0  # seconds for a locked database: the next pulse asks again


def fetch_chat(seller: Seller, chat_id: int, *, now: datetime) -> Chat | Problem:
    """Ask Market for a chat the desk has never seen. Gives the sighting, or the problem that stopped it."""
    return fetch(seller, chat_id, Lane.AGENT, source=Chat.Source.LOOKUP, now=now)


def refresh_chat(chat: Chat, *, now: datetime) -> Chat:
    """A person asks for a newer sighting. Gives the chat as it stands then, with the problem if there was one."""
    if abs(now - chat.seen_at) < FRESH_ENOUGH and not chat.problem_kind:
        return chat
    return refresh_in(chat, Lane.AGENT, now=now)


def refresh_chat_if_due(chat: Chat, *, now: datetime) -> Chat:
    """An open page asks. Market is called only when the sighting is old enough, the chat is not finished, and no
    other page is asking for the same chat. While the database takes nothing the last sighting stays."""
    if chat.status == ChatStatus.FINISHED or now < chat.next_refresh_at <= now + timedelta(hours=2):
        return chat
    try:
        return refresh_in(chat, Lane.OPEN_CHAT, now=now) if is_mine_to_refresh(chat, now=now) else chat
    except database.AWAY as error:
        logger.warning("chat=%s not refreshed: %s", chat.pk, error)
        return chat


def is_mine_to_refresh(chat: Chat, *, now: datetime) -> bool:
    unclaimed = Chat.objects.filter(pk=chat.pk, next_refresh_at=chat.next_refresh_at)
    with database.waiting_at_most(PATIENCE):
        return bool(unclaimed.update(next_refresh_at=now + WHILE_ASKING))


def refresh_in(chat: Chat, lane: Lane, *, now: datetime) -> Chat:
    outcome = fetch(chat.seller, chat.chat_id, lane, source=Chat.Source.REFRESH, now=now)
    if isinstance(outcome, Problem):
        next_at = max(outcome.until, now + SOONEST) if outcome.until else now + AFTER_A_PROBLEM
        outcome = merge.record_chat_problem(chat, outcome)
    else:
        shortest = timedelta(seconds=settings.OPEN_CHAT_MAX_AGE)
        next_at = now + upstream.next_open_chat_gap(chat.seller, GET_CHAT, shortest=shortest, now=now)
    Chat.objects.filter(pk=outcome.pk).update(next_refresh_at=next_at)
    outcome.seller = chat.seller
    return outcome


def fetch(seller: Seller, chat_id: int, lane: Lane, *, source: str, now: datetime) -> Chat | Problem:
    try:
        with upstream.waiting_place(lane, now=now):
            answer = upstream.ask(
                seller,
                GET_CHAT,
                lane,
                lambda client, token: client.get_chat(token, business_id=seller.business_id, chat_id=chat_id),
                now=now,
            )
    except (MarketError, NotNow) as error:
        return problem_of(error, at=now)
    seen = merge.record_chat(seller, answer.result, seen_at=now, source=source)
    seen.seller = seller
    return seen
