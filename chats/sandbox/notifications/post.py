"""One delivery over HTTP, to loopback and nowhere else, and how Market judges the answer.

https://yandex.ru/dev/market/partner-api/doc/ru/push-notifications/concepts/error-codes
"""

import ipaddress
import json
from collections.abc import Callable
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

DELIVERED: Final = "DELIVERED"
MALFORMED: Final = "MALFORMED"  # the shop said so with a 400; Market does not try again
# Market's own names of failures.
CONNECTION_REFUSED: Final = "CONNECTION_REFUSED"
READ_TIMED_OUT: Final = "READ_TIMED_OUT"
HTTP: Final = "HTTP"
UNSUPPORTED_MEDIA_TYPE: Final = "UNSUPPORTED_MEDIA_TYPE"
CANT_PARSE_RESPONSE: Final = "CANT_PARSE_RESPONSE"
INVALID_DATA: Final = "INVALID_DATA"
LONGEST_ANSWER: Final = 64 * 1024
HEADERS: Final = {"Content-Type": "application/json", "User-Agent": "sandbox"}


class ShopAnswer(NamedTuple):
    status: int
    content_type: str
    body: bytes


Post = Callable[[str, bytes, float], ShopAnswer]


class Address(NamedTuple):
    host: str
    port: int
    path: str


def address_of(url: str) -> Address:
    """Raises ValueError for anything but http:// to this machine itself."""
    parts = urlsplit(url)
    host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname or ""
    try:
        is_here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = False
    if parts.scheme != "http" or not is_here or parts.username is not None:
        raise ValueError("The sandbox sends to http:// addresses of loopback only.")
    return Address(host, parts.port or 80, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def http_post(url: str, body: bytes, timeout: float) -> ShopAnswer:
    """Raises OSError or HTTPException when there is no answer. Follows no redirect."""
    address = address_of(url)
    connection = HTTPConnection(address.host, address.port, timeout=timeout)
    try:
        connection.request("POST", address.path, body=body, headers=HEADERS)
        response = connection.getresponse()
        return ShopAnswer(response.status, response.headers.get("Content-Type", ""), response.read(LONGEST_ANSWER))
    finally:
        connection.close()


def outcome_of(post: Post, url: str, body: bytes, timeout: float) -> str:
    """Delivers, and says how that ended."""
    try:
        answer = post(url, body, timeout)
    except TimeoutError:
        return READ_TIMED_OUT
    except ConnectionRefusedError:
        return CONNECTION_REFUSED
    except (OSError, HTTPException):
        return HTTP
    return judged(answer)


def judged(answer: ShopAnswer) -> str:
    """Exactly 200 with the right JSON, or 400; anything else counts as a 500."""
    if answer.status == 400:
        return MALFORMED
    if answer.status != 200:
        return HTTP
    if answer.content_type.partition(";")[0].strip().lower() != "application/json":
        return UNSUPPORTED_MEDIA_TYPE
    try:
        body = json.loads(answer.body)
    except (ValueError, RecursionError):
        return CANT_PARSE_RESPONSE
    return DELIVERED if is_right(body) else INVALID_DATA


def is_right(body: Any) -> bool:
    """{"version", "name", "time"}, the first two of 1 to 100 characters, the last a moment with its offset."""
    if not isinstance(body, dict) or not all(isinstance(body.get(name), str) for name in ("version", "name", "time")):
        return False
    if not all(1 <= len(body[name]) <= 100 for name in ("version", "name")):
        return False
    try:
        return datetime.fromisoformat(body["time"]).tzinfo is not None
    except ValueError:
        return False
