"""Words of buyers, sellers and Market, made safe to look at. Escaping stays with the templates."""

import unicodedata
from functools import lru_cache

ELLIPSIS = "…"
MARKS_IN_A_ROW = 3  # Vietnamese and Thai need two; more only builds towers over neighbouring lines
JOINERS = "\u200c\u200d"  # Persian and emoji need them inside a word
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@lru_cache(4096)
def clean(text: str, limit: int = 300) -> str:
    """The text on one line: without control, direction and invisible characters, at most `limit` characters long."""
    kept: list[str] = []
    marks = 0
    for character in text[: limit * 8]:
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > MARKS_IN_A_ROW:
            continue
        if category not in INVISIBLE or character in JOINERS:
            kept.append(character)
        elif character.isspace():
            kept.append(" ")
    line = " ".join("".join(kept).split()).strip(JOINERS + " ")
    return line if len(line) <= limit else line[: limit - 1].rstrip() + ELLIPSIS
