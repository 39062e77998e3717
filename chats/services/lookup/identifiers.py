"""What can be looked up, and why a text holds nothing that can."""

from dataclasses import dataclass
from enum import StrEnum

from chats.market.ids import market_id

LONGEST_OWN_NUMBER = 60


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


@dataclass(frozen=True, kw_only=True)
class OwnNumber:
    """The shop's own number of an order, such as УТ-00012345, as it was pasted."""

    text: str


Wanted = Identifier | OwnNumber


class NotAnIdentifier(ValueError):
    """The text holds nothing to look for, or something that must not be looked for.

    `kind`: empty, no_digits, too_long, zero, phone, rounded, token or too_many.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def positive_id(digits: str) -> int:
    """The ID that these digits are. Raises NotAnIdentifier: zero or too_long."""
    digits = digits.lstrip("0")
    if not digits:
        raise NotAnIdentifier("zero")
    number = market_id(digits)
    if number is None:
        raise NotAnIdentifier("too_long")
    return number
