from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _

from chats.market.limits import LARGEST_FILE, LARGEST_ID, LONGEST_MESSAGE
from chats.market.text import visible
from chats.market.token import SHAPE_IN_TEXT
from chats.models import AgentSettings, PreparedAnswer, Seller
from chats.presenters import prepared
from chats.presenters.lookup import refusal_text
from chats.services.lookup.identifiers import Unusable, Wanted, wanted_in
from chats.services.prepared import placeholders

USUAL_ZONES = [
    "Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Novosibirsk",
    "Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka",
    "Europe/Minsk", "Asia/Almaty", "Asia/Tashkent", "Asia/Yerevan", "Asia/Tbilisi", "Asia/Shanghai", "UTC",
]  # fmt: skip


class LookupForm(forms.Form):
    """The one field. A seller that the agent may not see is the same as one that is not there."""

    q = forms.CharField(required=False, strip=False)
    seller = forms.ModelChoiceField(
        Seller.objects.none(), required=False, to_field_name="business_id", empty_label=_("All sellers")
    )
    fresh = forms.BooleanField(required=False)  # ask Market even for what is known
    all = forms.BooleanField(required=False)  # show what was found, also when it is one chat

    def __init__(self, *args: Any, sellers: QuerySet[Seller], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seller"].queryset = sellers

    def clean_q(self) -> tuple[Wanted, ...]:
        try:
            return wanted_in(self.cleaned_data["q"])
        except Unusable as refusal:
            if refusal.kind == "token":
                # A key is not shown again, not even to the one who pasted it.
                self.data = {**self.data.dict(), "q": ""}
            raise ValidationError(refusal_text(refusal.kind), code=refusal.kind) from None


class SignInForm(AuthenticationForm):
    """A key that was pasted for a name is dropped: it is not tried, not counted among the failures, not shown again."""

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        if SHAPE_IN_TEXT.search(self.data.get("username", "")):
            self.data = {**self.data.dict(), "username": ""}


class SettingsForm(forms.ModelForm):
    class Meta:
        model = AgentSettings
        fields = ["language", "time_zone", "theme", "single_keys", "auto_refresh"]
        labels = {
            "language": _("Language"),
            "time_zone": _("Time zone"),
            "theme": _("Colours"),
            "single_keys": _("Single-key shortcuts"),
            "auto_refresh": _("Refresh open chats by themselves"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        language.choices = [("", _("As the browser asks")), *AgentSettings._meta.get_field("language").choices]
        others = sorted(available_timezones() - set(USUAL_ZONES))
        self.fields["time_zone"] = forms.ChoiceField(
            label=self.fields["time_zone"].label,
            required=False,
            error_messages={"invalid_choice": _("The list has no such zone. Choose one that is in it.")},
            choices=[
                ("", _("The desk's own")),
                (_("Often used"), [(zone, zone) for zone in USUAL_ZONES]),
                (_("All"), [(zone, zone) for zone in others]),
            ],
        )


class Lines(forms.CharField):
    """A text of several lines. Browsers send two characters for a line's end, and count one."""

    widget = forms.Textarea(attrs={"rows": 9, "dir": "auto"})

    def to_python(self, value: Any) -> str:
        return normalize_newlines(super().to_python(value)).strip()


class PreparedAnswerForm(forms.ModelForm):
    """What is true of every prepared answer, shared or own."""

    text = Lines(label=_("Text"), max_length=LONGEST_MESSAGE)

    class Meta:
        model = PreparedAnswer
        fields = ["title", "text", "seller"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held_a_token = [name for name in ("title", "text") if SHAPE_IN_TEXT.search(self.data.get(name, ""))]
        if self.held_a_token:
            self.data = self.data.copy()
            for name in self.held_a_token:
                self.data[name] = SHAPE_IN_TEXT.sub("", self.data[name])

    def clean_title(self) -> str:
        return self.something_visible("title")

    def clean_text(self) -> str:
        text = self.something_visible("text")
        try:
            placeholders.check(text)
        except placeholders.BadText as bad:
            raise ValidationError(prepared.refusal(bad), code=bad.kind) from None
        return text

    def something_visible(self, name: str) -> str:
        text = self.cleaned_data[name]
        if name in self.held_a_token:
            raise ValidationError(prepared.NO_TOKEN, code="token")
        if not visible(text):
            raise ValidationError(self.fields[name].error_messages["required"], code="required")
        return text


class OwnAnswerForm(PreparedAnswerForm):
    """An agent's own. A seller that the agent may not see is the same as one that is not there."""

    seller = forms.ModelChoiceField(
        Seller.objects.none(),
        label=_("Seller"),
        required=False,
        to_field_name="business_id",
        empty_label=_("All sellers"),
    )

    def __init__(self, *args: Any, sellers: QuerySet[Seller], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seller"].queryset = sellers
        self.initial["seller"] = self.instance.seller  # by its business ID, as the choices are


class SetupForm(BaseUserCreationForm):
    class Meta:
        model = get_user_model()
        fields = ["username"]


class ReplyForm(forms.Form):
    """What the composer sends. Whether the text will do is the service's to say."""

    reply_id = forms.UUIDField()
    text = forms.CharField(required=False, strip=False)
    seen = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    anyway = forms.BooleanField(required=False)

    def clean_text(self) -> str:
        # Browsers send two characters for a line break, which Market would count.
        return normalize_newlines(self.cleaned_data["text"])


class FileForm(forms.Form):
    reply_id = forms.UUIDField()
    file = forms.FileField(
        allow_empty_file=True,
        error_messages={"required": _("Choose a file first."), "missing": _("Choose a file first.")},
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("Market takes files of up to 5 MB."))
        if not file.size:
            raise ValidationError(_("This file is empty."))
        return file


class NewChatForm(forms.Form):
    """A chat that the shop begins. Only a buyer begins one without an order."""

    seller = forms.ModelChoiceField(Seller.objects.none(), to_field_name="business_id")
    context_type = forms.ChoiceField(choices=[("ORDER", ""), ("RETURN", "")])
    context_id = forms.IntegerField(min_value=1, max_value=LARGEST_ID)

    def __init__(self, *args: Any, sellers: QuerySet[Seller], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seller"].queryset = sellers
