"""Calls of the sandbox as a client would make them, one connection each."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode

from chats.sandbox import SELLERS, Sandbox

HOME, TECH = SELLERS


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def message(self) -> str:
        return self.json["errors"][0]["message"]


def ask(
    sandbox: Sandbox,
    method: str,
    path: str,
    *,
    token: str | None = HOME.token,
    query: dict[str, Any] | None = None,
    body: object = None,
    headers: dict[str, str] | None = None,
) -> Reply:
    connection = HTTPConnection(sandbox.host, sandbox.port, timeout=30)
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    sent = {} if token is None else {"Api-Key": token}
    if data is not None:
        sent["Content-Type"] = "application/json"
    target = path + (f"?{urlencode(query)}" if query else "")
    try:
        connection.request(method, target, body=data, headers=sent | (headers or {}))
        response = connection.getresponse()
        return Reply(response.status, response.headers, response.read())
    finally:
        connection.close()


def until(holds: Callable[[], object]) -> None:
    """Waits for another thread, two seconds at most."""
    deadline = time.monotonic() + 2
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def get_chat(sandbox: Sandbox, chat_id: object, *, business_id: int = HOME.business_id, **how: Any) -> Reply:
    token = TECH.token if business_id == TECH.business_id else HOME.token
    how = {"token": token, **how}
    return ask(sandbox, "GET", f"/v2/businesses/{business_id}/chat", query={"chatId": chat_id}, **how)


def get_chats(sandbox: Sandbox, body: object = None, *, business_id: int = HOME.business_id, **how: Any) -> Reply:
    token = TECH.token if business_id == TECH.business_id else HOME.token
    how = {"token": token, "body": {} if body is None else body, **how}
    return ask(sandbox, "POST", f"/v2/businesses/{business_id}/chats", **how)


def get_campaigns(sandbox: Sandbox, **how: Any) -> Reply:
    return ask(sandbox, "GET", "/v2/campaigns", **how)


def get_auth_token_info(sandbox: Sandbox, **how: Any) -> Reply:
    return ask(sandbox, "POST", "/v2/auth/token", **how)


OPERATIONS = {
    "getChat": lambda sandbox, **how: get_chat(sandbox, 310001, **how),
    "getChats": get_chats,
    "getCampaigns": get_campaigns,
    "getAuthTokenInfo": get_auth_token_info,
}
