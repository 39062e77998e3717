"""Prepared answers: shared ones in the admin, agents' own on the desk's pages."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _

from chats.market.limits import LONGEST_MESSAGE
from chats.market.text import visible
from chats.models import PreparedAnswer, Seller
from chats.presenters import prepared
from chats.services.prepared import BadAnswerText, check_placeholders


class MultilineField(forms.CharField):
    """A text of several lines. Browsers send a line break as two characters, but count it as one for maxlength."""

    widget = forms.Textarea(attrs={"rows": 9, "dir": "auto"})

    def to_python(self, value: Any) -> str:
        return normalize_newlines(super().to_python(value) or "").strip()


class PreparedAnswerForm(forms.ModelForm):
    """The rules for every prepared answer, shared or own."""

    text = MultilineField(label=_("Text"), max_length=LONGEST_MESSAGE)

    class Meta:
        model = PreparedAnswer
        fields = ["title", "text", "seller"]

    def clean_title(self) -> str:
        return self.visible_text("title")

    def clean_text(self) -> str:
        text = self.visible_text("text")
        try:
            check_placeholders(text)
        except BadAnswerText as bad:
            raise ValidationError(prepared.refusal(bad), code=bad.kind) from None
        return text

    def visible_text(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if not visible(text):
            raise ValidationError(self.fields[name].error_messages["required"], code="required")
        return text


class DeskAnswerForm(PreparedAnswerForm):
    """An agent's own, or a shared one of the sellers that they lead. A seller that they may not choose gets the same
    error as one that does not exist."""

    seller = forms.ModelChoiceField(
        Seller.objects.none(),
        label=_("Seller"),
        required=False,
        to_field_name="business_id",
        empty_label=_("All sellers"),
    )

    def __init__(self, *args: Any, sellers: QuerySet[Seller], for_all: bool = True, **kwargs: Any) -> None:
        """`for_all`: whether it may be for all sellers."""
        super().__init__(*args, **kwargs)
        choice = cast("forms.ModelChoiceField[Seller]", self.fields["seller"])
        if not for_all:
            choice.required, choice.empty_label = True, _("Choose a seller")
        choice.queryset = sellers
        self.initial["seller"] = self.instance.seller  # the choices use the business ID, not the primary key
