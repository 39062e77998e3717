"""Page tokens: opaque to the client, and valid only for the query they were issued for."""

import base64
import hashlib
import json
from typing import Any

from .answers import refusal


def digest(query: object) -> str:
    return hashlib.sha256(json.dumps(query, sort_keys=True, default=str).encode()).hexdigest()[:12]


def token(key: list[Any], query: object) -> str:
    """The token of the page that begins after the item with `key`."""
    return base64.urlsafe_b64encode(json.dumps([digest(query), *key]).encode()).decode()


def read_token(text: str | None, query: object) -> list[Any] | None:
    """The key in a token; None for the first page. Raises Market's refusal for a token of another query."""
    if text is None:
        return None
    try:
        decoded: list[Any] = json.loads(base64.b64decode(text, altchars=b"-_", validate=True))
    except ValueError:
        raise refusal(400, "Bad page token") from None
    if not isinstance(decoded, list) or decoded[:1] != [digest(query)]:
        raise refusal(400, "Bad page token")
    return decoded[1:]
