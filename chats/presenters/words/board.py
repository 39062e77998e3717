"""The words of the lead's board."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIGURES: Final[Mapping[str, Promise]] = {
    "past-deadline": _("past Market’s deadline"),
    "overdue": _("past the target"),
    "waiting": _("waiting for a reply"),
    "nobodys": _("of these nobody’s"),
    "snoozed": _("snoozed, for now"),
    "open-replies": _("replies that may not have arrived"),
}
