"""Replies to a buyer: their text, their files, and the chat that a first one begins."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from chats.models import Seller
from chats.services.lookup import LARGEST
from chats.uploads import MOST_BYTES


class ReplyForm(forms.Form):
    """What the composer sends. Whether the text will do is the service's to say."""

    reply_id = forms.UUIDField()
    text = forms.CharField(required=False, strip=False)
    seen = forms.IntegerField(required=False, min_value=1, max_value=LARGEST)
    anyway = forms.BooleanField(required=False)

    def clean_text(self) -> str:
        # Browsers send two characters for a line break, which Market would count.
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n").replace("\r", "\n")


class FileForm(forms.Form):
    reply_id = forms.UUIDField()
    file = forms.FileField(
        allow_empty_file=True,
        error_messages={"required": _("Choose a file first."), "missing": _("Choose a file first.")},
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        size = file.size or 0
        if size > MOST_BYTES:
            raise ValidationError(_("Market takes files of up to 5 MB."))
        if not size:
            raise ValidationError(_("This file is empty."))
        return file


class NewChatForm(forms.Form):
    """A chat that the shop begins. Only a buyer begins one without an order."""

    seller = forms.ModelChoiceField(Seller.objects.none(), to_field_name="business_id")
    context_type = forms.ChoiceField(choices=[("ORDER", ""), ("RETURN", "")])
    context_id = forms.IntegerField(min_value=1, max_value=LARGEST)

    def __init__(self, *args: Any, sellers: QuerySet[Seller], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Seller]", self.fields["seller"]).queryset = sellers
