"""Cleans and shortens what buyers, sellers and Market wrote, for a page. The templates do the escaping."""

import re

from chats.market.text import FILLERS, JOINERS, legible
from chats.presenters.formats.cached import cached

ELLIPSIS = "…"
LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
EDGES = JOINERS + FILLERS + " "  # joiners and fillers have no effect at either end of a line


@cached(4096)
def clean(text: str, limit: int = 300) -> str:
    """The text on one line, at most `limit` characters long, without control, direction and invisible characters."""
    line = " ".join(legible(text[: limit * 8]).split()).strip(EDGES)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + ELLIPSIS


@cached(1024)
def clean_lines(text: str, limit: int = 20_000) -> str:
    """Like `clean`, but keeps line breaks and spaces, and at most two empty lines in a row."""
    kept = "\n".join(legible(line).rstrip() for line in LINE_ENDS.split(text[:limit]))
    return re.sub("\n{4,}", "\n\n\n", kept).strip("\n")
