"""One call for many open chats: getChats takes the orders and returns of twenty chats at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from chats import database
from chats.market import types as market_types
from chats.market.errors import MarketError, RateLimited
from chats.market.limits import CHATS_PER_PAGE, GET_CHATS
from chats.market.types import ContextFilter, ContextType
from chats.models import Chat, Seller
from chats.problems import NotNow, Problem, problem_of
from chats.services import jobs, upstream
from chats.services.sightings import merge
from chats.services.sightings.by_subject import page_about
from chats.services.sightings.open_chats import LISTED, gap_after, open_chats
from chats.services.upstream import Lane

MOST_PAGES = 3  # an order may have several chats, so that twenty contexts may fill more than a page


def claim_others(chat: Chat, *, now: datetime) -> list[Chat]:
    """Leases on other open chats of the seller that are due, or will be within half of the usual time, so that one call
    serves them too; none when getChats cannot find this chat by its order or return."""
    if context_of(chat) is None:
        return []
    soon = now + timedelta(seconds=settings.OPEN_CHAT_MAX_AGE) / 2
    others = open_chats(chat.seller, now=now).filter(LISTED, due_at__lte=soon).exclude(pk=chat.pk)
    return jobs.claim(others.order_by("due_at"), CHATS_PER_PAGE - 1, now=now)


def refresh(chat: Chat, others: Sequence[Chat], *, now: datetime) -> Chat | None:
    """Refresh these chats, which are claimed, by one list. Returns the first one as it stands then; None when the list
    did not show it, or has no calls left for open pages: then it is for getChat.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChats
    """
    rows = [chat, *others]
    try:
        found = list_chats(chat.seller, rows, now=now)
    except (NotNow, RateLimited):
        found = {}
    except MarketError as error:
        problem = problem_of(error, at=now)
        found = dict.fromkeys((row.chat_id for row in rows), problem)
    for row in others:
        if row.chat_id in found:
            note(row, found[row.chat_id], GET_CHATS, lease=row.leased_until, now=now)
        else:
            jobs.finish(row, now, lease=row.leased_until, problem=row.problem)
    if chat.chat_id not in found:
        return None
    return note(chat, found[chat.chat_id], GET_CHATS, lease=chat.leased_until, now=now)


def list_chats(seller: Seller, rows: Sequence[Chat], *, now: datetime) -> dict[int, market_types.Chat | Problem]:
    contexts = list(dict.fromkeys(context for row in rows if (context := context_of(row))))
    found: dict[int, market_types.Chat | Problem] = {}
    token: str | None = None
    with upstream.thread_budget(Lane.OPEN_CHAT, now=now):
        for _ in range(MOST_PAGES):
            page = page_about(seller, contexts, token, seconds=None, lane=Lane.OPEN_CHAT, now=now)
            found |= {one.chat_id: one for one in page.chats}
            token = page.next_page_token
            if token is None or found.keys() >= {row.chat_id for row in rows}:
                break
    return found


def context_of(chat: Chat) -> ContextFilter | None:
    numbers = {ContextType.ORDER: chat.order_id, ContextType.RETURN: chat.return_id}
    number = numbers.get(chat.context_type)
    return ContextFilter(type=chat.context_type, id=number) if number else None


def note(
    chat: Chat, found: market_types.Chat | Problem, operation: str, *, lease: datetime | None, now: datetime
) -> Chat:
    """Merge what Market said of a chat, or why it said nothing, and set when to ask next. `lease` is None when a person
    asked. Gives the chat as it stands then, with the seller of `chat`."""
    with database.without_fsync():
        if isinstance(found, Problem):
            seen, next_at = merge.record_chat_problem(chat, found), jobs.next_try(found, now=now)
        else:
            seen = merge.record_chat(chat.seller, found, seen_at=now, source=Chat.Source.REFRESH)
            next_at = now + gap_after(chat.seller, operation, now=now)
        # The sighting is kept even when the lease is lost: merging it twice, or late, changes nothing.
        jobs.finish(seen, next_at, lease=lease, problem=seen.problem)
    seen.seller = chat.seller
    return seen
