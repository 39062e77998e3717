"""The numbers in a pasted address: of the desk, of the cabinet, or of somebody else."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote, unquote_plus

from chats.services.lookup.identifiers import Identifier, Meaning, positive_id

# The look-behind lets a host begin only where a word does: tried from each letter, a long word would take seconds.
ADDRESS: Final = re.compile(
    r"(?:https?://|www\.|(?<![\w.-])[\w.-]+\.(?:ru|net|com)/)(?:(?!https?://)\S)+"
    r"|(?<!\S)\S*/chats/\d{1,19}/\d{1,19}(?!\d)\S*",
    re.IGNORECASE,
)
DESK_ADDRESS: Final = re.compile(r"/chats/(\d{1,19})/(\d{1,19})(?!\d)")
ADDRESS_OF_LOOKUP: Final = re.compile(r"(?<!\S)\S*/lookup/(?:names/)?\?(?:\S*&)?q=([^&\s#]*)\S*")
NUMBERS: Final = "([0-9]+(?:[,;][0-9]+)*)"
MEANING_IN_ADDRESS: Final = (
    (Meaning.CHAT, re.compile(rf"(?:chat(?:s|Id|_id)?|dialogs?)[/=]{NUMBERS}", re.IGNORECASE)),
    (Meaning.RETURN, re.compile(rf"(?:return(?:s|Ids?|_ids?)?)[/=]{NUMBERS}", re.IGNORECASE)),
    (Meaning.ORDER, re.compile(rf"(?:order(?:s|Ids?|_ids?)?)[/=]{NUMBERS}", re.IGNORECASE)),
)
HOST: Final = re.compile(r"^(?:\w+://)?[^/?#]*")
NOT_AN_ID_IN_ADDRESS: Final = re.compile(
    r"(?:business|supplier|campaign|shop|seller)(?:es|s|Id|_id)?[/=]\d+|product--[^/?#]*/\d+|/(?:product|card/[^/?#]*)/\d+"
    r"|[?&#](?:\w*sku|page|tab|limit|offset|barcode|track\w*|utm_\w*|\w*(?:time|date|from|to))=[^&#]*",
    re.IGNORECASE,
)
LONG: Final = 6  # digits of a number that is taken for an ID though others stand in the address


def lookups_in_words(text: str) -> str:
    """The text with what was looked up in place of the desk's own addresses of lookups."""
    return ADDRESS_OF_LOOKUP.sub(lambda match: f" {unquote_plus(match[1])} ", text)


def identifiers_in_address(address: str) -> Sequence[Identifier]:
    """None at all for an address that holds no number of a chat, an order or a return. Raises NotAnIdentifier: zero or
    too_long."""
    own = DESK_ADDRESS.search(address)
    if own:
        return [Identifier(number=positive_id(own[2]), meaning=Meaning.CHAT, business_id=positive_id(own[1]))]
    address = unquote(address)
    for meaning, pattern in MEANING_IN_ADDRESS:
        lists = pattern.findall(address)
        if lists:
            return [Identifier(number=positive_id(one), meaning=meaning) for one in re.split("[,;]", ",".join(lists))]
    numbers: list[str] = re.findall(
        r"(?<![\w-])[0-9]+(?![\w-])", NOT_AN_ID_IN_ADDRESS.sub(" ", HOST.sub("", address, count=1))
    )
    meant = [one for one in numbers if len(one) >= LONG] or numbers[-1:]
    return [Identifier(number=positive_id(one)) for one in meant]


def says_little(address: str, found: Sequence[Identifier]) -> bool:
    """Whether the numbers are of somebody else's address, which does not say what they are: of a profile, a file."""
    host = HOST.match(address)
    return all(one.meaning is Meaning.ANY for one in found) and "yandex." not in (host[0].casefold() if host else "")
