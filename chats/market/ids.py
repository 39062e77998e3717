"""Ids of Market, from text that anybody may have sent."""

import re

from chats.market.limits import LARGEST_ID

# int() alone would also take signs, underscores, blanks and the digits of other scripts.
DIGITS = re.compile(r"[0-9]{1,19}")


def market_id(text: str | None) -> int | None:
    """The id that the text is, or None: ASCII digits alone, 1 to LARGEST_ID."""
    number = int(text) if text and DIGITS.fullmatch(text) else 0
    return number if 0 < number <= LARGEST_ID else None
