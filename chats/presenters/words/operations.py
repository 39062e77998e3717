"""The words for Market's operations and for the lanes, as the page of the ledger names them."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy

from chats.market import limits

OPERATIONS: Final[Mapping[str, Any]] = {
    limits.GET_CHAT: gettext_lazy("Single chats"),
    limits.GET_CHATS: gettext_lazy("Lists of chats"),
    limits.GET_CHAT_HISTORY: gettext_lazy("Messages"),
    limits.SEND_MESSAGE_TO_CHAT: gettext_lazy("Replies"),
    limits.SEND_FILE_TO_CHAT: gettext_lazy("Files to buyers"),
    limits.CREATE_CHAT: gettext_lazy("New chats"),
    limits.GET_CAMPAIGNS: gettext_lazy("Stores"),
    limits.GET_BUSINESS_ORDERS: gettext_lazy("Orders"),
    limits.GET_RETURN: gettext_lazy("Returns"),
    limits.GET_AUTH_TOKEN_INFO: gettext_lazy("Check of the token"),
}
# In the order of the lanes.
LANES: Final = (
    gettext_lazy("people’s own actions"),
    gettext_lazy("replies being sent"),
    gettext_lazy("open pages"),
    gettext_lazy("background"),
)
ELSEWHERE: Final = gettext_lazy("other programs")
# By how many lanes are held back: the last ones always are first.
HELD_BACK: Final[Mapping[int, Any]] = {
    1: gettext_lazy("The background waits until %(until)s, so that enough is left for people."),
    2: gettext_lazy("The background and open pages wait until %(until)s; people’s own actions and replies go on."),
    3: gettext_lazy("Only people’s own actions go on; all else waits until %(until)s."),
    4: gettext_lazy("Nothing is left until %(until)s."),
}
# Of these, only some lanes ever make calls: from how many held back on that makes a difference.
HELD_BACK_FROM: Final[Mapping[str, int]] = {
    limits.SEND_MESSAGE_TO_CHAT: 3,
    limits.SEND_FILE_TO_CHAT: 3,
    limits.CREATE_CHAT: 4,
    limits.GET_CAMPAIGNS: 4,
    limits.GET_AUTH_TOKEN_INFO: 4,
}
SENDING: Final = (limits.SEND_MESSAGE_TO_CHAT, limits.SEND_FILE_TO_CHAT)
NOTHING_SENT: Final = gettext_lazy(
    "Nothing more is sent to buyers until %(until)s; what agents have typed stays in the chats."
)
MARKETS_LIMIT: Final = gettext_lazy("Market says that the limit is reached. Nothing is asked until %(until)s.")


def operation_word(operation: str) -> str:
    """An operation that only another version of the desk calls keeps Market's name."""
    return str(OPERATIONS.get(operation, operation))
