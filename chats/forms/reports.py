from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chats.forms.search import DayField
from chats.models import Seller
from chats.services.reports import By, Days, last_days

MOST_DAYS: Final = 3 * 366
USUAL_DAYS: Final = 28
FORMATS: Final = ["%Y-%m-%d", "%d.%m.%Y"]


class ReportForm(forms.Form):
    """Which days a report is about, in the time zone of the person, and whose. What is left out is as usual: four weeks
    up to today, all sellers."""

    since = DayField(label=pgettext_lazy("date", "From"), required=False, input_formats=FORMATS)
    until = DayField(label=pgettext_lazy("date", "To"), required=False, input_formats=FORMATS)
    seller = forms.TypedChoiceField(label=_("Seller"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: QueryDict, *, sellers: Sequence[Seller]) -> None:
        self.sellers = {seller.business_id: seller for seller in sellers}
        self.usual = last_days(USUAL_DAYS, now=timezone.now(), zone=timezone.get_current_timezone())
        usual = {"since": f"{self.usual.first:%Y-%m-%d}", "until": f"{self.usual.last:%Y-%m-%d}"}
        given = {name: value for name in ("since", "until", "seller") if (value := data.get(name, "").strip())}
        super().__init__({**({} if {"since", "until"} & given.keys() else usual), **given}, auto_id="report-%s")
        choices = [(business_id, seller.name) for business_id, seller in self.sellers.items()]
        self.fields["seller"].choices = [("", _("All sellers")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if self.errors:
            return
        if since is None or until is None:
            self.add_error("until" if since else "since", _("Choose both days."))
        elif until < since:
            self.add_error("until", _("This day is before the first one."))
        elif until - since >= timedelta(days=MOST_DAYS):
            self.add_error("since", _("A report is about three years at most."))

    @property
    def days(self) -> Days:
        """Of a valid form."""
        asked = self.cleaned_data
        return Days(first=asked["since"], last=asked["until"], zone=timezone.get_current_timezone())

    @property
    def about(self) -> Seller | None:
        """None: about all."""
        return self.sellers.get(self.cleaned_data["seller"] or 0)


def by_of(data: QueryDict) -> By:
    """What is compared; days, where the address names nothing that there is."""
    name = data.get("by", "")
    return By(name) if name in set(By) else By.DAY
