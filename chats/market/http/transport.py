"""HTTP: sends a request, returns the raw answer. Knows nothing of the operations."""

import os
import ssl
import threading
from contextlib import closing
from typing import NamedTuple
from urllib.parse import urlsplit

import requests
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from chats.market.errors import MarketError, NotReached, OutcomeUnknown
from chats.market.http.connection import CALL, Adapter, Limit, TooBig
from chats.market.http.network_errors import CLOSED_EARLY, NETWORK_EXCEPTIONS, network_error
from chats.market.token import Token
from chats.market.wire import RawAnswer

Query = dict[str, int | str]

USER_AGENT = "market-support-desk"
PIECE = 64 * 1024
SHORTEST_SECRET = 16  # shorter parts of a key may occur in an answer by chance


class Request(NamedTuple):
    """An empty `body` means that the request has none."""

    method: str
    path: str
    query: Query = {}
    body: bytes = b""
    content_type: str = "application/json"


class ApiKey(requests.auth.AuthBase):
    """Adds the key to a request at the last moment, so that a traceback through our own frames cannot show it."""

    def __init__(self, token: Token) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Api-Key"] = self._token.reveal()
        return request


class Transport:
    """Sends to one host only.

    Uses the adapter of requests without a Session. A session would follow redirects, keep cookies (those of one seller
    would go with another's request) and take proxies, passwords and CA bundles from the environment.
    """

    def __init__(self, base_url: str, *, proxy: str = "", ca_file: str = "") -> None:
        self._base = usable(base_url, "The address of Market")
        proxy = usable(proxy, "The address of the proxy", password=True) if proxy else ""
        self._proxies = {"http": proxy, "https": proxy} if proxy else {}
        secure = any(address.lower().startswith("https:") for address in (base_url.strip(), proxy))
        self._context = ssl.create_default_context(cafile=ca_file or DEFAULT_CA_BUNDLE_PATH) if secure else None
        self._own = threading.local()

    def read(self, operation: str, token: Token, request: Request, limit: Limit) -> RawAnswer:
        """Send a request that only reads. It is sent a second time if a kept-alive connection turns out to be closed.

        Raises NotReached, TlsFailed or NotUnderstood, never chained to the exception that holds the request.
        """
        CALL.begin(limit)
        outcome = self._attempt(operation, token, request)
        if lost_before_an_answer(outcome):
            outcome = self._attempt(operation, token, request)
        if isinstance(outcome, MarketError):
            raise outcome
        return outcome

    def write(self, operation: str, token: Token, request: Request, limit: Limit) -> RawAnswer:
        """Send a request that changes something at Market, at most once.

        Always on a new connection: a kept-alive one may be closing at this moment, and then nobody can tell whether
        Market took the request. Raises NotReached or TlsFailed if no byte of it left, OutcomeUnknown if some may have.
        """
        CALL.begin(limit)
        self.close()
        outcome = self._attempt(operation, token, request)
        if isinstance(outcome, RawAnswer):
            return outcome
        if CALL.sending:
            raise OutcomeUnknown(operation, outcome.detail)
        raise outcome if isinstance(outcome, NotReached) else NotReached(operation, outcome.detail)

    def close(self) -> None:
        self._adapter().close()

    def _attempt(self, operation: str, token: Token, request: Request) -> RawAnswer | MarketError:
        try:
            CALL.left(0)  # past its deadline, a call sends nothing
            with closing(self._adapter().respond_to(self._prepared(token, request), self._proxies)) as response:
                return without_token(token, raw_answer(response))
        except NETWORK_EXCEPTIONS as exception:
            return network_error(operation, exception)

    def _prepared(self, token: Token, request: Request) -> requests.PreparedRequest:
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": USER_AGENT}
        if request.body:
            headers["Content-Type"] = request.content_type
        return requests.Request(
            request.method,
            f"{self._base}/{request.path}",
            params=request.query,
            data=request.body or None,
            headers=headers,
            auth=ApiKey(token),
        ).prepare()

    def _adapter(self) -> Adapter:
        """This thread's adapter. After a fork the child makes its own: two processes must not read one connection."""
        if getattr(self._own, "process", None) != os.getpid():
            self._own.adapter = Adapter(self._context)
            self._own.process = os.getpid()
        adapter: Adapter = self._own.adapter
        return adapter


def usable(address: str, what: str, *, password: bool = False) -> str:
    """Raises ValueError without the address in it, which may hold a password."""
    address = address.strip().rstrip("/")
    try:
        parts = urlsplit(requests.Request("GET", address).prepare().url or "")
        fits = parts.scheme in {"http", "https"} and parts.port != 0 and not (parts.query or parts.fragment)
        fits = fits and (password or "@" not in parts.netloc)
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(f"{what} must look like https://host or http://host:port.")
    return address


def lost_before_an_answer(outcome: RawAnswer | MarketError) -> bool:
    """Whether a kept-alive connection turned out to be closed. This says nothing about Market's health."""
    unanswered = not CALL.opened and CALL.received == 0
    return unanswered and isinstance(outcome, NotReached) and outcome.detail == CLOSED_EARLY


def raw_answer(response: requests.Response) -> RawAnswer:
    try:
        body = unpacked(response)
    except NETWORK_EXCEPTIONS:
        # The status of an error answer says what to do; an unreadable body must not hide it.
        if 200 <= response.status_code < 300:
            raise
        body = b""
    return RawAnswer(status=response.status_code, headers=dict(response.headers), body=body)


def unpacked(response: requests.Response) -> bytes:
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in {"identity", "gzip"}:
        raise ValueError("packed as it was not asked for")
    body = bytearray()
    while piece := response.raw.read(PIECE, decode_content=True):
        body += piece
        if len(body) > CALL.limit.size:
            raise TooBig("the answer is too big")
    return bytes(body)


def without_token(token: Token, raw: RawAnswer) -> RawAnswer:
    """The answer with the key redacted, should Market ever echo it: the whole key, and its long parts, since the colons
    between them may be escaped in any way."""
    secret = token.reveal()
    pieces = [piece for piece in (secret, *secret.split(":")) if len(piece) >= SHORTEST_SECRET]
    headers, body = dict(raw.headers), raw.body
    for piece in pieces:
        headers = {name: value.replace(piece, "***") for name, value in headers.items()}
        body = body.replace(piece.encode(), b"***")
    return RawAnswer(status=raw.status, headers=headers, body=body)
