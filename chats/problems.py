"""Why something could not be had, as plain values that a row can keep and a page can show."""

from dataclasses import dataclass
from datetime import datetime

from chats.market.errors import MarketError

# Kinds of the desk's own, beside those of chats.market.errors.
RESERVE = "reserve"  # what is left of the hour is kept for people's own actions and replies
BUSY = "busy"  # all four requests of the business, or all waiting places of this process, are taken
SHUT = "shut"  # Market failed several times in a row; the next try is at `until`
NO_TOKEN = "no_token"
LOST_TOKEN = "lost_token"  # no key in TOKEN_KEYS opens it
INACTIVE = "inactive"
TOO_FAST = "too_fast"  # this person looks up more than one does by hand
NO_ORDER_ACCESS = "no_order_access"  # the token has no scope for orders and returns
NO_ORDER = "no_order"  # Market does not show an order or a return of this number
NO_STORE = "no_store"  # Market did not say at which store, and a return is asked for there
SLOW = "slow"  # has not answered while the page could wait
# What stops a reply before it leaves.
READ_ONLY_TOKEN = "read_only_token"
USED_ID = "used_id"  # the form carries the id of another person's reply, or of one in another chat
EMPTY_TEXT = "empty_text"
TOO_LONG = "too_long"
MISSING_VALUE = "missing_value"  # a prepared answer still waits for one
EMPTY_FILE = "empty_file"
TOO_LARGE = "too_large"
FILE_TYPE = "file_type"

# The seller itself needs its administrator; asking again soon cannot help.
SELLER_AT_FAULT = frozenset({"dead_key", "missing_scope", "no_access", "api_off", "forbidden"})


@dataclass(frozen=True, kw_only=True)
class Problem:
    """`until` is when a next try makes sense, `trace` Market's traceparent, `detail` Market's own words, cleaned."""

    kind: str
    at: datetime
    until: datetime | None = None
    trace: str = ""
    detail: str = ""


class NotNow(Exception):
    """The desk itself does not call Market at this moment."""

    def __init__(self, kind: str, until: datetime | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.until = until


def problem_of(error: MarketError | NotNow, *, at: datetime) -> Problem:
    """The error as a plain value, noted at `at`."""
    if isinstance(error, NotNow):
        return Problem(kind=error.kind, at=at, until=error.until)
    return Problem(kind=error.kind, at=at, until=error.until, trace=error.trace, detail=error.detail)
