"""The type of the entries in problems.py and replies.py, and the sentences that several entries share."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

INFO, WARN, DANGER = "info", "warn", "danger"

ASKS_AGAIN = gettext_lazy("The desk asks again at %(until)s.")
SENSE_AGAIN = gettext_lazy("Try again at %(until)s.")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The words for one kind of problem. `short` is for lists; `gone` replaces `text` for a chat that the desk has seen
    before. `%(seller)s` in `text` is the seller's name, `%(until)s` in `until` a time."""

    tone: str
    short: Any
    title: Any
    text: Any
    advice: Any
    until: Any = ASKS_AGAIN
    gone: Any = None


NEW_KEY_NEEDED = gettext_lazy("For the administrator: the seller needs a new key in the desk’s admin pages.")
TRY_SOON = gettext_lazy("Refresh in a few seconds.")
BY_ITSELF = gettext_lazy("You need not do anything: an open chat is refreshed automatically.")
UNREADABLE_CHAT = Entry(
    tone=WARN,
    short=gettext_lazy("a chat could not be read"),
    title=gettext_lazy("A chat in Market’s list could not be read"),
    text=gettext_lazy("The desk could not decode a chat in Market’s list for “%(seller)s”."),
    advice=gettext_lazy("Look it up in Market’s cabinet."),
)
ENDLESS_LIST = Entry(
    tone=WARN,
    short=gettext_lazy("list repeats itself"),
    title=gettext_lazy("Market’s list of chats repeats itself"),
    text=gettext_lazy(
        "Market gave the same pages of the chats of “%(seller)s” again and again: the desk read no further."
    ),
    advice=gettext_lazy(
        "The desk begins the list again later. If it keeps happening, it is a matter for Market’s support."
    ),
)
FAILED_ITSELF = Entry(
    tone=WARN,
    short=gettext_lazy("the desk failed at it"),
    title=gettext_lazy("The desk itself failed at this"),
    text=gettext_lazy("The desk could not work on what it knows of “%(seller)s”. The mistake is its own."),
    advice=gettext_lazy("For the administrator: the desk’s log has the place in its code."),
)
