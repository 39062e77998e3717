"""Identifiers in a pasted text: the numbers to look for, or the reason why there is none to look for."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from chats.market.ids import market_id
from chats.market.text import without_invisible

MOST_NUMBERS = 10
MOST_CHARACTERS = 4_000

TOKEN = re.compile(r"\bACMA:", re.IGNORECASE)
PHONE = re.compile(r"(?<!\d)(?:\+\d[\d ()-]{8,17}\d|[78] ?\(\d{3}\)[\d -]{7,10}|[78]-\d{3}-\d{3}-\d\d-?\d\d)(?!\d)")
DESK_ADDRESS = re.compile(r"/chats/(\d{1,19})/(\d{1,19})(?!\d)")
# The look-behind lets a host begin only where a word does: tried from each letter, a long word would take seconds.
ADDRESS = re.compile(r"(?:https?://|www\.|(?<![\w.-])[\w.-]+\.(?:ru|net|com)/)\S+", re.IGNORECASE)
MEANING_IN_ADDRESS = (
    ("CHAT", re.compile(r"(?:chat(?:s|Id|_id)?|dialogs?)[/=](\d+)", re.IGNORECASE)),
    ("RETURN", re.compile(r"(?:return(?:s|Id|_id)?)[/=](\d+)", re.IGNORECASE)),
    ("ORDER", re.compile(r"(?:order(?:s|Id|_id)?)[/=](\d+)", re.IGNORECASE)),
)
NOT_AN_ID_IN_ADDRESS = re.compile(r"(?:business|supplier|campaign|shop)(?:es|s|Id|_id)?[/=]\d+", re.IGNORECASE)
DATE_OR_TIME = re.compile(r"(?<!\d)(?:\d{1,2}\.\d{1,2}\.\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}:\d\d(?::\d\d)?)(?!\d)")
HYPHEN_BETWEEN_DIGITS = re.compile(r"(?<=\d)[-\u2010-\u2015](?=\d)")
DIGITS_AND_SPACES = re.compile(r"\d+(?: +\d+)*")
SEPARATORS = re.compile(r"[\n\r\t,;|]+")


class Meaning(StrEnum):
    """What a number is, as the pasted text itself said. A bare number may be any of these."""

    ANY = "ANY"
    CHAT = "CHAT"
    ORDER = "ORDER"
    RETURN = "RETURN"


@dataclass(frozen=True, kw_only=True)
class Identifier:
    """One number to look for. `business_id` is given when it came from an address of one of this desk's chats."""

    number: int
    meaning: Meaning = Meaning.ANY
    business_id: int | None = None


class NotAnIdentifier(ValueError):
    """The text holds no identifier to look for, or something that must not be looked for.

    `kind`: empty, no_digits, too_long, zero, phone, token or too_many.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def identifiers_in(text: str) -> tuple[Identifier, ...]:
    """The identifiers in a pasted text, in the order of the text, each once; at most ten.

    Raises NotAnIdentifier, which never holds the text: it may be a token or a phone number.
    """
    text = simplified(text)
    refuse_unusable(text)
    identifiers = tuple(dict.fromkeys(one for part in SEPARATORS.split(text) for one in identifiers_of(part)))
    if not identifiers:
        raise NotAnIdentifier("no_digits")
    if len(identifiers) > MOST_NUMBERS:
        raise NotAnIdentifier("too_many")
    return identifiers


def simplified(text: str) -> str:
    """Visible characters in their simplest form: by NFKC, which turns full-width digits into digits and № into No, by
    ASCII digits for those of other scripts, and by plain spaces for those of any width."""
    kept = []
    for character in without_invisible(unicodedata.normalize("NFKC", text[:MOST_CHARACTERS])):
        category = unicodedata.category(character)
        if category == "Zs":
            kept.append(" ")
        elif category == "Nd":
            kept.append(str(unicodedata.digit(character)))
        else:
            kept.append(character)
    return "".join(kept)


def refuse_unusable(text: str) -> None:
    if not text.strip(" \t\r\n\"'«»“”„#"):
        raise NotAnIdentifier("empty")
    if TOKEN.search(text):
        raise NotAnIdentifier("token")
    if not re.search(r"\d", text):
        raise NotAnIdentifier("no_digits")
    if PHONE.search(ADDRESS.sub(" ", text)):
        raise NotAnIdentifier("phone")


def identifiers_of(part: str) -> Iterator[Identifier]:
    for address in ADDRESS.findall(part) or (DESK_ADDRESS.findall(part) and [part]):
        yield identifier_in_address(address)
    rest = part if DESK_ADDRESS.search(part) is None else ""
    rest = HYPHEN_BETWEEN_DIGITS.sub("", DATE_OR_TIME.sub(" ", ADDRESS.sub(" ", rest)))
    for run in DIGITS_AND_SPACES.findall(rest):
        for digits in split_numbers(run):
            yield Identifier(number=positive_id(digits))


def identifier_in_address(address: str) -> Identifier:
    own = DESK_ADDRESS.search(address)
    if own:
        return Identifier(number=positive_id(own[2]), meaning=Meaning.CHAT, business_id=positive_id(own[1]))
    for meaning, pattern in MEANING_IN_ADDRESS:
        match = pattern.search(address)
        if match:
            return Identifier(number=positive_id(match[1]), meaning=Meaning(meaning))
    others = re.findall(r"\d+", NOT_AN_ID_IN_ADDRESS.sub(" ", address))
    if not others:
        raise NotAnIdentifier("no_digits")
    return Identifier(number=positive_id(others[-1]))


def split_numbers(run: str) -> list[str]:
    """Groups of digits with spaces between: one number ("987 654 321"), unless two are long enough to be numbers."""
    groups = run.split()
    long_ones = [group for group in groups if len(group) >= 6]
    return groups if len(long_ones) > 1 else ["".join(groups)]


def positive_id(digits: str) -> int:
    digits = digits.lstrip("0")
    if not digits:
        raise NotAnIdentifier("zero")
    number = market_id(digits)
    if number is None:
        raise NotAnIdentifier("too_long")
    return number
