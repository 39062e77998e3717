"""The tags themselves: leads make them for the sellers that they lead."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from chats import database
from chats.models import Chat, ChatTag, Seller, Tag
from chats.services import people
from chats.services.people import Action

MOST_TAGS: Final = 20  # of one seller: more would be read, not recognised
AT_ONCE: Final = 500  # rows that one statement changes


class TagTaken(Exception):
    """One of the sellers has a tag of this name already."""


class TagFull(Exception):
    """One of the sellers, which this names, has as many tags as one may have."""


def managed_tags(person: User) -> Sequence[Tag]:
    """The tags of the sellers that this person leads, by name, each with those of its sellers, with how many of their
    chats have it (`chats`), and whether others lead one of its sellers (`is_shared`). Two queries."""
    led = led_by(person)
    tags = Tag.objects.filter(pk__in=Tag.objects.filter(sellers__in=led).values("pk"))
    own = Prefetch("sellers", Seller.objects.filter(pk__in=led))
    tags = tags.annotate(
        chats=Count("given", filter=Q(given__chat__seller__in=led)),
        is_shared=Exists(led_by_others(person).filter(tag=OuterRef("pk"))),
    )
    return sorted(tags.prefetch_related(own), key=lambda tag: (tag.name.casefold(), tag.pk))


def tag_for(person: User, tag_id: int) -> Tag | None:
    """None when there is no such tag, or when this person sees none of its sellers."""
    return Tag.objects.filter(pk=tag_id, sellers__in=[*people.sellers_seen_by(person)]).distinct().first()


def may_manage(person: User, tag: Tag) -> bool:
    """Whether this person leads all of the tag's sellers. A change concerns every one of them."""
    return not led_by_others(person).filter(tag=tag).exists()


def led_by(person: User) -> list[int]:
    return [seller.pk for seller in people.sellers_where(person, Action.MANAGE_TAGS)]


def led_by_others(person: User) -> QuerySet[Any]:
    """Which tags have which sellers that this person does not lead. Administrators lead those that are switched off,
    too."""
    of_tags = Tag.sellers.through.objects
    return of_tags.none() if person.is_superuser else of_tags.exclude(seller__in=led_by(person))


def save_tag(tag: Tag, sellers: Collection[Seller]) -> None:
    """Makes the tag, or changes it. Where it is no longer offered, chats lose it. Names that differ by capitals only
    count as the same. A seller that is switched off, which nobody is offered, keeps the tag. Raises TagTaken and
    TagFull."""
    with transaction.atomic():
        before = set(tag.sellers.all()) if tag.pk else set()
        sellers = [*sellers, *(one for one in before if not one.active)]
        # One after another, so that two leads cannot pass the limit together.
        list(database.lock(Seller.objects.filter(pk__in=[one.pk for one in sellers]).order_by("pk").only("pk")))
        for seller in sellers:
            refuse(tag, seller)
        tag.save()
        tag.sellers.set(sellers)
        for seller in before.difference(sellers):
            take_off_all(ChatTag.objects.filter(tag=tag, chat__seller=seller))


def refuse(tag: Tag, seller: Seller) -> None:
    others = list(Tag.objects.filter(sellers=seller).exclude(pk=tag.pk))
    if any(other.name.casefold() == tag.name.casefold() for other in others):
        raise TagTaken(seller.name)
    if len(others) >= MOST_TAGS:
        raise TagFull(seller.name)


def take_off_all(given: QuerySet[ChatTag]) -> None:
    """Takes one tag off these chats, which are locked in the order of their keys."""
    while rows := list(given.order_by("chat")[:AT_ONCE]):
        keys = [one.chat_id for one in rows]
        chats = list(database.lock(Chat.objects.filter(pk__in=keys).order_by("pk").only("tag_keys", "version")))
        gone = str(rows[0].tag_id)
        for chat in chats:
            chat.tag_keys = ",".join(key for key in chat.tag_keys.split(",") if key != gone)
            chat.version += 1
        Chat.objects.bulk_update(chats, ["tag_keys", "version"])
        ChatTag.objects.filter(pk__in=[one.pk for one in rows]).delete()


def delete_tag(tag: Tag) -> None:
    """Chats lose it with its row: a key without a tag stands for nothing, and no database gives it out again."""
    tag.delete()
