"""Problems: why the desk could not get something, as plain values that a row stores and a page shows."""

from dataclasses import dataclass
from datetime import datetime

from chats.market.errors import MarketError

# The desk's own kinds; those of Market's errors are in chats.market.errors. Rows store these strings.
RESERVE = "reserve"  # the calls left in this hour are kept for people's own actions and replies
BUSY = "busy"  # all four slots of the business are taken, or the thread budget of this process is used up
CIRCUIT_OPEN = "shut"  # Market failed several times in a row; the next try is at `until`
NO_TOKEN = "no_token"
LOST_TOKEN = "lost_token"  # no key in TOKEN_KEYS opens it
INACTIVE = "inactive"  # the seller is switched off
TOO_FAST = "too_fast"  # this person looks up more numbers than anyone does by hand
NO_ORDER_ACCESS = "no_order_access"  # the token has no scope for orders and returns
NO_ORDER = "no_order"  # Market does not show an order or a return of this number
NO_STORE = "no_store"  # Market did not name the store, and returns are asked for by store
DBS_RETURN = "dbs_return"  # Market opens no chats about returns of a store of the type DBS
UNREADABLE = "unreadable"  # an item of a list could not be decoded
ENDLESS = "endless"  # the pages of a list come again and again
SLOW = "slow"  # no answer came for as long as the page could wait
FAILED = "failed"  # the desk itself failed at it, which is a mistake in its code; the log has the place
# Reasons not to send a reply.
READ_ONLY_TOKEN = "read_only_token"
USED_ID = "used_id"  # the form carries the id of another person's reply, or of one in another chat
EMPTY_TEXT = "empty_text"
TOO_LONG = "too_long"
MISSING_VALUE = "missing_value"  # a placeholder of a prepared answer has no value yet
LIKE_A_KEY = "like_a_key"  # the text seems to hold a seller's Api-Key
EMPTY_FILE = "empty_file"
TOO_LARGE = "too_large"
FILE_TYPE = "file_type"
TOO_MANY_FILES = "too_many_files"

# Problems that only the seller's administrator can solve: asking again soon cannot help.
SELLER_AT_FAULT = frozenset({"dead_key", "missing_scope", "no_access", "api_off", "forbidden"})


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One problem, met `at` that time. `until`: when the next try makes sense. `trace`: Market's traceparent, which its
    support asks for. `detail`: Market's own words, cleaned."""

    kind: str
    at: datetime
    until: datetime | None = None
    trace: str = ""
    detail: str = ""


class NotNow(Exception):
    """The desk itself holds a call to Market back; the next try makes sense at `until`, where that is known."""

    def __init__(self, kind: str, until: datetime | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.until = until


def problem_of(error: MarketError | NotNow, *, at: datetime) -> Problem:
    """The error as a plain value, noted at `at`."""
    if isinstance(error, NotNow):
        return Problem(kind=error.kind, at=at, until=error.until)
    return Problem(kind=error.kind, at=at, until=error.until, trace=error.trace, detail=error.detail)
