"""Words for what Market announces, for what became of it, and how notifications are switched on."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chats.models import NotificationAddress, WebhookEvent

Outcome, Verdict = WebhookEvent.Outcome, NotificationAddress.Verdict

# A type that is not here is shown as its code.
EVENTS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "CHAT_CREATED": _("New chat"),
        "CHAT_MESSAGE_SENT": _("Message"),
        "CHAT_ARBITRAGE_STARTED": _("Dispute begun"),
        "CHAT_ARBITRAGE_FINISHED": _("Dispute ended"),
        "ORDER_CREATED": _("New order"),
        "ORDER_CANCELLED": _("Order cancelled"),
        "ORDER_STATUS_UPDATED": _("Status of an order"),
        "ORDER_UPDATED": _("Dates of an order"),
        "ORDER_CANCELLATION_REQUEST": _("Cancellation asked for"),
        "ORDER_RETURN_CREATED": _("New return"),
        "ORDER_RETURN_STATUS_UPDATED": _("Status of a return"),
        "GOODS_FEEDBACK_CREATED": _("Review"),
        "GOODS_FEEDBACK_COMMENT_CREATED": _("Comment on a review"),
        "QUESTION_CREATED": _("Question about goods"),
        "QUESTION_ANSWER_CREATED": _("Answer to a question"),
        "QUESTION_COMMENT_CREATED": _("Comment on an answer"),
    }
)

OUTCOMES: Final[Mapping[str, Any]] = MappingProxyType(
    {
        Outcome.KEPT: _("about nothing that the desk has"),
        Outcome.KNOWN: _("known already"),
        Outcome.HEEDED: _("is being read anew"),
        Outcome.FOUND: _("new chat fetched"),
        Outcome.ABSENT: _("Market shows no such chat"),
        Outcome.LEFT: _("left to the regular reading"),
    }
)

SHORT: Final[Mapping[str, Any]] = MappingProxyType(
    {
        Verdict.NEVER_SEEN: pgettext_lazy("notifications", "not seen yet"),
        Verdict.WORKING: pgettext_lazy("notifications", "arrive"),
        Verdict.MISSING: pgettext_lazy("notifications", "some are missing"),
        Verdict.SILENT: pgettext_lazy("notifications", "silent"),
    }
)

# The names are those of Market's cabinet.
STEPS: Final = (
    _("Open the cabinet: Settings → API and modules → API notifications."),
    _(
        "Choose notifications for the whole cabinet and not for one store: chats are announced for the cabinet only. "
        "That takes its owner or a manager."
    ),
    _("Paste the address, and switch on the events about chats, orders and returns."),
    _("Save. Market sends a check to the address at once, and begins within two minutes."),
)
NEEDS_HTTPS: Final = _(
    "Market needs an https:// address that it can reach, with the certificate of a public authority. Open this page at "
    "the desk’s public address, and copy it from there."
)
KEEP_IT: Final = _("The address is a secret of this seller: whoever has it can send the desk hints.")
