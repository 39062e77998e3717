"""Views that agents have saved under names of their own, and those that leads share."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q

from chats import database
from chats.models import SavedView
from chats.services import people
from chats.services.inbox.asked import Asked
from chats.services.people import Action
from chats.statements import Parameter, Statement

MOST_SAVED: Final = 20
MOST_SHARED: Final = 20  # of others, that one agent's menu lists


class NameTaken(Exception):
    """The agent has a view of this name already."""


class TooManyViews(Exception):
    """The agent has as many views as one may save."""


def asked_by(view: SavedView) -> Asked:
    """What the saved address asks for."""
    return Asked.sent(dict(parse_qsl(view.query)))


def saved_views(agent: User) -> Sequence[SavedView]:
    """The agent's own views in their order, then those that leads of one of their sellers share. One query."""
    views = views_shown(tuple(people.sellers_seen_by(agent))).run(agent=agent.pk)
    return sorted(views, key=lambda view: view.agent_id != agent.pk)


@lru_cache(100)
def views_shown(sellers: tuple[int, ...]) -> Statement[SavedView]:
    shared = Q(shared=True, agent__in=people.those_who_share(sellers))
    found = SavedView.objects.filter(Q(agent=Parameter("agent")) | shared).order_by("position", "pk")
    return Statement(found[: MOST_SAVED + MOST_SHARED])


def own_views(agent: User) -> Sequence[SavedView]:
    return list(SavedView.objects.filter(agent=agent))


def own_view(agent: User, view_id: int) -> SavedView | None:
    """None when there is no such view, or when it is another person's: callers cannot tell the two apart."""
    return SavedView.objects.filter(agent=agent, pk=view_id).first()


def save_view(agent: User, asked: Asked, name: str) -> SavedView:
    """Adds a view below the others. Raises TooManyViews and NameTaken."""
    own = own_views(agent)
    if len(own) >= MOST_SAVED:
        raise TooManyViews
    place = max((view.position for view in own), default=0) + 1
    view = SavedView(agent=agent, query=asked.query(), position=place)
    rename_view(view, name)
    return view


def rename_view(view: SavedView, name: str) -> None:
    """Raises NameTaken. Names that differ by capitals only count as the same."""
    if any(other.pk != view.pk and same(other.name, name) for other in own_views(view.agent)):
        raise NameTaken
    view.name = name
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:  # another tab was faster
        raise NameTaken from None


def same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def move_view(view: SavedView, *, by: int) -> None:
    """Moves a view up (-1) or down (1) among its owner's. At the end of the list it stays."""
    with transaction.atomic():
        views = list(database.lock(SavedView.objects.filter(agent=view.agent)))
        place = next((at for at, one in enumerate(views) if one.pk == view.pk), None)
        if place is None or not 0 <= place + by < len(views):
            return
        views[place], views[place + by] = views[place + by], views[place]
        for position, one in enumerate(views, start=1):
            one.position = position
        SavedView.objects.bulk_update(views, ["position"])


def share_view(view: SavedView) -> bool:
    """Shows the view to others, or no longer. False when its owner may not share."""
    if not view.shared and not people.may(view.agent, Action.SHARE_VIEWS):
        return False
    view.shared = not view.shared
    view.save(update_fields=["shared"])
    return True


def delete_view(view: SavedView) -> None:
    view.delete()
