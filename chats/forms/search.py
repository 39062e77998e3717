from datetime import date, datetime, time, timedelta
from typing import Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chats.market.types import Sender
from chats.models import Seller
from chats.services.search import NOTE, Query, Within, read_query

LONGEST: Final = 200  # characters of a query
SENDERS: Final = [
    ("", _("Anybody")),
    (Sender.CUSTOMER, pgettext_lazy("who wrote", "Buyer")),
    (Sender.PARTNER, pgettext_lazy("who wrote", "Shop")),
    (Sender.SUPPORT, _("Market’s support")),
    (Sender.MARKET, _("Automatic messages")),
    (NOTE, _("Private notes")),
]
# Before and after these there are no chats, and dates can be reckoned with.
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)


class DayField(forms.DateField):
    default_validators = [MinValueValidator(FIRST), MaxValueValidator(LAST)]
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": str(FIRST), "max": str(LAST)})


class SearchForm(forms.Form):
    """The search. A seller that the agent may not see gets the same error as one that does not exist."""

    q = forms.CharField(label=_("Words of a message"), max_length=LONGEST, strip=False)
    seller = forms.ModelChoiceField(
        Seller.objects.none(),
        label=_("Seller"),
        required=False,
        to_field_name="business_id",
        empty_label=_("All sellers"),
    )
    since = DayField(label=pgettext_lazy("date", "From"), required=False, input_formats=["%Y-%m-%d", "%d.%m.%Y"])
    until = DayField(label=pgettext_lazy("date", "To"), required=False, input_formats=["%Y-%m-%d", "%d.%m.%Y"])

    field_order = ("q", "seller", "from", "since", "until")

    def __init__(self, data: QueryDict | None, *, sellers: QuerySet[Seller]) -> None:
        super().__init__(data, auto_id="search-%s")  # the field of the lookup has the plain name
        # `from` is a word of Python's.
        self.fields["from"] = forms.ChoiceField(label=_("Written by"), choices=SENDERS, required=False)
        self.order_fields(self.field_order)
        cast("forms.ModelChoiceField[Seller]", self.fields["seller"]).queryset = sellers

    def clean_q(self) -> Query:
        query = read_query(self.cleaned_data["q"])
        if not query.parts:
            raise ValidationError(_("There is no word in this that could be searched for."), code="no_words")
        return query

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))

    def within(self, *, before: int | None) -> Within:
        """Where to look, for a valid form; `before` is where the page that was shown ends."""
        asked, until = self.cleaned_data, self.cleaned_data["until"]
        return Within(
            seller=asked["seller"],
            sender=asked["from"],
            since=beginning_of(asked["since"]),
            until=beginning_of(until and until + timedelta(days=1)),
            before=before,
        )


def beginning_of(day: date | None) -> datetime | None:
    """Midnight in the agent's time zone."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone()) if day else None
