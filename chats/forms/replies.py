"""Replies to a buyer, as text or as a file, and new chats."""

from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.text import normalize_newlines

from chats.market.limits import LARGEST_ID
from chats.models import Seller
from chats.services.drafts import Base


class MarketIdField(forms.IntegerField):
    """One of Market's IDs in a form; the counterpart of `market_id`, which reads them from addresses."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST_ID, **kwargs)


class BaseField(forms.Field):
    """The versions of the draft that the page knows; see `drafts.Base`."""

    def to_python(self, value: Any) -> Base:
        return Base.parse(str(value or ""))


class ReplyForm(forms.Form):
    """The composer. The service decides whether the text can be sent. `seen` is the newest message on the agent's page,
    `anyway` the newest of those that held the text back; `with_key` sends one that looks like a key; `base` is what the
    text is based on, `file_id` the id of files that come in the same form."""

    reply_id = forms.UUIDField()
    text = forms.CharField(required=False, strip=False)
    seen = MarketIdField(required=False)
    anyway = MarketIdField(required=False)
    with_key = forms.BooleanField(required=False)
    base = BaseField(required=False)
    file_id = forms.UUIDField(required=False)

    def clean_file_id(self) -> UUID:
        return self.cleaned_data["file_id"] or uuid4()

    def clean_text(self) -> str:
        # Browsers send a line break as two characters, and Market would count both.
        return str(normalize_newlines(self.cleaned_data["text"]))


class FileForm(forms.Form):
    """One file of the composer, which the view reads. The service decides whether it can be sent."""

    reply_id = forms.UUIDField()


class NewChatForm(forms.Form):
    """A chat started by the shop, about an order or a return. Only buyers can start one without an order."""

    seller = forms.ModelChoiceField(Seller.objects.none(), to_field_name="business_id")
    context_type = forms.ChoiceField(choices=[("ORDER", ""), ("RETURN", "")])
    context_id = MarketIdField()

    def __init__(self, *args: Any, sellers: QuerySet[Seller], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Seller]", self.fields["seller"]).queryset = sellers
