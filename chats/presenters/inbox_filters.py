"""What the list of the inbox can be narrowed down to: the form of filters, and those in force."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.models import Seller
from chats.presenters.formats.text import clean
from chats.presenters.words import inbox as words
from chats.services import inbox
from chats.services.inbox import Asked
from chats.services.tags import OfferedTag


@dataclass(frozen=True, kw_only=True)
class Chip:
    """A filter in force, with the address of the list without it."""

    word: str
    href: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Choice:
    value: str
    word: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the form of filters offers, for the view that the list shows."""

    view: str
    sellers: tuple[Choice, ...]
    stores: tuple[Choice, ...]
    contexts: tuple[Choice, ...]
    tags: tuple[Choice, ...]
    mine: bool
    unread: bool


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What of all chats the list can show: `sellers` by primary key, `stores` as (campaign ID, name) pairs,
    `tags` those of these sellers."""

    sellers: Mapping[int, Seller]
    stores: Sequence[tuple[int, str]] = ()
    tags: Sequence[OfferedTag] = ()

    def seller_name(self, business_id: int | None) -> str:
        found = (clean(one.name, 60) for one in self.sellers.values() if one.business_id == business_id)
        return next(found, str(business_id))

    def store_name(self, campaign_id: int | None) -> str:
        return next((name for number, name in self.stores if number == campaign_id and name), str(campaign_id))

    def tag_name(self, key: int | None) -> str:
        return next((clean(tag.name, 40) for tag in self.tags if tag.pk == key), str(key))


def choices_of(asked: Asked, scope: Scope) -> Choices:
    return Choices(
        view=asked.view,
        sellers=seller_choices(asked, scope),
        stores=tuple(Choice(value=str(n), word=name or str(n), chosen=n == asked.store) for n, name in scope.stores),
        contexts=tuple(Choice(value=c, word=str(words.CONTEXTS[c]), chosen=c == asked.context) for c in inbox.CONTEXTS),
        tags=tuple(Choice(value=str(t.pk), word=clean(t.name, 40), chosen=t.pk == asked.tag) for t in scope.tags),
        mine=asked.mine,
        unread=asked.unread,
    )


def seller_choices(asked: Asked, scope: Scope) -> tuple[Choice, ...]:
    sellers = sorted(scope.sellers.values(), key=lambda one: one.name.casefold())
    return tuple(
        Choice(value=str(one.business_id), word=clean(one.name, 60), chosen=one.business_id == asked.seller)
        for one in sellers
    )


def chips_of(asked: Asked, scope: Scope) -> Iterator[Chip]:
    known = {
        "seller": scope.seller_name(asked.seller) if asked.seller else "",
        "store": scope.store_name(asked.store) if asked.store else "",
        "context": str(words.CONTEXTS[asked.context]) if asked.context else "",
        "tag": scope.tag_name(asked.tag) if asked.tag else "",
        "mine": _("Mine only") if asked.mine else "",
        "unread": _("Unread only") if asked.unread else "",
    }
    for name, word in known.items():
        if word:
            label = _("Remove the filter “%(word)s”") % {"word": word}
            yield Chip(word=word, href=address_of(asked.without(name)), label=label)


def address_of(asked: Asked, *, after: str = "", section: str = "") -> str:
    query = asked.query()
    if after:
        query += f"{'&' if query else ''}after={after}" + (f"&section={section}" if section else "")
    return home() + (f"?{query}" if query else "")


@cache
def home() -> str:
    return reverse("start")


def scope_text(asked: Asked, scope: Scope) -> str:
    count = len(scope.sellers)
    if asked.seller or count == 1:
        return scope.seller_name(asked.seller or next(iter(scope.sellers.values())).business_id)
    return ngettext("all %(count)s seller", "all %(count)s sellers", count) % {"count": count}
