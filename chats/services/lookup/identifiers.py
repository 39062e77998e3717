"""What an agent pastes, turned into numbers to look for, or into a reason why it cannot be one."""

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
# A host is looked for from its beginning only: tried from each of its letters, a long word would take seconds.
ADDRESS = re.compile(r"(?:https?://|www\.|(?<![\w.-])[\w.-]+\.(?:ru|net|com)/)\S+", re.IGNORECASE)
NAMED_IN_ADDRESS = (
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
    """What the pasted text itself said a number is. A plain number may be anything."""

    ANY = "ANY"
    CHAT = "CHAT"
    ORDER = "ORDER"
    RETURN = "RETURN"


@dataclass(frozen=True, kw_only=True)
class Identifier:
    """One number, and what the pasted text said of it. `business_id` is set for an address of this desk."""

    number: int
    meaning: Meaning = Meaning.ANY
    business_id: int | None = None


class NotAnIdentifier(ValueError):
    """The text cannot hold an identifier. `kind`: empty, no_digits, too_long, zero, phone, token or too_many."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def identifiers_in(text: str) -> tuple[Identifier, ...]:
    """The numbers in a pasted text, in their order, each once; at most ten.

    Raises Unusable, which never holds the text: it may be a key or a phone number.
    """
    text = plain(text)
    refuse_the_hopeless(text)
    found = tuple(dict.fromkeys(wanted for part in SEPARATORS.split(text) for wanted in numbers_of(part)))
    if not found:
        raise NotAnIdentifier("no_digits")
    if len(found) > MOST_NUMBERS:
        raise NotAnIdentifier("too_many")
    return found


def plain(text: str) -> str:
    """Visible characters in their plainest form: NFKC turns full-width digits into digits and № into No. Digits of
    other scripts become ASCII digits, spaces of any width plain spaces."""
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


def refuse_the_hopeless(text: str) -> None:
    if not text.strip(" \t\r\n\"'«»“”„#"):
        raise NotAnIdentifier("empty")
    if TOKEN.search(text):
        raise NotAnIdentifier("token")
    if not re.search(r"\d", text):
        raise NotAnIdentifier("no_digits")
    if PHONE.search(ADDRESS.sub(" ", text)):
        raise NotAnIdentifier("phone")


def numbers_of(part: str) -> Iterator[Identifier]:
    for address in ADDRESS.findall(part) or (DESK_ADDRESS.findall(part) and [part]):
        yield of_address(address)
    rest = part if DESK_ADDRESS.search(part) is None else ""
    rest = HYPHEN_BETWEEN_DIGITS.sub("", DATE_OR_TIME.sub(" ", ADDRESS.sub(" ", rest)))
    for run in DIGITS_AND_SPACES.findall(rest):
        for digits in separate(run):
            yield Identifier(number=usable(digits))


def of_address(address: str) -> Identifier:
    own = DESK_ADDRESS.search(address)
    if own:
        return Identifier(number=usable(own[2]), meaning=Meaning.CHAT, business_id=usable(own[1]))
    for meaning, pattern in NAMED_IN_ADDRESS:
        named = pattern.search(address)
        if named:
            return Identifier(number=usable(named[1]), meaning=Meaning(meaning))
    others = re.findall(r"\d+", NOT_AN_ID_IN_ADDRESS.sub(" ", address))
    if not others:
        raise NotAnIdentifier("no_digits")
    return Identifier(number=usable(others[-1]))


def separate(run: str) -> list[str]:
    """Digits with spaces between are one number ("987 654 321"), unless two groups are long enough to stand alone."""
    groups = run.split()
    long_ones = [group for group in groups if len(group) >= 6]
    return groups if len(long_ones) > 1 else ["".join(groups)]


def usable(digits: str) -> int:
    digits = digits.lstrip("0")
    if not digits:
        raise NotAnIdentifier("zero")
    number = market_id(digits)
    if number is None:
        raise NotAnIdentifier("too_long")
    return number
