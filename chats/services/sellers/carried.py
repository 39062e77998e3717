"""A token on its way through a page: one that was pasted for a new seller and is offered to the one that there is.

The page carries it encrypted, so that nothing is stored until the administrator has decided. It opens only for the same
administrator and the same seller, for ten minutes.
"""

import json
from datetime import datetime, timedelta
from typing import Final

from cryptography.fernet import InvalidToken
from django.contrib.auth.models import User
from django.views.decorators.debug import sensitive_variables

from chats.fields import vault
from chats.market.token import Token
from chats.models import Seller

LASTS: Final = timedelta(minutes=10)
PURPOSE: Final = "replaces the token"


def wrap_token(token: Token, seller: Seller, *, by: User, now: datetime) -> str:
    contents = [PURPOSE, by.pk, seller.pk, int((now + LASTS).timestamp()), token.reveal()]
    return vault().encrypt(json.dumps(contents).encode()).decode()


@sensitive_variables("secret")
def unwrap_token(wrapped: str, seller: Seller, *, by: User, now: datetime) -> Token | None:
    """None when it is not for this seller and administrator, or too late, or nothing that the desk has made."""
    try:
        purpose, person, business, until, secret = json.loads(vault().decrypt(wrapped.encode()))
    except (InvalidToken, ValueError):
        return None
    if (purpose, person, business) != (PURPOSE, by.pk, seller.pk) or not now.timestamp() <= until:
        return None
    return Token(secret)
