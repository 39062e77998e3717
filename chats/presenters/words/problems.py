"""The words for every kind of problem: what happened, what to do about it, and when it will pass."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy

from chats import problems
from chats.presenters.words import entry
from chats.presenters.words.entry import BY_ITSELF, DANGER, INFO, NEW_KEY_NEEDED, TRY_SOON, WARN, Entry
from chats.presenters.words.replies import REPLY_ENTRIES

ENTRIES: Final[Mapping[str, Entry]] = {
    "dead_key": Entry(
        tone=DANGER,
        short=gettext_lazy("key not accepted"),
        title=gettext_lazy("Market does not accept the seller’s key"),
        text=gettext_lazy("Market no longer knows the key of “%(seller)s”: it was deleted or replaced in the cabinet."),
        advice=NEW_KEY_NEEDED,
    ),
    "missing_scope": Entry(
        tone=DANGER,
        short=gettext_lazy("key may not read chats"),
        title=gettext_lazy("The seller’s key may not read chats"),
        text=gettext_lazy("The key of “%(seller)s” lacks the permission for chats (communication)."),
        advice=gettext_lazy(
            "For the administrator: a key with that permission is made in Market’s cabinet, under API and modules."
        ),
    ),
    "no_access": Entry(
        tone=DANGER,
        short=gettext_lazy("key of another cabinet"),
        title=gettext_lazy("The seller’s key belongs to another cabinet"),
        text=gettext_lazy("The key of “%(seller)s” gives no access to this business ID."),
        advice=gettext_lazy("For the administrator: the business ID and the key do not belong together."),
    ),
    "api_off": Entry(
        tone=DANGER,
        short=gettext_lazy("API switched off"),
        title=gettext_lazy("The API is switched off at Market"),
        text=gettext_lazy(
            "At Market the API is off for “%(seller)s”: somebody switched it off in the cabinet, or no store is active."
        ),
        advice=gettext_lazy(
            "For the administrator: it is switched on in Market’s cabinet and works about a minute later."
        ),
    ),
    "forbidden": Entry(
        tone=DANGER,
        short=gettext_lazy("access refused"),
        title=gettext_lazy("Market refuses access"),
        text=gettext_lazy("Market refused the request for “%(seller)s” without saying which permission is missing."),
        advice=gettext_lazy("For the administrator: the code shown here tells Market’s support which call it was."),
    ),
    "not_found": Entry(
        tone=WARN,
        short=gettext_lazy("not found"),
        title=gettext_lazy("Market cannot find this chat"),
        text=gettext_lazy("Market knows no chat with this number for “%(seller)s”."),
        advice=gettext_lazy("Check the number: it may be the number of an order, or a chat of another seller."),
        gone=gettext_lazy("Market can no longer find this chat for “%(seller)s”."),
    ),
    "hourly_limit": Entry(
        tone=WARN,
        short=gettext_lazy("hourly limit used up"),
        title=gettext_lazy("Market’s limit for this hour is used up"),
        text=gettext_lazy(
            "Market accepts a limited number of requests an hour for “%(seller)s”, and all of them are used up."
        ),
        advice=BY_ITSELF,
        until=gettext_lazy("The limit renews at %(until)s."),
    ),
    "parallel_limit": Entry(
        tone=INFO,
        short=gettext_lazy("many requests at once"),
        title=gettext_lazy("Many requests to Market at once"),
        text=gettext_lazy("Market accepts four requests at a time for “%(seller)s”, and four were already under way."),
        advice=TRY_SOON,
    ),
    "unknown_limit": Entry(
        tone=WARN,
        short=gettext_lazy("a limit is reached"),
        title=gettext_lazy("Market says that a limit is reached"),
        text=gettext_lazy(
            "Market accepts no more requests for “%(seller)s” for now and did not say which limit it is."
        ),
        advice=BY_ITSELF,
    ),
    "refused": Entry(
        tone=DANGER,
        short=gettext_lazy("request rejected"),
        title=gettext_lazy("Market rejected the request"),
        text=gettext_lazy("Market rejected the desk’s request about “%(seller)s”. This is a fault in the desk."),
        advice=gettext_lazy("Check the number. If it is right, the administrator needs the code that is shown here."),
    ),
    "broken": Entry(
        tone=WARN,
        short=gettext_lazy("Market could not answer"),
        title=gettext_lazy("Market could not answer"),
        text=gettext_lazy("A service of Market failed while it was asked about “%(seller)s”."),
        advice=gettext_lazy(
            "Try again in a minute. If it keeps happening, Market’s support can find the case by the code shown here."
        ),
    ),
    "not_reached": Entry(
        tone=WARN,
        short=gettext_lazy("no connection"),
        title=gettext_lazy("No connection to Market"),
        text=gettext_lazy("The desk asked about “%(seller)s” and got no answer from Market in time."),
        advice=gettext_lazy(
            "Try again in a minute. If other sites do not open either, it is a matter for the administrator."
        ),
    ),
    "tls_failed": Entry(
        tone=DANGER,
        short=gettext_lazy("connection not secure"),
        title=gettext_lazy("The connection to Market is not secure"),
        text=gettext_lazy(
            "The other side could not prove that it is Market, so the desk sent nothing for “%(seller)s”."
        ),
        advice=gettext_lazy(
            "For the administrator: check the certificates, and any proxy between the desk and Market."
        ),
    ),
    "not_understood": Entry(
        tone=WARN,
        short=gettext_lazy("answer not understood"),
        title=gettext_lazy("Market’s answer was not understood"),
        text=gettext_lazy("The desk could not understand Market’s answer about “%(seller)s”."),
        advice=gettext_lazy("Try again. If it keeps happening, the administrator needs the code shown here."),
    ),
    problems.UNREADABLE: entry.UNREADABLE_CHAT,
    problems.ENDLESS: entry.ENDLESS_LIST,
    "outcome_unknown": Entry(
        tone=DANGER,
        short=gettext_lazy("outcome not known"),
        title=gettext_lazy("It is not known whether Market received it"),
        text=gettext_lazy(
            "The request for “%(seller)s” was sent, and no answer came. The desk does not send it twice."
        ),
        advice=gettext_lazy("Compare with the chat in Market’s cabinet before writing again."),
    ),
    problems.RESERVE: Entry(
        tone=INFO,
        short=gettext_lazy("kept for replies"),
        title=gettext_lazy("Automatic refresh pauses"),
        text=gettext_lazy(
            "Few of this hour’s requests are left for “%(seller)s”; they are kept for people’s own actions."
        ),
        advice=gettext_lazy("The refresh button still asks Market."),
        until=gettext_lazy("Automatic refresh goes on at %(until)s."),
    ),
    problems.BUSY: Entry(
        tone=INFO,
        short=gettext_lazy("many requests under way"),
        title=gettext_lazy("Many requests are under way"),
        text=gettext_lazy("The desk had as many requests about “%(seller)s” under way as it may send at once."),
        advice=TRY_SOON,
    ),
    problems.FAILED: entry.FAILED_ITSELF,
    problems.CIRCUIT_OPEN: Entry(
        tone=WARN,
        short=gettext_lazy("Market failed several times"),
        title=gettext_lazy("Market does not answer at the moment"),
        text=gettext_lazy(
            "Market failed several times in a row for “%(seller)s”, so the desk waits before it asks again."
        ),
        advice=BY_ITSELF,
        until=gettext_lazy("The next try is at %(until)s."),
    ),
    problems.NO_TOKEN: Entry(
        tone=DANGER,
        short=gettext_lazy("no key yet"),
        title=gettext_lazy("The seller has no key yet"),
        text=gettext_lazy("Without a key the desk cannot ask Market about “%(seller)s”."),
        advice=gettext_lazy("For the administrator: the key is entered in the desk’s admin pages."),
    ),
    problems.LOST_TOKEN: Entry(
        tone=DANGER,
        short=gettext_lazy("key cannot be opened"),
        title=gettext_lazy("The seller’s key cannot be opened"),
        text=gettext_lazy("The key of “%(seller)s” was stored under an encryption key that the desk no longer has."),
        advice=gettext_lazy("For the administrator: restore the old TOKEN_KEYS, or enter the seller’s key again."),
    ),
    problems.INACTIVE: Entry(
        tone=INFO,
        short=gettext_lazy("switched off in the desk"),
        title=gettext_lazy("The seller is switched off"),
        text=gettext_lazy("“%(seller)s” is switched off in this desk, so Market is not asked about it."),
        advice=gettext_lazy("An administrator can switch it on."),
    ),
    problems.TOO_FAST: Entry(
        tone=INFO,
        short=gettext_lazy("too many lookups"),
        title=gettext_lazy("Too many lookups in a short time"),
        text=gettext_lazy(
            "The desk did not ask Market about “%(seller)s”: each person may look up a limited number of chats a "
            "minute, so that Market’s limits last for the whole team."
        ),
        advice=gettext_lazy("Nothing is wrong with the number."),
        until=gettext_lazy("You can go on at %(until)s."),
    ),
    problems.NO_ORDER_ACCESS: Entry(
        tone=INFO,
        short=gettext_lazy("key may not read orders"),
        title=gettext_lazy("The seller’s key may not read orders"),
        text=gettext_lazy(
            "The key of “%(seller)s” lacks the permission for orders and returns "
            "(inventory-and-order-processing:read-only)."
        ),
        advice=gettext_lazy("The chat itself is not affected. An administrator can add the permission in the cabinet."),
    ),
    problems.NO_ORDER: Entry(
        tone=INFO,
        short=gettext_lazy("order not shown"),
        title=gettext_lazy("Market does not show this order"),
        text=gettext_lazy(
            "Market shows nothing for this number at “%(seller)s”, not even among older and test orders."
        ),
        advice=gettext_lazy("Look it up in Market’s cabinet."),
    ),
    problems.NO_STORE: Entry(
        tone=INFO,
        short=gettext_lazy("store not known"),
        title=gettext_lazy("Market did not say which store it is"),
        text=gettext_lazy("Without the store of “%(seller)s” Market cannot be asked about a return."),
        advice=gettext_lazy("Look it up in Market’s cabinet."),
    ),
    problems.SLOW: Entry(
        tone=INFO,
        short=gettext_lazy("has not answered yet"),
        title=gettext_lazy("Market has not answered yet"),
        text=gettext_lazy("Market is taking too long to answer about “%(seller)s”."),
        advice=gettext_lazy("Try again: by then the answer may be there."),
    ),
    **REPLY_ENTRIES,
}

OTHER: Final = Entry(
    tone=WARN,
    short=gettext_lazy("could not be asked"),
    title=gettext_lazy("Market could not be asked"),
    text=gettext_lazy("Something stopped the desk from asking Market about “%(seller)s”."),
    advice=gettext_lazy("Try again in a minute. If it keeps happening, it is a matter for the administrator."),
)


def entry_of(kind: str) -> Entry:
    """The entry for `kind`, or OTHER for a kind that only an older or newer version of the desk knows."""
    return ENTRIES.get(kind, OTHER)
