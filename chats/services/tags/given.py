"""Giving a chat a tag, and taking it off."""

from collections.abc import Sequence
from typing import Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F

from chats import database
from chats.models import Chat, ChatTag, Tag

MOST_ON_A_CHAT: Final = 5


class NotOffered(Exception):
    """There is no such tag for this seller."""


class TooManyOnChat(Exception):
    """The chat has as many tags as one may have."""


def keys_of(tag_keys: str) -> Sequence[int]:
    """What `Chat.tag_keys` says: the primary keys of the chat's tags."""
    return [int(key) for key in tag_keys.split(",") if key]


def give(agent: User, chat: Chat, tag_id: int) -> bool:
    """Gives the chat a tag of its seller's. Returns whether that is news. Waits for the disk, since only the desk knows
    of it. Raises NotOffered and TooManyOnChat."""
    try:
        return given_now(agent, chat, tag_id)
    except IntegrityError:  # the tag has been deleted meanwhile
        raise NotOffered from None


def given_now(agent: User, chat: Chat, tag_id: int) -> bool:
    with transaction.atomic():
        locked(chat)
        if not Tag.objects.filter(pk=tag_id, sellers=chat.seller_id).exists():
            raise NotOffered
        given = present(chat)
        if tag_id in given:
            return False
        if len(given) >= MOST_ON_A_CHAT:
            raise TooManyOnChat
        ChatTag.objects.create(chat=chat, tag_id=tag_id, given_by=agent)
        note(chat, [*given, tag_id])
    return True


def take_off(chat: Chat, tag_id: int) -> bool:
    """Returns whether that is news."""
    with transaction.atomic():
        locked(chat)
        given = present(chat)
        if tag_id not in given:
            return False
        ChatTag.objects.filter(chat=chat, tag=tag_id).delete()
        note(chat, [key for key in given if key != tag_id])
    return True


def locked(chat: Chat) -> None:
    """Two at once: the column is worked out from the rows, so the second waits for the first."""
    database.lock(Chat.objects.filter(pk=chat.pk).only("pk")).get()


def present(chat: Chat) -> list[int]:
    return list(ChatTag.objects.filter(chat=chat).order_by("pk").values_list("tag", flat=True))


def note(chat: Chat, keys: Sequence[int]) -> None:
    Chat.objects.filter(pk=chat.pk).update(tag_keys=",".join(map(str, keys)), version=F("version") + 1)
