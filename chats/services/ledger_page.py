"""Gathers what the page of the ledger shows: how each seller's hour stands, and the last day. `presenters/ledger.py`
turns it into text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User

from chats.market.limits import GET_BUSINESS_ORDERS, GET_CHAT, GET_CHATS
from chats.models import Seller
from chats.services import people, upstream
from chats.services.people import Action
from chats.services.upstream import CallsOfHour, Lane, Standing

__all__ = ["LANES", "MOST_SELLERS", "CallsOfHour", "LedgerPage", "SellerUse", "Standing", "gathered", "lookups_are_low"]

MOST_SELLERS: Final = 20  # on one page: those with trouble come first, and each of the others can be chosen
LANES: Final = tuple(Lane)
FOR_LOOKUPS: Final = (GET_CHAT, GET_CHATS, GET_BUSINESS_ORDERS)


@dataclass(frozen=True, kw_only=True)
class SellerUse:
    """`operations` are those that were ever called, the scarcest first; `hours` the last day, the present one last."""

    seller: Seller
    operations: Sequence[Standing]
    hours: Sequence[CallsOfHour]


@dataclass(frozen=True, kw_only=True)
class LedgerPage:
    """`shown` are the sellers on the page, those with trouble first; `left_out` is how many more there are. `choices`
    are all that the person may choose from, and `chosen` is the one they did."""

    shown: Sequence[SellerUse]
    left_out: int
    choices: Sequence[Seller]
    chosen: Seller | None
    now: datetime


def gathered(agent: User, business_id: int | None, *, now: datetime) -> LedgerPage:
    """The page for this person, about one of the sellers that they lead or, without a `business_id` of theirs, all."""
    choices = people.sellers_where(agent, Action.SEE_LEDGER)
    chosen = next((seller for seller in choices if seller.business_id == business_id), None)
    sellers = [chosen] if chosen else choices
    by_seller: dict[int, list[Standing]] = {seller.pk: [] for seller in sellers}
    for one in upstream.standings(sellers, now=now):
        by_seller[one.seller_id].append(one)
    shown = sorted(sellers, key=lambda seller: urgency(by_seller[seller.pk]))[:MOST_SELLERS]
    hours = upstream.last_day(shown, now=now)
    uses = [
        SellerUse(seller=seller, operations=sorted(by_seller[seller.pk], key=scarcity), hours=hours[seller.pk])
        for seller in shown
    ]
    return LedgerPage(shown=uses, left_out=len(sellers) - len(shown), choices=choices, chosen=chosen, now=now)


def urgency(operations: Sequence[Standing]) -> tuple[int, float]:
    """Sorts sellers: first where something is used up, then where something is held back, then by what is scarce."""
    trouble = max((2 if one.used_up else 1 if one.held_back else 0 for one in operations), default=0)
    return -trouble, min((one.share_left for one in operations), default=1.0)


def scarcity(one: Standing) -> tuple[bool, float, str]:
    return one.renews_at is None and not one.held_back, one.share_left, one.operation


def lookups_are_low(agent: User, *, now: datetime) -> Sequence[tuple[Seller, Standing]]:
    """The agent's sellers for whom few of this hour's lookups are left, each with its scarcest operation. One query."""
    sellers = people.sellers_seen_by(agent)
    low = upstream.low_standings(sellers.values(), operations=FOR_LOOKUPS, now=now)
    scarcest: dict[int, Standing] = {}
    for one in sorted(low, key=lambda one: -one.share_left):
        scarcest[one.seller_id] = one
    return [(sellers[pk], one) for pk, one in scarcest.items()]
