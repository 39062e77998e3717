"""Finds web addresses in a buyer's text, up to where a reader would end them. The templates build the links.

Our own code, because a library does worse here (docs/decisions/0013-links-end-where-a-reader-ends-them.md).
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

# No address that was copied from a browser has these in it: it has them percent-encoded.
QUOTES = "<>\"'`«»‘’‚‛“”„‟‹›"
ASCII_STOPS = "{}|\\\\^"
# Sentence punctuation of scripts that put no space after it: CJK and full-width, Arabic, Indic, Ethiopic, Armenian.
FOREIGN_STOPS = "\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65،؛؟।॥።՝։"
SYMBOLS = "…•\u2190-\u2bff\ufe0f\U0001f000-\U0001fbff"  # ellipsis, bullet, arrows, dingbats and emoji
DASHES = "\u2012-\u2015"
INSIDE = f"[^\\s{QUOTES}{ASCII_STOPS}{FOREIGN_STOPS}{SYMBOLS}{DASHES}]"
# Titles of articles have dashes between underscores, and Firefox copies them as they are.
ADDRESS = re.compile(
    rf"(?:https?://|(?<![\w.@/-])www\.(?=[^\s./]+\.[^\s./]))(?:{INSIDE}|(?<=_)[{DASHES}](?=_))+", re.IGNORECASE
)
LONGEST_ADDRESS = 2000
BRACKETS = {")": "(", "]": "["}
NEVER_LAST = ".,;:!?*_~(["


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of text; `href` is empty unless it is an address that is safe to open."""

    text: str
    href: str = ""


def pieces(text: str) -> tuple[Piece, ...]:
    """Splits the text into pieces, in order; each http or https address is a piece of its own, with or without its
    scheme."""
    found: list[Piece] = []
    complete_upto = 0
    for match in ADDRESS.finditer(text):
        shown = up_to_its_end(match[0])
        href = shown if "://" in shown[:8] else f"https://{shown}"
        if not may_be_opened(href):
            continue
        found += [Piece(text=text[complete_upto : match.start()]), Piece(text=shown, href=href)]
        complete_upto = match.start() + len(shown)
    return tuple(piece for piece in [*found, Piece(text=text[complete_upto:])] if piece.text)


def up_to_its_end(address: str) -> str:
    """The address without what belongs to the sentence around it: from a closing bracket on that was not opened inside
    it, and punctuation at the end."""
    opened = dict.fromkeys(BRACKETS.values(), 0)
    for place, character in enumerate(address):
        if character in opened:
            opened[character] += 1
        elif opening := BRACKETS.get(character):
            if not opened[opening]:
                return address[:place].rstrip(NEVER_LAST)
            opened[opening] -= 1
    return address.rstrip(NEVER_LAST)


def may_be_opened(address: str) -> bool:
    """False for an address with a user name, as in https://market.yandex.ru@evil.example: it is meant to mislead."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and "@" not in parts.netloc and len(address) <= LONGEST_ADDRESS
    except ValueError:
        return False
