"""The version of a draft that a page's text is based on, by which a tab that has not seen a change is known."""

from collections.abc import Set
from dataclasses import dataclass
from typing import Protocol, Self

from django.utils.text import normalize_newlines

from chats.market.text import LONE_SURROGATE

UNWRITTEN = "0"  # the version of a draft that was never changed
LONGEST_VERSION = 40


class Kept(Protocol):
    """A draft as the desk has it."""

    text: str
    version: str


@dataclass(frozen=True, kw_only=True)
class Base:
    """What a text of a page is based on: the versions of the draft that the page has `known`, and the `version` that
    the page gives to this text (empty: the desk gives one). A page makes its versions itself, so that it can save again
    before the desk has answered, or when it is being left and never hears the answer. They count up, "PAGE-7": requests
    may overtake each other."""

    known: Set[str] = frozenset()
    version: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """From the form: versions with spaces between them, the new one with ">" before it."""
        words = [word for word in text.split()[-50:] if len(word) <= LONGEST_VERSION]
        new = next((word[1:] for word in words if word.startswith(">")), "")
        return cls(known=frozenset(word for word in words if not word.startswith(">")), version=new)

    def is_older_than(self, draft: Kept) -> bool:
        """Whether another tab has changed the draft. Where nothing is written, there is nothing to overwrite."""
        return bool(draft.text.strip()) and version_of(draft) not in {*self.known, self.version}

    def is_overtaken_by(self, draft: Kept) -> bool:
        """Whether the draft is a later text of the same page, whose request came first."""
        page, _, number = self.version.rpartition("-")
        its_page, _, its_number = draft.version.rpartition("-")
        counted = number.isdecimal() and its_number.isdecimal()
        return bool(page) and page == its_page and counted and int(number) < int(its_number)


def version_of(draft: Kept) -> str:
    return draft.version or UNWRITTEN


def as_typed(text: str) -> str:
    """The text as the person typed it: line breaks are one character, not the form's CR LF, and characters that no
    database takes (NUL, lone surrogates) are gone."""
    return LONE_SURROGATE.sub("", normalize_newlines(text).replace("\0", ""))
