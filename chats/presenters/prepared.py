"""Prepared answers: labels of placeholders, rows of lists, options in the composer, and why a text is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from urllib.parse import urlencode

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from chats.models import PreparedAnswer, Seller
from chats.presenters.answer_options import LABELS, Wording, used_text, wordings_beside
from chats.presenters.formats.text import clean
from chats.presenters.formats.times import Moment, moment
from chats.presenters.words import prepared as words
from chats.services.prepared import (
    LANGUAGES,
    PLACEHOLDER_NAMES,
    BadAnswerText,
    FilledText,
    Wanted,
    fill,
)

SAMPLES: Final[Mapping[str, Any]] = {
    "buyer": gettext_lazy("Ivan P."),
    "order": "54810000102",
    "return": "6620106",
    "store": gettext_lazy("Sample store"),
    "seller": gettext_lazy("Sample seller"),
    "agent": gettext_lazy("Anna Smirnova"),
}
WRITTEN_IN: Final[Mapping[str, int]] = {
    "en": 0,
    "ru": 1,
    "zh-hans": 2,
}  # indexes in PLACEHOLDER_NAMES
TOO_MANY_SHARED: Final = gettext_lazy("There are as many shared answers as the desk can hold. Delete one first.")
CHANGED_MEANWHILE: Final = gettext_lazy(
    "Somebody has saved this answer since you opened it. Your text is still here, theirs is below. Saving again "
    "replaces it."
)
GONE: Final = gettext_lazy(
    "This answer is no longer there. Your text is still here: saving makes it a new answer of yours."
)
TOO_MANY: Final = gettext_lazy("You have 200 answers of your own, which is the limit. Delete one first.")


@dataclass(frozen=True, kw_only=True)
class PlaceholderView:
    written: str
    label: str
    copy: str


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """`seller` is empty when the answer is for all sellers, `used` says in how many replies it was sent; `used_at` is
    when last. `languages` are those that it has a text of its own in."""

    answer_id: str
    title: str
    folder: str
    beginning: str
    shared: bool
    seller: str
    languages: tuple[str, ...]
    used: str
    used_at: Moment | None


@dataclass(frozen=True, kw_only=True)
class FolderLink:
    """`word` is empty for the answers that are in none."""

    word: str
    count: int
    query: str
    chosen: bool


def placeholders() -> list[PlaceholderView]:
    """All placeholders, as they are written in the active language."""
    return [
        PlaceholderView(
            written=as_written(name), label=str(label), copy=_("Copy %(what)s") % {"what": as_written(name)}
        )
        for name, label in LABELS.items()
    ]


def as_written(name: str) -> str:
    return f"{{{PLACEHOLDER_NAMES[name][WRITTEN_IN.get(get_language() or 'en', 0)]}}}"


class ListedAnswer(Protocol):
    """A PreparedAnswer as the service lists it: with its seller, and with `beginning` instead of the whole text."""

    @property
    def pk(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def beginning(self) -> str: ...
    @property
    def owner_id(self) -> int | None: ...
    @property
    def seller(self) -> Seller | None: ...
    @property
    def folder(self) -> str: ...
    @property
    def used(self) -> int: ...
    @property
    def used_at(self) -> datetime | None: ...


def answer_row(answer: ListedAnswer, *, now: datetime) -> AnswerRow:
    return AnswerRow(
        answer_id=str(answer.pk),
        title=clean(answer.title, 100),
        folder=clean(answer.folder, 60),
        beginning=clean(answer.beginning, 120),
        shared=answer.owner_id is None,
        seller=clean(answer.seller.name, 100) if answer.seller else "",
        languages=tuple(str(words.SHORT[name]) for name in LANGUAGES if getattr(answer, f"text_{name}")),
        used=used_text(answer.used),
        used_at=moment(answer.used_at, now=now) if answer.used_at else None,
    )


def folder_links(folders: Mapping[str, int], wanted: Wanted) -> list[FolderLink]:
    """None where there is nothing to choose from."""
    if not any(folders):
        return []
    kept = {name: value for name, value in (("q", wanted.like), ("unused", "1" if wanted.unused else "")) if value}
    every = FolderLink(word=_("All"), count=sum(folders.values()), query=urlencode(kept), chosen=wanted.folder is None)
    return [every] + [
        FolderLink(
            word=clean(name, 60) or _("In no folder"),
            count=count,
            query=urlencode({**kept, "folder": name}),
            chosen=name == wanted.folder,
        )
        for name, count in folders.items()
    ]


@dataclass(frozen=True, kw_only=True)
class SharedAnswer:
    """`seller` is empty when the answer is for all sellers."""

    answer_id: str
    title: str
    text: str
    others: tuple[Wording, ...]
    seller: str


def shared_answer(answer: PreparedAnswer) -> SharedAnswer:
    """The answer's seller must be loaded."""
    return SharedAnswer(
        answer_id=str(answer.pk),
        title=clean(answer.title, 100),
        text=answer.text,
        others=wordings_beside(answer),
        seller=clean(answer.seller.name, 100) if answer.seller else "",
    )


def sample(text: str, agent_name: str | None = None) -> FilledText:
    """A preview with made-up values. A given `agent_name` is used as it is; an empty one counts as missing."""
    values = {name: str(value) for name, value in SAMPLES.items()}
    return fill(text, values if agent_name is None else {**values, "agent": agent_name})


def refusal(bad: BadAnswerText) -> str:
    """Why a text cannot be saved, and what would work instead."""
    known = " ".join(as_written(name) for name in PLACEHOLDER_NAMES)
    if bad.kind == "unknown":
        wrong = ", ".join(f"{{{clean(name, 40)}}}" for name in bad.names[:5])
        return _("There is no placeholder %(wrong)s. There are: %(known)s") % {"wrong": wrong, "known": known}
    if bad.kind == "brace":
        return _("Braces are for placeholders only, in pairs. There are: %(known)s") % {"known": known}
    return _("[[name?]] marks a missing value, so such a text could never be sent. Write the name in braces instead.")
