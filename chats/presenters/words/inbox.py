"""Words for the views of the inbox, keyed by the view's name."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chats.market.types import ContextType, Sender


class ViewWords(NamedTuple):
    """`title` is the heading of the list, `short` the link to it, `nothing` what an empty one says."""

    title: Any
    short: Any
    nothing: Any


VIEWS: Final[Mapping[str, ViewWords]] = {
    "waiting": ViewWords(
        _("Waiting for a reply"), pgettext_lazy("chats that wait", "All"), _("Nobody waits for a reply.")
    ),
    "mine": ViewWords(
        _("Mine, waiting"), pgettext_lazy("chats that wait", "Mine"), _("None of your chats waits for a reply.")
    ),
    "nobodys": ViewWords(
        _("Nobody’s, waiting"), pgettext_lazy("chats that wait", "Nobody’s"), _("Each chat that waits has somebody.")
    ),
    "disputes": ViewWords(_("Disputes"), _("Disputes"), _("There is no open dispute.")),
    "new": ViewWords(_("New chats"), pgettext_lazy("chats that wait", "New"), _("There is no new chat.")),
    "handed": ViewWords(_("Handed to you"), _("Handed to you"), _("You have opened all that was handed to you.")),
    "buyer": ViewWords(_("Waiting for the buyer"), _("Waiting for the buyer"), _("No chat waits for its buyer.")),
    "arbiter": ViewWords(
        _("Waiting for the arbiter"), _("Waiting for the arbiter"), _("No chat waits for an arbiter.")
    ),
    "market": ViewWords(_("Waiting for Market"), _("Waiting for Market"), _("No chat waits for Market.")),
    "finished": ViewWords(
        pgettext_lazy("chats", "Finished"), pgettext_lazy("chats", "Finished"), _("No chat is finished.")
    ),
    "snoozed": ViewWords(
        pgettext_lazy("chats", "Snoozed"), pgettext_lazy("chats", "Snoozed"), _("No chat is snoozed.")
    ),
    "all": ViewWords(_("All chats"), _("All chats"), _("The desk knows no chat yet.")),
}
CONTEXTS: Final[Mapping[str, Any]] = {
    ContextType.ORDER: _("About orders"),
    ContextType.RETURN: _("About returns"),
    ContextType.DIRECT: _("Direct questions"),
}
# Who wrote the last line. Of the buyer it needs no word.
SENDERS: Final[Mapping[str, Any]] = {
    Sender.PARTNER: pgettext_lazy("before what somebody wrote", "Shop:"),
    Sender.MARKET: pgettext_lazy("before what somebody wrote", "Market:"),
    Sender.SUPPORT: pgettext_lazy("before what somebody wrote", "Support:"),
}
ARBITER: Final = pgettext_lazy("before what somebody wrote", "Arbiter:")
