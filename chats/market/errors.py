"""The errors of a call to Market, one class for each thing that one can do about them.

`kind` is the key of the words that an agent reads. No error ever holds the token.
"""

from datetime import datetime

from chats.market.limits import Limits


class MarketError(Exception):
    kind: str = "broken"

    def __init__(
        self,
        operation: str,
        detail: str = "",
        *,
        status: int | None = None,
        trace: str = "",
        limits: Limits | None = None,
    ) -> None:
        super().__init__(f"{operation}: {self.kind}" + (f" ({detail})" if detail else ""))
        self.operation = operation
        self.detail = detail  # Market's own words or ours, cleaned and shortened
        self.status = status
        self.trace = trace
        self.limits = limits or Limits()
        self.until: datetime | None = None  # when the ledger allows the next call; set by the ledger


class NotReached(MarketError):
    """The request did not leave, or it was a read and no answer came in time."""

    kind = "not_reached"
    retriable = True


class TlsFailed(NotReached):
    """The server could not prove that it is Market. Never retried, and never without TLS."""

    kind = "tls_failed"
    retriable = False


class OutcomeUnknown(MarketError):
    """A write left, at least in part, and no answer says whether Market accepted it."""

    kind = "outcome_unknown"


class KeyRejected(MarketError):
    """401 and 403. `kind` is dead_key, missing_scope, no_access, api_off or forbidden."""

    def __init__(self, operation: str, detail: str = "", *, kind: str, **rest: object) -> None:
        self.kind = kind
        super().__init__(operation, detail, **rest)  # type: ignore[arg-type]


class NotFound(MarketError):
    kind = "not_found"


class RateLimited(MarketError):
    """420 and 429. `kind` is hourly_limit, parallel_limit or unknown_limit."""

    def __init__(self, operation: str, detail: str = "", *, kind: str, **rest: object) -> None:
        self.kind = kind
        super().__init__(operation, detail, **rest)  # type: ignore[arg-type]


class Refused(MarketError):
    """Another 4xx: our mistake, or an input that Market rejects."""

    kind = "refused"


class Broken(MarketError):
    """5xx: Market's own fault."""

    kind = "broken"


class NotUnderstood(MarketError):
    """The answer breaks Market's documented contract."""

    kind = "not_understood"
