"""Find the chats that a number means: in the desk's own table first, then at Market, for all sellers in parallel."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from time import monotonic

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q

from chats.clock import Clock
from chats.models import Chat, Seller
from chats.problems import SLOW, Problem
from chats.services import people, sightings
from chats.services.lookup import calls
from chats.services.lookup.identifiers import Identifier, Meaning, OwnNumber, Wanted
from chats.services.lookup.in_parallel import Question, SellerAnswer, ask_sellers, seen_at_market
from chats.services.lookup.orders import look_up_own, with_orders
from chats.services.lookup.paste import Paste
from chats.services.lookup.results import LookupResult, SellerAsked
from chats.services.upstream import Lane

SECONDS_BESIDE_KNOWN = 2.0
SECONDS_TO_BEGIN = 8.0  # of one paste; the browser gives up after twenty, and a number may take some more


def look_up_paste(
    agent: User, paste: Paste, *, seller: Seller | None, ask_market: bool, now: datetime
) -> tuple[LookupResult, ...]:
    """What the likely pieces of a pasted text led to; if to nothing, what the other pieces led to as well. One result
    for each piece, in its order. Arguments as for `look_up`."""
    clock, ends = Clock(now), monotonic() + SECONDS_TO_BEGIN

    def round_of(wanted: Iterable[Wanted]) -> tuple[LookupResult, ...]:
        numbers = [one for one in wanted if isinstance(one, Identifier)]
        own = [one for one in wanted if isinstance(one, OwnNumber)]
        found = list[LookupResult]()
        for one in numbers:
            look = look_up if not found or monotonic() < ends else look_up_too_late
            found.append(look(agent, one, seller=seller, ask_market=ask_market, now=clock.now))
        return (*found, *look_up_own(sellers_asked(agent, None, seller), own, now=clock.now))

    found = round_of(paste.likely)
    if paste.otherwise and not any(one.is_hit for one in found) and monotonic() < ends:
        found += round_of(paste.otherwise)
    return found


def look_up(agent: User, wanted: Identifier, *, seller: Seller | None, ask_market: bool, now: datetime) -> LookupResult:
    """Find the chats that a number means, of all sellers the agent may see or of the one given as `seller`.

    They come from the desk's own table; Market is asked when none is there, when several are and the agent has to
    choose, or when `ask_market` is set. One known chat is opened at once, and its page then looks for others about the
    same order (`sightings.refresh_same_subject`). When there is no chat anywhere, Market is asked for the order itself.
    Three calls for each seller, and one more for each further page of chats. Raises nothing when Market fails: each
    seller's problem is in `asked`.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChat
    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChats
    https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getBusinessOrders
    """
    sellers, ends = sellers_asked(agent, wanted, seller), monotonic() + settings.MARKET_DEADLINE
    known = () if ask_market else known_chats(sellers, wanted)
    if len(known) == 1 or (known and wanted.meaning is Meaning.CHAT):
        return LookupResult(number=wanted.number, chats=sightings.likeliest_first(known), known=True)
    answers = ask_sellers(sellers, chats_beside(known, wanted, now=now), patience=settings.LOOKUP_PATIENCE, now=now)
    chats = {chat.pk: chat for chat in (*known, *(chat for answer in answers for chat in answer.chats))}
    found = LookupResult(
        number=wanted.number,
        chats=sightings.likeliest_first(chats.values()),
        known=False,
        asked=tuple(answer.asked for answer in answers),
    )
    if found.chats or wanted.meaning not in {Meaning.ANY, Meaning.ORDER}:
        return found
    return with_orders(found, ends=ends, now=now)


def look_up_too_late(
    agent: User, wanted: Identifier, *, seller: Seller | None, ask_market: bool, now: datetime
) -> LookupResult:
    """What the desk knows of a number for which there is no time left: with a slow Market, ten numbers one after
    another would take minutes, and the page would show none of them."""
    sellers = sellers_asked(agent, wanted, seller)
    known = known_chats(sellers, wanted)
    if known and not ask_market:
        return LookupResult(number=wanted.number, chats=sightings.likeliest_first(known), known=True)
    slow = Problem(kind=SLOW, at=now)
    asked = tuple(SellerAsked(seller=one, at=now, problem=slow) for one in sellers)
    return LookupResult(number=wanted.number, chats=sightings.likeliest_first(known), known=False, asked=asked)


def chats_beside(known: Sequence[Chat], wanted: Identifier, *, now: datetime) -> Question:
    """The question for each seller. Beside known chats it is only which others there are about the same order or
    return, and the list does not wait for that longer than SECONDS_BESIDE_KNOWN."""

    def question(seller: Seller) -> SellerAnswer:
        if not known:
            return seen_at_market(seller, calls.chats_of_number(seller, wanted, now=now), now=now)
        seconds, contexts = min(SECONDS_BESIDE_KNOWN, settings.MARKET_DEADLINE), calls.contexts_of(wanted)
        seen = sightings.chats_about(seller, contexts, seconds=seconds, lane=Lane.OPEN_CHAT, now=now)
        return seen_at_market(seller, seen, now=now)

    return question


def sellers_asked(agent: User, wanted: Wanted | None, seller: Seller | None) -> list[Seller]:
    sellers = people.sellers_for(agent)
    if isinstance(wanted, Identifier) and wanted.business_id is not None:
        return list(sellers.filter(business_id=wanted.business_id))
    return list(sellers if seller is None else sellers.filter(pk=seller.pk))


def known_chats(sellers: Sequence[Seller], wanted: Identifier) -> tuple[Chat, ...]:
    number = wanted.number
    meant = {
        Meaning.CHAT: Q(chat_id=number),
        Meaning.ORDER: Q(order_id=number),
        Meaning.RETURN: Q(return_id=number),
        Meaning.ANY: Q(chat_id=number) | Q(order_id=number) | Q(return_id=number),
    }[wanted.meaning]
    return tuple(Chat.objects.filter(meant, seller__in=sellers).select_related("seller"))
