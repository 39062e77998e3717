"""Page tokens: opaque to the client, and good only for the question they were given for."""

import base64
import hashlib
import json
from typing import Any

from .answers import refuse


def _digest(question: object) -> str:
    return hashlib.sha256(json.dumps(question, sort_keys=True, default=str).encode()).hexdigest()[:12]


def token(key: list[Any], question: object) -> str:
    """A token that leads on after the item with `key`."""
    return base64.urlsafe_b64encode(json.dumps([_digest(question), *key]).encode()).decode()


def after(text: str | None, question: object) -> list[Any] | None:
    """The key in a token; None for the first page. Raises Market's refusal for a token of another question."""
    if text is None:
        return None
    try:
        found: list[Any] = json.loads(base64.b64decode(text, altchars=b"-_", validate=True))
    except ValueError:
        raise refuse(400, "Bad page token") from None
    if not isinstance(found, list) or found[:1] != [_digest(question)]:
        raise refuse(400, "Bad page token")
    return found[1:]
