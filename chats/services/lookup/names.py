"""Chats by the beginning of a buyer's name: only those that the desk knows, as Market cannot be asked by name."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User

from chats import database
from chats.models import Chat, Seller
from chats.services import people, sightings

MOST = 8
SHORTEST = 2  # characters: one alone is the beginning of far too many names
MOST_COMPARED = 500  # rows of the index, so that a common name costs no more than a rare one


@dataclass(frozen=True, kw_only=True)
class ChatsOfBuyers:
    """`chats` have their seller loaded; who wrote last comes first. `more` says that these are not all."""

    name: str
    chats: Sequence[Chat]
    more: bool


def chats_of_buyers(agent: User, name: str, *, seller: Seller | None) -> ChatsOfBuyers:
    """At most eight chats whose buyer's name begins with `name`, whatever its case, at the sellers that the agent may
    see, or at the one given as `seller`. None for a name of fewer than two characters."""
    key = sightings.buyer_key(name)
    if len(key) < SHORTEST:
        return ChatsOfBuyers(name=name, chats=(), more=False)
    mine = people.chats_for(agent)
    named = (mine if seller is None else mine.filter(seller=seller)).filter(database.starts_with("buyer_key", key))
    # In no order: the index gives the first ones, and the newest of these are chosen here.
    compared = list(named.values_list("updated_at", "pk")[:MOST_COMPARED])
    newest = [pk for _, pk in sorted(compared, reverse=True)[:MOST]]
    chats = people.with_sellers(agent, mine.filter(pk__in=newest).order_by("-updated_at", "-pk"))
    return ChatsOfBuyers(name=name, chats=chats, more=len(compared) > MOST)
