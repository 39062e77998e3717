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


def get_history(
    sandbox: Sandbox, chat_id: object, body: object = None, *, business_id: int = HOME.business_id, **how: Any
) -> Reply:
    return chat_post(sandbox, "chats/history", chat_id, {} if body is None else body, business_id, **how)


def send_message(
    sandbox: Sandbox, chat_id: object, text: object, *, business_id: int = HOME.business_id, **how: Any
) -> Reply:
    return chat_post(sandbox, "chats/message", chat_id, {"message": text}, business_id, **how)


def send_file(
    sandbox: Sandbox,
    chat_id: object,
    content: bytes,
    *,
    name: str = "чек.pdf",
    business_id: int = HOME.business_id,
    **how: Any,
) -> Reply:
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    how = {"headers": {"Content-Type": "multipart/form-data; boundary=edge"}, **how}
    body = head + content + b"\r\n--edge--\r\n"
    return chat_post(sandbox, "chats/file/send", chat_id, how.pop("body", body), business_id, **how)


def create_chat(sandbox: Sandbox, body: object, *, business_id: int = HOME.business_id, **how: Any) -> Reply:
    how = {"token": TECH.token if business_id == TECH.business_id else HOME.token, **how}
    return ask(sandbox, "POST", f"/v2/businesses/{business_id}/chats/new", body=body, **how)


def chat_post(sandbox: Sandbox, where: str, chat_id: object, body: object, business_id: int, **how: Any) -> Reply:
    how = {"token": TECH.token if business_id == TECH.business_id else HOME.token, **how}
    how["query"] = {"chatId": chat_id, **how.get("query", {})}
    return ask(sandbox, "POST", f"/v2/businesses/{business_id}/{where}", body=body, **how)


def get_campaigns(sandbox: Sandbox, **how: Any) -> Reply:
    return ask(sandbox, "GET", "/v2/campaigns", **how)


def get_auth_token_info(sandbox: Sandbox, **how: Any) -> Reply:
    return ask(sandbox, "POST", "/v2/auth/token", **how)


def get_orders(sandbox: Sandbox, body: object = None, *, business_id: int = HOME.business_id, **how: Any) -> Reply:
    token = TECH.token if business_id == TECH.business_id else HOME.token
    how = {"token": token, "body": {} if body is None else body, **how}
    return ask(sandbox, "POST", f"/v1/businesses/{business_id}/orders", **how)


def get_return(sandbox: Sandbox, campaign_id: object, order_id: object, return_id: object, **how: Any) -> Reply:
    return ask(sandbox, "GET", f"/v2/campaigns/{campaign_id}/orders/{order_id}/returns/{return_id}", **how)


OPERATIONS = {
    "getChat": lambda sandbox, **how: get_chat(sandbox, 310001, **how),
    "getChats": get_chats,
    "getBusinessOrders": lambda sandbox, **how: get_orders(sandbox, {"orderIds": [54810000101]}, **how),
    "getReturn": lambda sandbox, **how: get_return(sandbox, 48211002, 54810000106, 6620106, **how),
    "getChatHistory": lambda sandbox, **how: get_history(sandbox, 310002, **how),
    "getCampaigns": get_campaigns,
    "getAuthTokenInfo": get_auth_token_info,
}
# Those that change something: a key that only reads may not.
WRITES = {
    "sendMessageToChat": lambda sandbox, **how: send_message(sandbox, 310002, "Добрый день!", **how),
    "sendFileToChat": lambda sandbox, **how: send_file(sandbox, 310002, b"%PDF", **how),
    "createChat": lambda sandbox, **how: create_chat(sandbox, {"context": {"type": "ORDER", "id": 54810000301}}, **how),
}
ALL = {**OPERATIONS, **WRITES}
