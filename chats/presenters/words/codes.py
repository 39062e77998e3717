"""A code of Market's, looked up in one of the tables of words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chats.presenters.formats.text import clean

LONGEST_CODE = 60


@dataclass(frozen=True, kw_only=True)
class Code:
    """`known` is false where `text` is Market's own code, since the table has no words for it."""

    text: str
    known: bool = True


def in_words(table: Mapping[str, Any], code: str | None) -> Code | None:
    """None where Market sent nothing, or its own "unknown", which says as little."""
    if not code or (code == "UNKNOWN" and code not in table):
        return None
    known = table.get(code)
    return Code(text=str(known)) if known else Code(text=clean(code, LONGEST_CODE), known=False)
