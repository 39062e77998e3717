"""Prepared answers: labels of placeholders, rows of lists, options in the composer, and why a text is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from chats.models import PreparedAnswer, Seller
from chats.presenters.formats.text import clean
from chats.presenters.formats.times import Moment, moment
from chats.services.prepared import PLACEHOLDER_NAMES, BadAnswerText, FilledText, fill

LABELS: Final[Mapping[str, Any]] = {
    "buyer": gettext_lazy("buyer’s name"),
    "order": gettext_lazy("order number"),
    "return": gettext_lazy("return number"),
    "store": gettext_lazy("store’s name"),
    "seller": gettext_lazy("seller’s name"),
    "agent": gettext_lazy("your name, or of whoever answers"),
}
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
MOST_OPTIONS: Final = 8  # that the composer offers at a time
TOO_MANY_SHARED: Final = gettext_lazy("There are as many shared answers as the desk can hold. Delete one first.")
TOO_MANY: Final = gettext_lazy("You have 200 answers of your own, which is the limit. Delete one first.")


@dataclass(frozen=True, kw_only=True)
class PlaceholderView:
    written: str
    label: str
    copy: str


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """`seller` is empty when the answer is for all sellers."""

    answer_id: str
    title: str
    beginning: str
    shared: bool
    seller: str
    changed: Moment


@dataclass(frozen=True, kw_only=True)
class Option:
    """An answer as the composer offers it. `text` is what is inserted; `missing` names the values that are missing."""

    answer_id: str
    title: str
    line: str
    text: str
    missing: str


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
    def updated_at(self) -> datetime: ...


def answer_row(answer: ListedAnswer, *, now: datetime) -> AnswerRow:
    return AnswerRow(
        answer_id=str(answer.pk),
        title=clean(answer.title, 100),
        beginning=clean(answer.beginning, 120),
        shared=answer.owner_id is None,
        seller=clean(answer.seller.name, 100) if answer.seller else "",
        changed=moment(answer.updated_at, now=now),
    )


@dataclass(frozen=True, kw_only=True)
class SharedAnswer:
    """`seller` is empty when the answer is for all sellers."""

    answer_id: str
    title: str
    text: str
    seller: str


def shared_answer(answer: PreparedAnswer) -> SharedAnswer:
    """The answer's seller must be loaded."""
    return SharedAnswer(
        answer_id=str(answer.pk),
        title=clean(answer.title, 100),
        text=answer.text,
        seller=clean(answer.seller.name, 100) if answer.seller else "",
    )


def options(answers: Iterable[PreparedAnswer], texts: Iterable[FilledText]) -> list[Option]:
    """The first few, those that lack a value in this chat last. `texts` are the answers' texts filled in for the chat,
    in the same order."""
    rows = [
        Option(
            answer_id=str(answer.pk),
            title=clean(answer.title, 100),
            line=clean(text.text, 120),
            text=text.text,
            missing=missing(text),
        )
        for answer, text in zip(answers, texts, strict=True)
    ]
    return sorted(rows, key=lambda row: bool(row.missing))[:MOST_OPTIONS]


def missing(text: FilledText) -> str:
    """The labels of the placeholders that could not be filled in; empty when all could."""
    return ", ".join(clean(str(LABELS.get(name, name)), 40) for name in text.missing)


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
