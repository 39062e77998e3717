"""The words of reports."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chats.services.reports import By, Unit

# What a report compares: in the list of choices, and over the first column of its table.
CHOICES: Final[Mapping[By, Promise]] = {
    By.DAY: _("By day"),
    By.HOUR: _("By hour of day"),
    By.SELLER: _("By seller"),
    By.STORE: _("By store"),
    By.AGENT: _("By agent"),
    By.CONTEXT: _("By subject"),
}
HEADS: Final[Mapping[By, Promise]] = {
    By.DAY: pgettext_lazy("of a report", "Day"),
    By.HOUR: pgettext_lazy("of a report", "Hour"),
    By.SELLER: _("Seller"),
    By.STORE: _("Store"),
    By.AGENT: pgettext_lazy("of a report", "Agent"),
    By.CONTEXT: pgettext_lazy("of a report", "Subject"),
}
UNITS: Final[Mapping[Unit, Promise]] = {
    Unit.DAY: HEADS[By.DAY],
    Unit.WEEK: _("Week from"),
    Unit.MONTH: _("Month from"),
}
NO_STORE: Final = _("No store")
NO_SELLER: Final = _("Seller not given")
ELSEWHERE: Final = _("Elsewhere than at the desk")
GONE: Final = _("Agent %(number)s, who is no longer here")
NOBODY_NAMED: Final = _("Store %(number)s")

IN: Final = _("Messages in")
OUT: Final = _("Messages out")
REPLIES: Final = _("Replies")
HALF: Final = _("Half of the replies within")
MOST: Final = _("9 in 10 replies within")
HALF_WORKING: Final = _("Half within, working time")
MOST_WORKING: Final = _("9 in 10 within, working time")
WITHIN: Final = _("Within the target")
