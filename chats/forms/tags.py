"""Tags as leads enter them."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from chats.market.ids import market_id
from chats.market.text import visible
from chats.models import Seller, Tag


class TagForm(forms.ModelForm):
    """`sellers` are those that the person leads. Another gets the same error as one that does not exist."""

    sellers = forms.ModelMultipleChoiceField(
        Seller.objects.none(),
        label=_("Sellers"),
        to_field_name="business_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose a seller at least.")},
    )

    class Meta:
        model = Tag
        fields = ["name", "colour"]
        widgets = {"colour": forms.RadioSelect}

    def __init__(self, *args: Any, sellers: QuerySet[Seller], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs.update(autocomplete="off", dir="auto")
        choice = cast("forms.ModelMultipleChoiceField[Seller]", self.fields["sellers"])
        choice.queryset = sellers
        chosen = self.instance.sellers.all() if self.instance.pk else sellers
        self.initial["sellers"] = [seller.business_id for seller in chosen]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not visible(name):
            raise ValidationError(self.fields["name"].error_messages["required"], code="required")
        return name


class GiveTagForm(forms.Form):
    """A press in the menu of a chat: the button's name says what to do, its value which tag."""

    give = forms.CharField(required=False)
    take_off = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        return {name: market_id(data.get(name)) for name in ("give", "take_off")}
