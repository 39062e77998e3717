"""Which language a text is in, by its letters alone, and the text of an answer in it."""

import re
from collections.abc import Collection
from typing import Final

from chats.models import PreparedAnswer
from chats.services.prepared.placeholders import PLACEHOLDER

LANGUAGES: Final = ("ru", "en", "zh")
LETTERS: Final = {
    "ru": re.compile("[\u0400-\u04ff]"),
    "en": re.compile("[A-Za-z]"),
    "zh": re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"),
}
A_WORD: Final = 3  # letters: a Chinese sign says about as much
LOOKED_AT: Final = 2000  # characters


def language_of(text: str) -> str:
    """One of LANGUAGES, the one of which there is most; empty where there are no letters. A model's name in Latin
    letters among Russian or Chinese words changes nothing."""
    beginning = text[:LOOKED_AT]
    weights = {
        name: len(letters.findall(beginning)) * (A_WORD if name == "zh" else 1) for name, letters in LETTERS.items()
    }
    most = max(weights, key=lambda name: weights[name])
    if most == "en" and (weights["ru"] or weights["zh"]) * 2 > weights["en"]:
        most = max(("ru", "zh"), key=lambda name: weights[name])
    return most if weights[most] else ""


def texts_of(answer: PreparedAnswer) -> dict[str, str]:
    """All texts of an answer by language, the one for all others first: under its own language where no other is
    in that, else under none."""
    own = {name: text for name in LANGUAGES if (text := getattr(answer, f"text_{name}"))}
    language = language_of(PLACEHOLDER.sub("", answer.text))
    return {"" if language in own else language: answer.text, **own}


def best_language(texts: Collection[str], wanted: str) -> str:
    """The language of the text to insert for a buyer who writes in this one; the first where there is none in it."""
    return wanted if wanted in texts else next(iter(texts))
