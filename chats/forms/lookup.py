from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from chats.models import Seller
from chats.presenters.lookup import refusal_text
from chats.services.lookup import NotAnIdentifier, Paste, read_paste


class LookupForm(forms.Form):
    """The lookup. A seller that the agent may not see gets the same error as one that does not exist."""

    q = forms.CharField(required=False, strip=False)
    seller = forms.ModelChoiceField(
        Seller.objects.none(), required=False, to_field_name="business_id", empty_label=_("All sellers")
    )
    fresh = forms.BooleanField(required=False)  # ask Market even if the desk knows a match
    all = forms.BooleanField(required=False)  # list the matches, even if there is only one

    def __init__(self, *args: Any, sellers: QuerySet[Seller], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sellers = sellers
        cast("forms.ModelChoiceField[Seller]", self.fields["seller"]).queryset = sellers

    def clean_q(self) -> Paste:
        try:
            return read_paste(self.cleaned_data["q"])
        except NotAnIdentifier as refusal:
            if refusal.kind == "token":
                # A pasted key must not appear on the page again.
                self.data = {**self.data, "q": ""}
            raise ValidationError(refusal_text(refusal.kind), code=refusal.kind) from None
