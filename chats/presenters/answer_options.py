"""Prepared answers as the composer offers them: for this buyer's language, and what else there is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy, ngettext

from chats.models import PreparedAnswer
from chats.presenters.formats.numbers import amount
from chats.presenters.formats.text import clean
from chats.presenters.words import prepared as words
from chats.services.prepared import LANGUAGES, FilledText, best_language

LABELS: Final[Mapping[str, Any]] = {
    "buyer": gettext_lazy("buyer’s name"),
    "order": gettext_lazy("order number"),
    "return": gettext_lazy("return number"),
    "store": gettext_lazy("store’s name"),
    "seller": gettext_lazy("seller’s name"),
    "agent": gettext_lazy("your name, or of whoever answers"),
}
MOST_OPTIONS: Final = 8  # that the composer offers at a time


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One text of an answer: what is inserted, in one language. `missing` names the values that are missing."""

    code: str
    word: str
    text: str
    missing: str


@dataclass(frozen=True, kw_only=True)
class Option:
    """An answer as the composer offers it. `first` is its text for this buyer, `others` are those in other languages;
    `fits`: it may fit what the buyer wrote last."""

    answer_id: str
    title: str
    line: str
    first: Wording
    others: tuple[Wording, ...]
    used: str
    fits: bool


def options(
    answers: Iterable[PreparedAnswer], texts: Iterable[Mapping[str, FilledText]], language: str, *, fits: bool = False
) -> list[Option]:
    """The first few, those that lack a value in this chat last. `texts` are the answers' texts by language, filled in
    for the chat, in the same order; `language` is the buyer's."""
    rows = (option(answer, known, language, fits=fits) for answer, known in zip(answers, texts, strict=True))
    return sorted(rows, key=lambda row: bool(row.first.missing))[:MOST_OPTIONS]


def option(answer: PreparedAnswer, texts: Mapping[str, FilledText], language: str, *, fits: bool) -> Option:
    best = best_language(texts, language)
    return Option(
        answer_id=str(answer.pk),
        title=clean(answer.title, 100),
        line=clean(texts[best].text, 120),
        first=wording(best, texts[best]),
        others=tuple(wording(name, text) for name, text in texts.items() if name != best),
        used=used_text(answer.used),
        fits=fits,
    )


def wording(language: str, text: FilledText) -> Wording:
    return Wording(code=language, word=str(words.SHORT[language]), text=text.text, missing=missing(text))


def wordings_beside(answer: PreparedAnswer) -> tuple[Wording, ...]:
    """The texts in languages of their own, as they are written."""
    texts = ((name, getattr(answer, f"text_{name}")) for name in LANGUAGES)
    return tuple(wording(name, FilledText(text=text)) for name, text in texts if text)


def used_text(count: int) -> str:
    """Empty where it has not been used."""
    return ngettext("in %(count)s reply", "in %(count)s replies", count) % {"count": amount(count)} if count else ""


def missing(text: FilledText) -> str:
    """The labels of the placeholders that could not be filled in; empty when all could."""
    return ", ".join(clean(str(LABELS.get(name, name)), 40) for name in text.missing)
