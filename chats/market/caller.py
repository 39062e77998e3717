"""How an operation is called: one request, its raw answer understood, one line in the log."""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from chats.market import wire
from chats.market.errors import MarketError
from chats.market.http.connection import Limit
from chats.market.http.transport import Query, Request, Transport
from chats.market.limits import Answer
from chats.market.token import Token

logger = logging.getLogger(__name__)

T = TypeVar("T")
Send = Callable[[str, Token, Request, Limit], wire.RawAnswer]


class Caller:
    """The base of the classes that hold operations."""

    def __init__(  # noqa: PLR0913  (settings, all by keyword)
        self,
        base_url: str,
        *,
        proxy: str = "",
        connect_timeout: float = 3.0,
        read_timeout: float = 12.0,
        deadline: float = 15.0,
        max_answer_bytes: int = 2 * 1024 * 1024,
        ca_file: str = "",
    ) -> None:
        """`proxy` is an http(s) address; no other proxy is ever used, whatever the environment says. `deadline` limits
        a whole call, from the DNS lookup to the last byte. `ca_file`: PEM certificates to trust in place of the usual.

        Raises ValueError if an address cannot be used. The error holds no part of the address.
        """
        self.limit = Limit(connect=connect_timeout, read=read_timeout, whole=deadline, size=max_answer_bytes)
        self.transport = Transport(base_url, proxy=proxy, ca_file=ca_file)

    def close(self) -> None:
        """Close the calling thread's connections. A later call opens new ones."""
        self.transport.close()

    def call(  # noqa: PLR0913  (a call and how to make it)
        self,
        operation: str,
        token: Token,
        request: Request,
        deadline: float | None,
        understand: Callable[[wire.RawAnswer], Answer[T]],
        *,
        send: Send | None = None,
    ) -> Answer[T]:
        """Send a request that only reads, unless `send` is `transport.write`."""
        started = time.monotonic()
        try:
            raw = (send or self.transport.read)(operation, token, request, self.limit.within(deadline))
            answer = understand(raw)
        except MarketError as error:
            log(operation, error.status or error.kind, started, error.trace)
            raise
        log(operation, raw.status, started, answer.trace)
        return answer

    def write(self, operation: str, token: Token, request: Request, deadline: float | None) -> Answer[None]:
        understand = partial(wire.taken_of, operation)
        return self.call(operation, token, request, deadline, understand, send=self.transport.write)


def paged(limit: int, page_token: str | None) -> Query:
    return {"limit": limit, "pageToken": page_token} if page_token else {"limit": limit}


def log(operation: str, outcome: int | str, started: float, trace: str) -> None:
    logger.debug("%s: %s in %d ms, trace %s", operation, outcome, (time.monotonic() - started) * 1000, trace or "none")
