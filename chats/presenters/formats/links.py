"""Finds web addresses in a buyer's text. The templates build the links."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

ADDRESS = re.compile(r"https?://[^\s<>\"'«»“”`{}|\\^]+", re.IGNORECASE)
LONGEST_ADDRESS = 2000
BRACKETS = {")": "(", "]": "["}
TRAILING_PUNCTUATION = ".,;:!?…*_~"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of text; `href` is empty unless it is an address that is safe to open."""

    text: str
    href: str = ""


def pieces(text: str) -> tuple[Piece, ...]:
    """Splits the text into pieces, in order; each http or https address is a piece of its own."""
    if "://" not in text:
        return (Piece(text=text),) if text else ()
    found: list[Piece] = []
    complete_upto = 0
    for match in ADDRESS.finditer(text):
        address = without_trailing_punctuation(match[0])
        if not may_be_opened(address):
            continue
        found += [Piece(text=text[complete_upto : match.start()]), Piece(text=address, href=address)]
        complete_upto = match.start() + len(address)
    return tuple(piece for piece in [*found, Piece(text=text[complete_upto:])] if piece.text)


def without_trailing_punctuation(address: str) -> str:
    """The address without a full stop or an unpaired bracket at its end, which belongs to the sentence."""
    while address:
        last = address[-1]
        opening = BRACKETS.get(last)
        if last not in TRAILING_PUNCTUATION and (opening is None or address.count(opening) >= address.count(last)):
            break
        address = address[:-1]
    return address


def may_be_opened(address: str) -> bool:
    """False for an address with a user name, as in https://market.yandex.ru@evil.example: it is meant to mislead."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and "@" not in parts.netloc and len(address) <= LONGEST_ADDRESS
    except ValueError:
        return False
