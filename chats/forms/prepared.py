"""Prepared answers: shared ones in the admin, agents' own on the desk's pages."""

from copy import copy
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _

from chats.market.limits import LONGEST_MESSAGE
from chats.market.text import visible
from chats.models import PreparedAnswer, Seller
from chats.presenters import prepared
from chats.services.prepared import BadAnswerText, check_placeholders


class MultilineField(forms.CharField):
    """A text of several lines. Browsers send a line break as two characters, but count it as one for maxlength."""

    def __init__(self, *, rows: int = 9, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **kwargs)

    def to_python(self, value: Any) -> str:
        return normalize_newlines(super().to_python(value) or "").strip()


class PreparedAnswerForm(forms.ModelForm):
    """The rules for every prepared answer, shared or own."""

    text = MultilineField(label=_("Text"), max_length=LONGEST_MESSAGE)
    text_ru = MultilineField(label=_("In Russian"), max_length=LONGEST_MESSAGE, required=False, rows=4)
    text_en = MultilineField(label=_("In English"), max_length=LONGEST_MESSAGE, required=False, rows=4)
    text_zh = MultilineField(label=_("In Chinese"), max_length=LONGEST_MESSAGE, required=False, rows=4)
    seen = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)  # the version it began with
    now: PreparedAnswer | None = None  # what somebody else has saved meanwhile
    shows_now = False  # whether the page shows that beside the form; else it is among the errors

    class Meta:
        model = PreparedAnswer
        fields = ["title", "folder", "text", "text_ru", "text_en", "text_zh", "seller"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.version

    def clean_title(self) -> str:
        return self.visible_text("title")

    def clean_folder(self) -> str:
        return visible(self.cleaned_data["folder"])

    def clean_text(self) -> str:
        self.visible_text("text")
        return self.with_placeholders("text")

    def clean_text_ru(self) -> str:
        return self.with_placeholders("text_ru")

    def clean_text_en(self) -> str:
        return self.with_placeholders("text_en")

    def clean_text_zh(self) -> str:
        return self.with_placeholders("text_zh")

    def with_placeholders(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        try:
            check_placeholders(text)
        except BadAnswerText as bad:
            raise ValidationError(prepared.refusal(bad), code=bad.kind) from None
        return text if visible(text) else ""

    def clean(self) -> None:
        seen = self.cleaned_data.get("seen")
        if self.instance.pk and seen and seen != self.instance.version:
            self.refuse(copy(self.instance))  # what was typed goes into the other one afterwards

    def refuse(self, now: PreparedAnswer) -> None:
        """Somebody else has saved the answer as it is `now`. What was typed stays, and replaces that when it is sent
        again."""
        self.now = now
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("seen")] = str(now.version)
        self.data = data
        self.add_error(None, prepared.CHANGED_MEANWHILE)
        if not self.shows_now:
            self.add_error(None, now.text)

    def visible_text(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if not visible(text):
            raise ValidationError(self.fields[name].error_messages["required"], code="required")
        return text


class DeskAnswerForm(PreparedAnswerForm):
    """An agent's own, or a shared one of the sellers that they lead. A seller that they may not choose gets the same
    error as one that does not exist."""

    shows_now = True
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
        self.fields["folder"].widget.attrs |= {"list": "folders", "autocomplete": "off", "dir": "auto"}
        choice = cast("forms.ModelChoiceField[Seller]", self.fields["seller"])
        if not for_all:
            choice.required, choice.empty_label = True, _("Choose a seller")
        choice.queryset = sellers
        self.initial["seller"] = self.instance.seller  # the choices use the business ID, not the primary key
