"""What can go wrong at Market, sorted by what one can do about it.

`kind` is the key under which the desk keeps the words an agent reads. No error ever holds the token.
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
        self.until: datetime | None = None  # when the desk's ledger lets the next call through


class NotReached(MarketError):
    """Nothing left, or a read got no answer in time."""

    kind = "not_reached"
    retriable = True


class TlsFailed(NotReached):
    """The other side could not prove to be Market. Never retried, never downgraded."""

    kind = "tls_failed"
    retriable = False


class OutcomeUnknown(MarketError):
    """A write left, wholly or in part, and no answer came that says what became of it."""

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
    """Another 4xx: our mistake, or an input Market does not take."""

    kind = "refused"


class Broken(MarketError):
    """5xx: Market's own fault."""

    kind = "broken"


class NotUnderstood(MarketError):
    """An answer that is not what the contract says."""

    kind = "not_understood"
