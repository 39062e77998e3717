"""Words of buyers, sellers and Market, cut to what a page has room for. Escaping stays with the templates."""

import re

from chats.market.text import FILLERS, JOINERS, legible
from chats.presenters.formats.cached import cached

ELLIPSIS = "…"
LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
EDGES = JOINERS + FILLERS + " "  # they shape nothing at the ends of a line


@cached(4096)
def clean(text: str, limit: int = 300) -> str:
    """The text on one line: without control, direction and invisible characters, at most `limit` characters long."""
    line = " ".join(legible(text[: limit * 8]).split()).strip(EDGES)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + ELLIPSIS


@cached(1024)
def clean_lines(text: str, limit: int = 20_000) -> str:
    """The same with its line breaks and spaces kept; of empty lines never more than two together."""
    kept = "\n".join(legible(line).rstrip() for line in LINE_ENDS.split(text[:limit]))
    return re.sub("\n{4,}", "\n\n\n", kept).strip("\n")
