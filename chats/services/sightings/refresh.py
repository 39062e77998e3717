"""Keeps a known chat fresh: Market is asked when the sighting is old enough, by one caller at a time."""

import logging
from datetime import datetime

from chats import database
from chats.clock import is_recent
from chats.market import types as market_types
from chats.market.errors import MarketError
from chats.market.limits import GET_CHAT
from chats.market.types import ChatStatus
from chats.models import Chat, Seller
from chats.problems import NotNow, Problem, problem_of
from chats.services import jobs, upstream
from chats.services.sightings import merge, together
from chats.services.sightings.calls import ask_for_chat
from chats.services.sightings.open_chats import REST, is_at_rest
from chats.services.upstream import Lane

logger = logging.getLogger(__name__)


def fetch_chat(seller: Seller, chat_id: int, *, now: datetime) -> Chat | Problem:
    """Ask Market for a chat the desk has never seen. Gives the sighting, or the problem that stopped it.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChat
    """
    found = fetch(seller, chat_id, Lane.AGENT, now=now)
    if isinstance(found, Problem):
        return found
    seen = merge.record_chat(seller, found, seen_at=now, source=Chat.Source.LOOKUP)
    seen.seller = seller
    return seen


def refresh_chat(chat: Chat, *, now: datetime) -> Chat:
    """A person asks for a newer sighting, whether or not it is due. Gives the chat as it stands then, with the problem
    if there was one. `chat` needs its seller."""
    if is_recent(chat.seen_at, jobs.FRESH_ENOUGH, now=now) and not chat.problem_kind:
        return chat
    return refresh_in(chat, Lane.AGENT, lease=None, now=now)


def refresh_chat_if_due(chat: Chat, *, now: datetime) -> Chat:
    """An open page asks. Market is called only when the sighting is old enough, the chat is not finished, no worker
    hears of its messages by itself, and no other page is asking for the same chat; other open chats of the seller that
    will soon be due are refreshed by the same call. If the database is locked, returns what is stored."""
    if chat.status == ChatStatus.FINISHED or not jobs.is_due(chat, now=now):
        return chat
    try:
        claimed = jobs.claim(jobs.due(Chat.objects.filter(pk=chat.pk), now=now), 1, now=now)
        if not claimed:
            return chat
        claimed[0].seller = chat.seller
        if is_at_rest(claimed[0], now=now):
            jobs.put_off(claimed[0], now + REST, lease=claimed[0].leased_until, counted=False)
            return chat
        others = together.claim_others(claimed[0], now=now)
        seen = together.refresh(claimed[0], others, now=now) if others else None
        return seen or refresh_in(chat, Lane.OPEN_CHAT, lease=claimed[0].leased_until, now=now)
    except database.AWAY as error:
        logger.warning("chat=%s not refreshed: %s", chat.pk, error)
        return chat


def refresh_in(chat: Chat, lane: Lane, *, lease: datetime | None, now: datetime) -> Chat:
    found = fetch(chat.seller, chat.chat_id, lane, now=now)
    return together.note(chat, found, GET_CHAT, lease=lease, now=now)


def fetch(seller: Seller, chat_id: int, lane: Lane, *, now: datetime) -> market_types.Chat | Problem:
    try:
        with upstream.thread_budget(lane, now=now):
            return ask_for_chat(seller, chat_id, lane, now=now)
    except (MarketError, NotNow) as error:
        return problem_of(error, at=now)
