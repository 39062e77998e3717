"""Answers as they come from the wire, and the chat of Market's own example in them."""

import json
from typing import Any

from chats.market.wire import RawAnswer
from tests.market.servers import EXAMPLE


def raw(body: bytes | object, status: int = 200, **headers: str) -> RawAnswer:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return RawAnswer(
        status=status, headers={name.replace("_", "-"): value for name, value in headers.items()}, body=content
    )


def a_chat(**changes: Any) -> dict[str, Any]:
    return {**json.loads(EXAMPLE)["result"], **changes}


def with_context(**changes: Any) -> dict[str, Any]:
    return a_chat(context={**a_chat()["context"], **changes})
