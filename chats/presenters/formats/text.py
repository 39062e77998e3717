"""Words of buyers, sellers and Market, made safe to look at. Escaping stays with the templates."""

import re
import unicodedata

from chats.presenters.formats.cached import cached

ELLIPSIS = "…"
MARKS_IN_A_ROW = 3  # Vietnamese and Thai need two; more only builds towers over neighbouring lines
JOINERS = "\u200c\u200d"  # Persian and emoji need them inside a word
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
# Latin, Cyrillic and Han with their punctuation: nothing in them hides, turns around or piles up.
PLAIN = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2116"
    "\u3001-\u3029\u3030-\u303e\u4e00-\u9fff\uff01-\uff5e]*"
)


@cached(4096)
def clean(text: str, limit: int = 300) -> str:
    """The text on one line: without control, direction and invisible characters, at most `limit` characters long."""
    line = " ".join(_visible(text[: limit * 8]).split()).strip(JOINERS + " ")
    return line if len(line) <= limit else line[: limit - 1].rstrip() + ELLIPSIS


@cached(1024)
def clean_lines(text: str, limit: int = 20_000) -> str:
    """The same with its line breaks and spaces kept; of empty lines never more than two together."""
    lines = [_visible(line).rstrip() for line in LINE_ENDS.split(text[:limit])]
    kept = "\n".join(line if line.strip(JOINERS + " ") else "" for line in lines)
    return re.sub("\n{4,}", "\n\n\n", kept).strip("\n")


def _visible(text: str) -> str:
    if PLAIN.fullmatch(text):
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > MARKS_IN_A_ROW:
            continue
        if category not in INVISIBLE or character in JOINERS:
            kept.append(character)
        elif character.isspace():
            kept.append(" ")
    return "".join(kept)
