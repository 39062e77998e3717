"""Tags of the team's own, in a row, in a chat's head, and on the pages of leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chats.models import Chat, Tag
from chats.presenters.formats.text import clean
from chats.presenters.inbox_filters import address_of
from chats.services import tags
from chats.services.inbox import Asked
from chats.services.tags import OfferedTag

NOT_OFFERED: Final = gettext_lazy("This tag is no longer there. Choose another.")


class TagFace(NamedTuple):
    """A tag as it is shown."""

    pk: int
    name: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class TagChoice:
    """A tag in the menu of a chat; `given`: the chat has it."""

    face: TagFace
    given: bool


@dataclass(frozen=True, kw_only=True)
class TagsView:
    """The tags of a chat, those that it can have, and why the last press did nothing. `digest` changes with what is
    shown."""

    given: tuple[TagFace, ...]
    choices: tuple[TagChoice, ...]
    error: str = ""

    @property
    def digest(self) -> str:
        given = ",".join(f"{one.pk}{one.name}{one.colour}" for one in self.given)
        return given or "none"

    @property
    def names(self) -> str:
        return ", ".join(one.name for one in self.given)


@dataclass(frozen=True, kw_only=True)
class TagRow:
    """A tag on the page of leads. `changes`: whether this person may change it; `chats` says how many have it, and
    `href` leads to them."""

    face: TagFace
    sellers: str
    chats: str
    href: str
    changes: bool


def face_of(tag: OfferedTag | Tag) -> TagFace:
    return TagFace(tag.pk, clean(tag.name, 40), tag.colour)


def faces_of(tag_keys: str, seller_id: int, offered: Sequence[OfferedTag]) -> tuple[TagFace, ...]:
    """The tags of a chat, in the order of giving. A key that no tag of this seller has stands for nothing."""
    if not tag_keys:
        return ()
    known = {tag.pk: face_of(tag) for tag in offered if seller_id in tag.sellers}
    return tuple(known[key] for key in tags.keys_of(tag_keys) if key in known)


def tags_view(chat: Chat, offered: Sequence[OfferedTag], *, error: str = "") -> TagsView:
    given = faces_of(chat.tag_keys, chat.seller_id, offered)
    own = [face_of(tag) for tag in offered if chat.seller_id in tag.sellers]
    return TagsView(given=given, choices=tuple(TagChoice(face=one, given=one in given) for one in own), error=error)


def tag_row(tag: Tag, *, chats: int, changes: bool) -> TagRow:
    return TagRow(
        face=face_of(tag),
        sellers=", ".join(clean(seller.name, 60) for seller in tag.sellers.all()),
        chats=ngettext("on %(count)d chat", "on %(count)d chats", chats) % {"count": chats},
        href=address_of(Asked(view="all", tag=tag.pk)),
        changes=changes,
    )


def too_many_words() -> str:
    return _("A chat has %(most)d tags at most. Take one off first.") % {"most": tags.MOST_ON_A_CHAT}


def taken_words(seller: str) -> str:
    return _("%(seller)s has a tag of this name already.") % {"seller": clean(seller, 60)}


def full_words(seller: str) -> str:
    words = _("%(seller)s has %(most)d tags, which is all that there can be. Delete or change one of them.")
    return words % {"seller": clean(seller, 60), "most": tags.MOST_TAGS}
