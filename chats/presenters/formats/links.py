"""Addresses inside a buyer's text, told apart from the words around them. The templates build the links."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

ADDRESS = re.compile(r"https?://[^\s<>\"'«»“”`{}|\\^]+", re.IGNORECASE)
LONGEST = 2000
CLOSES = {")": "(", "]": "["}
AFTER_IT = ".,;:!?…*_~"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some of a text; `href` is empty unless it is an address that may be opened."""

    text: str
    href: str = ""


def pieces(text: str) -> tuple[Piece, ...]:
    """The text in order, its http and https addresses as pieces of their own."""
    if "://" not in text:
        return (Piece(text=text),) if text else ()
    found: list[Piece] = []
    upto = 0
    for match in ADDRESS.finditer(text):
        address = _without_what_follows(match[0])
        if not _may_be_opened(address):
            continue
        found += [Piece(text=text[upto : match.start()]), Piece(text=address, href=address)]
        upto = match.start() + len(address)
    return tuple(piece for piece in [*found, Piece(text=text[upto:])] if piece.text)


def _without_what_follows(address: str) -> str:
    """A full stop or a bracket after an address belongs to the sentence."""
    while address:
        last = address[-1]
        opening = CLOSES.get(last)
        if last not in AFTER_IT and (opening is None or address.count(opening) >= address.count(last)):
            break
        address = address[:-1]
    return address


def _may_be_opened(address: str) -> bool:
    """A name before the host, as in https://market.yandex.ru@elsewhere, is there to mislead."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and "@" not in parts.netloc and len(address) <= LONGEST
    except ValueError:
        return False
