"""The tags that a person may see: those of the sellers that they see."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from django.contrib.auth.models import User

from chats.models import Tag
from chats.services import people
from chats.statements import Statement


class OfferedTag(NamedTuple):
    """A tag, as far as pages of chats need it; of its `sellers` (primary keys) those that the person sees."""

    pk: int
    name: str
    colour: str
    sellers: frozenset[int]


def tags_seen_by(agent: User) -> Sequence[OfferedTag]:
    """By name. One query a request: cached on the user object, as the sellers are."""
    if not hasattr(agent, "_tags_seen"):
        agent._tags_seen = fetch(agent)  # type: ignore[attr-defined]
    seen: Sequence[OfferedTag] = agent._tags_seen  # type: ignore[attr-defined]
    return seen


def fetch(agent: User) -> Sequence[OfferedTag]:
    sellers = dict[tuple[int, str, str], set[int]]()
    for pk, name, colour, seller in tags_of(tuple(people.sellers_seen_by(agent))).run():
        sellers.setdefault((pk, name, colour), set()).add(seller)
    found = [OfferedTag(*tag, frozenset(of)) for tag, of in sellers.items()]
    return sorted(found, key=lambda tag: (tag.name.casefold(), tag.pk))


@lru_cache(100)
def tags_of(sellers: tuple[int, ...]) -> Statement[tuple[int, str, str, int]]:
    """One row for each tag and seller."""
    return Statement(Tag.objects.filter(sellers__in=sellers).order_by().values_list("pk", "name", "colour", "sellers"))
