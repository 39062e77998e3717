"""Chats by what they are about: all those about an order or a return, from Market and from the desk's own table."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db.models import Q

from chats import database
from chats.market import types as market_types
from chats.market.errors import MarketError
from chats.market.limits import GET_CHATS
from chats.market.types import ChatsPage, ChatStatus, ChatType, ContextFilter, ContextType
from chats.models import Chat, SameSubject, Seller
from chats.problems import SLOW, UNREADABLE, NotNow, Problem, problem_of
from chats.services import jobs, upstream
from chats.services.sightings import merge, open_chats
from chats.services.upstream import Lane

logger = logging.getLogger(__name__)

MOST_PAGES = 20  # of chats about one number; Market puts twenty on each
SHORTEST_GAP = timedelta(minutes=1)  # between two questions about one chat, however many tabs have it open


def likeliest_first(chats: Iterable[Chat]) -> tuple[Chat, ...]:
    """A dispute first, because somebody decides there; what is finished last; else who wrote last."""
    newest = sorted(chats, key=lambda chat: chat.updated_at, reverse=True)
    return tuple(sorted(newest, key=lambda chat: (chat.status == ChatStatus.FINISHED, chat.type != ChatType.ARBITRAGE)))


def chats_about(
    seller: Seller, contexts: Sequence[ContextFilter], *, seconds: float, lane: Lane = Lane.AGENT, now: datetime
) -> Iterator[market_types.Chat]:
    """The chats about these orders and returns, of all of Market's pages. `seconds` is what is left of the time a page
    may take: two calls at full length would outlast the browser's patience. Raises MarketError, and NotNow: SLOW when
    there are more pages than can be read in it, and, after the last, UNREADABLE when some could not be decoded.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChats
    """
    ends, numbers = monotonic() + seconds, {one.id for one in contexts}
    token: str | None = None
    seen, tokens, left_out = set[int](), set[str](), 0
    while True:
        page = page_about(seller, contexts, token, seconds=ends - monotonic(), lane=lane, now=now)
        for chat in page.chats:
            # A chat about another number would be shown as a hit, should Market ever ignore the filter.
            if numbers & {chat.context.order_id, chat.context.return_id} and chat.chat_id not in seen:
                seen.add(chat.chat_id)
                yield chat
        token, left_out = page.next_page_token, left_out + page.left_out
        # A repeated token would loop for ever.
        if token is None or token in tokens:
            break
        tokens.add(token)
        if monotonic() > ends or len(tokens) >= MOST_PAGES:
            raise NotNow(SLOW)
    if left_out:
        raise NotNow(UNREADABLE)


def page_about(  # noqa: PLR0913  (keywords but for what Market is asked)
    seller: Seller,
    contexts: Sequence[ContextFilter],
    token: str | None,
    *,
    seconds: float | None,
    lane: Lane,
    now: datetime,
) -> ChatsPage:
    """One page of the list of chats about these; `seconds` is for the call, None for as long as any call may take."""
    return upstream.ask(
        seller,
        GET_CHATS,
        lane,
        lambda client, key: client.get_chats(
            key, business_id=seller.business_id, contexts=contexts, page_token=token, deadline=seconds
        ),
        now=now,
    ).result


def same_subject(chat: Chat) -> tuple[Chat, ...]:
    """The other chats of the seller about the order or the return of this one, as far as the desk knows them; a dispute
    comes first. Costs no call. `chat` has its seller, and so have they."""
    about = Q(pk__in=[])
    for context in contexts_of(chat):
        about |= Q(order_id=context.id) if context.type == ContextType.ORDER else Q(return_id=context.id)
    if not about.children:
        return ()
    found = Chat.objects.filter(about, seller=chat.seller).exclude(pk=chat.pk)
    for one in found:
        one.seller = chat.seller
    return likeliest_first(found)


def contexts_of(chat: Chat) -> list[ContextFilter]:
    if chat.context_type == ContextType.DIRECT:
        return []
    ids = ((ContextType.ORDER, chat.order_id), (ContextType.RETURN, chat.return_id))
    return [ContextFilter(type=kind, id=number) for kind, number in ids if number]


def same_subject_is_due(chat: Chat, *, now: datetime) -> bool:
    """Whether Market may be asked again which other chats there are about the order or return of this one."""
    row = SameSubject.objects.filter(chat=chat).first()
    return bool(contexts_of(chat)) and (row is None or jobs.is_due(row, now=now))


def refresh_same_subject(chat: Chat, *, now: datetime) -> Problem | None:
    """Ask Market, when due, which other chats there are about the order or return of this one, and keep them.

    One call of getChats (one more for each further page), at most once a minute for each chat, and less often when
    calls run low. Returns why the last question got no answer, None when it did. Raises nothing of Market's.
    """
    contexts = contexts_of(chat)
    if not contexts:
        return None
    try:
        row = SameSubject.objects.get_or_create(chat=chat, defaults={"due_at": now})[0]
        if jobs.is_due(row, now=now):
            for claimed in jobs.claim(jobs.due(SameSubject.objects.filter(pk=row.pk), now=now), 1, now=now):
                row = ask(claimed, chat.seller, contexts, now=now)
        return row.problem
    except database.AWAY as error:
        logger.warning("chat=%s others about its subject not asked for: %s", chat.pk, error)
        return None


def ask(row: SameSubject, seller: Seller, contexts: Sequence[ContextFilter], *, now: datetime) -> SameSubject:
    problem = None
    try:
        with upstream.thread_budget(Lane.OPEN_CHAT, now=now):
            seconds = settings.MARKET_DEADLINE
            for seen in chats_about(seller, contexts, seconds=seconds, lane=Lane.OPEN_CHAT, now=now):
                merge.record_chat(seller, seen, seen_at=now, source=Chat.Source.LIST)
    except (MarketError, NotNow) as error:
        problem = problem_of(error, at=now)
    calls = max(open_chats.open_chats(seller, now=now).count(), 1)
    gap = upstream.next_gap(seller, GET_CHATS, Lane.OPEN_CHAT, shortest=SHORTEST_GAP, calls=calls, now=now)
    next_at = jobs.next_try(problem, now=now) if problem else now + gap
    with database.without_fsync():
        jobs.finish(row, next_at, lease=row.leased_until, problem=problem)
    return row
