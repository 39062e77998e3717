"""Who else is at a chat, in words. Persons are named as colleagues name each other: "Olga L."."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.presenters.holder import full_name, initials, short_name
from chats.services.people import Person
from chats.services.presence import Others

FEW: Final = 3  # from so many on, only the first is named


@dataclass(frozen=True, kw_only=True)
class PresenceView:
    """For a chat's page; sentences, empty where nobody reads or writes, and all the names in full."""

    reading: str
    readers: str
    writing: str
    writers: str


@dataclass(frozen=True, kw_only=True)
class RowWriting:
    """For a row of a list: `short` has room there, `text` is what it means."""

    short: str
    text: str
    names: str


def presence_view(others: Others) -> PresenceView:
    return PresenceView(
        reading=reading_text(others.readers),
        readers=all_names(others.readers),
        writing=writing_text(others.writers),
        writers=all_names(others.writers),
    )


def row_writing(writers: Sequence[Person]) -> RowWriting | None:
    if not writers:
        return None
    more = {"name": initials(writers[0]), "count": len(writers) - 1}
    short = _("%(name)s +%(count)s are writing") if more["count"] else _("%(name)s is writing")
    return RowWriting(short=short % more, text=writing_text(writers), names=all_names(writers))


def reading_text(readers: Sequence[Person]) -> str:
    named = who(readers)
    if len(readers) < FEW:
        return ["", _("%(name)s is reading"), _("%(name)s and %(other)s are reading")][len(readers)] % named
    return (
        ngettext(
            "%(name)s and %(count)s other are reading", "%(name)s and %(count)s others are reading", len(readers) - 1
        )
        % named
    )


def writing_text(writers: Sequence[Person]) -> str:
    named = who(writers)
    if len(writers) < FEW:
        texts = ["", _("%(name)s is writing a reply"), _("%(name)s and %(other)s are writing a reply")]
        return texts[len(writers)] % named
    return (
        ngettext(
            "%(name)s and %(count)s other are writing a reply",
            "%(name)s and %(count)s others are writing a reply",
            len(writers) - 1,
        )
        % named
    )


def who(people: Sequence[Person]) -> dict[str, object]:
    """What the sentences name: the first, the second, and how many there are besides the first."""
    name, other = [*map(short_name, people[:2]), "", ""][:2]
    return {"name": name, "other": other, "count": len(people) - 1}


def all_names(people: Sequence[Person]) -> str:
    return ", ".join(map(full_name, people))
