"""Looks up one of Market's codes in a table of words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chats.presenters.formats.text import clean

LONGEST_CODE = 60


@dataclass(frozen=True, kw_only=True)
class Code:
    """`known` is false when the table has no words for the code: then `text` is the code itself."""

    text: str
    known: bool = True


def in_words(table: Mapping[str, Any], code: str | None) -> Code | None:
    """None when Market sent no code, or "UNKNOWN", which says just as little."""
    if not code or (code == "UNKNOWN" and code not in table):
        return None
    known = table.get(code)
    return Code(text=str(known)) if known else Code(text=clean(code, LONGEST_CODE), known=False)
