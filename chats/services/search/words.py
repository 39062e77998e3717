"""From a text to the terms under which it is indexed. Both databases get the same terms, so both find the same.

A term is a word in one case, with ё as е, cut to its stem by Snowball: "возвраты" and "возврата" are one term. Chinese
and Japanese have no spaces, so each letter makes a term with the one after it, and the last one of a run stands alone:
any run of two letters and more is a sequence of terms, and any letter is the beginning of one.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator
from typing import Final, Protocol

import Stemmer

from chats.market.text import without_invisible

LONGEST_TEXT: Final = 16_000  # characters that are indexed; a tsvector knows 16 383 positions
LONGEST_WORD: Final = 64  # characters; what is longer is found by these
WITHOUT_SPACES: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
WORD: Final = re.compile(rf"[{WITHOUT_SPACES}]+|[^\W_{WITHOUT_SPACES}]+")
ACCENTS: Final = re.compile("[\u0300-\u036f]")
# Before NFKC, which makes letters of symbols: of № the word "no".
SYMBOLS: Final = re.compile(r"[^\w\u0300-\u036f]+")
CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
LATIN: Final = re.compile("[a-z]")


class Snowball(Protocol):
    def stemWord(self, word: str) -> str: ...


class Stemmers(threading.local):
    """PyStemmer keeps a cache of words without a lock, so each thread has its own."""

    def __init__(self) -> None:
        self.russian: Snowball = Stemmer.Stemmer("russian")
        self.english: Snowball = Stemmer.Stemmer("english")


stemmers = Stemmers()


def folded(text: str) -> str:
    """The text in one case and spelling, with nothing but words and spaces, of LONGEST_TEXT characters at most. Without
    the accents that NFKC has not joined with their letter, such as a stress mark over о."""
    words = SYMBOLS.sub(" ", without_invisible(text[:LONGEST_TEXT]))
    plain = unicodedata.normalize("NFKC", words).casefold().replace("ё", "е")
    return ACCENTS.sub("", plain)[:LONGEST_TEXT]


def terms_of(text: str) -> list[str]:
    """The terms of a text, in its order."""
    return [term for word in words_of(text) for term in terms_of_word(word)]


def words_of(text: str) -> Iterator[str]:
    """The words of a text, folded and not yet stemmed."""
    return (found[0] for found in WORD.finditer(folded(text)))


def terms_of_word(word: str) -> list[str]:
    """The terms of one folded word: one, or as many as there are letters where letters need no spaces."""
    if is_without_spaces(word):
        return [word[start : start + 2] for start in range(len(word))]
    return [stem(word[:LONGEST_WORD])]


def is_without_spaces(word: str) -> bool:
    return re.match(f"[{WITHOUT_SPACES}]", word) is not None


def stem(word: str) -> str:
    if CYRILLIC.search(word):
        return stemmers.russian.stemWord(word)
    return stemmers.english.stemWord(word) if LATIN.search(word) else word
