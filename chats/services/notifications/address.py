"""The address that a business's cabinet sends notifications to. Its secret is a second lock: the first is the check of
where a request comes from, and whoever has both can give hints, and no more."""

import re
import secrets
from datetime import datetime

from chats.models import NotificationAddress, Seller

SECRET_BYTES = 24
# Hexadecimal, so that no secret ever looks like a token, which is cut out of addresses and logs.
SHAPE = re.compile(r"[0-9a-f]{48}")
NOBODYS = "0" * (2 * SECRET_BYTES)


def new_address(seller: Seller, *, now: datetime) -> NotificationAddress:
    """Give the seller's notifications an address, in place of the one they may have: that one stops working at once,
    and what was known of how notifications arrive is forgotten."""
    fresh = {"secret": secrets.token_hex(SECRET_BYTES), "made_at": now}
    unknown: dict[str, object] = {
        "pinged_at": None,
        "judged_from": None,
        "last_event_at": None,
        "verdict": NotificationAddress.Verdict.NEVER_SEEN,
        "verdict_at": None,
        "silent_since": None,
        "found": 0,
        "announced": 0,
        "distrusted_until": None,
    }
    return NotificationAddress.objects.update_or_create(seller=seller, defaults=fresh | unknown)[0]


def seller_of(secret: str) -> Seller | None:
    """The active seller whose address has this secret. One query, whatever the text: a guess takes as long as a hit."""
    looked_for = secret if SHAPE.fullmatch(secret) else NOBODYS
    found = NotificationAddress.objects.select_related("seller").filter(secret=looked_for, seller__active=True).first()
    return found.seller if found else None
