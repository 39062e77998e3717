"""Saved views: links beside the list, and rows of the page on which they are kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from chats.models import SavedView
from chats.presenters.formats.text import clean
from chats.presenters.inbox_filters import Scope, address_of, chips_of
from chats.presenters.words import inbox as words
from chats.services.inbox import Asked, asked_by

NAME_TAKEN: Final = _("You have a view of this name already. Choose another.")
TOO_MANY: Final = _("You have 20 saved views, which is the limit. Delete one first.")


@dataclass(frozen=True, kw_only=True)
class SavedLink:
    """`own` is false for one that somebody else shares."""

    name: str
    href: str
    current: bool
    own: bool


@dataclass(frozen=True, kw_only=True)
class SavedLinks:
    """`name` is that of the view that the list shows; empty where it is none of them."""

    name: str
    links: tuple[SavedLink, ...]


def saved_links(views: Sequence[SavedView], asked: Asked, agent: User) -> SavedLinks:
    links = tuple(
        SavedLink(
            name=clean(view.name, 60),
            href=address_of(asked_by(view)),
            current=asked_by(view) == asked,
            own=view.agent_id == agent.pk,
        )
        for view in views
    )
    return SavedLinks(name=next((link.name for link in links if link.current), ""), links=links)


@dataclass(frozen=True, kw_only=True)
class SavedRow:
    """`shows` says in words what the view asks for."""

    view_id: str
    name: str
    href: str
    shows: str
    shared: bool
    first: bool
    last: bool


def saved_rows(views: Sequence[SavedView], scope: Scope) -> Iterator[SavedRow]:
    for place, view in enumerate(views):
        yield SavedRow(
            view_id=str(view.pk),
            name=clean(view.name, 60),
            href=address_of(asked_by(view)),
            shows=in_words(asked_by(view), scope),
            shared=view.shared,
            first=place == 0,
            last=place == len(views) - 1,
        )


def in_words(asked: Asked, scope: Scope) -> str:
    """The view and its filters, as the list names them."""
    return " · ".join([str(words.VIEWS[asked.view].title), *(chip.word for chip in chips_of(asked, scope))])
