"""Requests out, answers in, over HTTP; which operation it is does not matter here."""

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
from chats.market.http.network_errors import CLOSED_EARLY, TROUBLE, error_of
from chats.market.token import Token
from chats.market.wire import Reply

Query = dict[str, int | str]

USER_AGENT = "market-support-desk"
PIECE = 64 * 1024
SHORTEST_SECRET = 16  # a shorter text may stand in an answer by chance


class Request(NamedTuple):
    """An empty body is none."""

    method: str
    path: str
    query: Query = {}
    body: bytes = b""
    content_type: str = "application/json"


class ApiKey(requests.auth.AuthBase):
    """Puts the key on a request last, so that none of our own frames holds it in the open."""

    def __init__(self, token: Token) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Api-Key"] = self._token.reveal()
        return request


class Transport:
    """Sends to one host only.

    It uses the adapter of requests without its Session: a session is what follows redirects, keeps cookies (one
    seller's would go with another's request) and takes proxies, passwords and CA bundles from the environment.
    """

    def __init__(self, base_url: str, *, proxy: str = "", ca_file: str = "") -> None:
        self._base = usable(base_url, "The address of Market")
        proxy = usable(proxy, "The address of the proxy", password=True) if proxy else ""
        self._proxies = {"http": proxy, "https": proxy} if proxy else {}
        secure = any(address.lower().startswith("https:") for address in (base_url.strip(), proxy))
        self._context = ssl.create_default_context(cafile=ca_file or DEFAULT_CA_BUNDLE_PATH) if secure else None
        self._own = threading.local()

    def read(self, operation: str, token: Token, request: Request, limit: Limit) -> Reply:
        """Sends what only reads, so that it may be sent again when a kept connection turns out to be closed.

        Raises NotReached, TlsFailed or NotUnderstood, without the exception that has the request in it.
        """
        CALL.begin(limit)
        outcome = self._attempt(operation, token, request)
        if lost_before_an_answer(outcome):
            outcome = self._attempt(operation, token, request)
        if isinstance(outcome, MarketError):
            raise outcome
        return outcome

    def write(self, operation: str, token: Token, request: Request, limit: Limit) -> Reply:
        """Sends once, and never again, what changes something at Market.

        It goes out on a new connection: a kept one may just be closing, and then nobody can say whether the request
        was taken. Raises NotReached or TlsFailed when nothing of it left, OutcomeUnknown when some of it may have.
        """
        CALL.begin(limit)
        self.close()
        outcome = self._attempt(operation, token, request)
        if isinstance(outcome, Reply):
            return outcome
        if CALL.sending:
            raise OutcomeUnknown(operation, outcome.detail)
        raise outcome if isinstance(outcome, NotReached) else NotReached(operation, outcome.detail)

    def close(self) -> None:
        self._adapter().close()

    def _attempt(self, operation: str, token: Token, request: Request) -> Reply | MarketError:
        try:
            CALL.left(0)  # one that is late already sends nothing
            with closing(self._adapter().reply_to(self._prepared(token, request), self._proxies)) as response:
                return hidden(token, replied(response))
        except TROUBLE as trouble:
            return error_of(operation, trouble)

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
        """This thread's. A child process does not use its parent's: two would read one connection."""
        if getattr(self._own, "process", None) != os.getpid():
            self._own.adapter = Adapter(self._context)
            self._own.process = os.getpid()
        adapter: Adapter = self._own.adapter
        return adapter


def usable(address: str, what: str, *, password: bool = False) -> str:
    """Raises ValueError, which does not hold the address: there may be a password in it."""
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


def lost_before_an_answer(outcome: Reply | MarketError) -> bool:
    """Whether a kept connection turned out to be closed, which says nothing about Market."""
    unanswered = not CALL.opened and CALL.received == 0
    return unanswered and isinstance(outcome, NotReached) and outcome.detail == CLOSED_EARLY


def replied(response: requests.Response) -> Reply:
    try:
        body = unpacked(response)
    except TROUBLE:
        # What to do about an error is in its status; its words are not worth losing that.
        if 200 <= response.status_code < 300:
            raise
        body = b""
    return Reply(status=response.status_code, headers=dict(response.headers), body=body)


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


def hidden(token: Token, reply: Reply) -> Reply:
    """The answer without the key, should it ever be repeated there: whole, or its long parts, which look the same
    however the colons between them are written."""
    secret = token.reveal()
    pieces = [piece for piece in (secret, *secret.split(":")) if len(piece) >= SHORTEST_SECRET]
    headers, body = dict(reply.headers), reply.body
    for piece in pieces:
        headers = {name: value.replace(piece, "***") for name, value in headers.items()}
        body = body.replace(piece.encode(), b"***")
    return Reply(status=reply.status, headers=headers, body=body)
