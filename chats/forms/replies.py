"""Replies to a buyer, as text or as a file, and new chats."""

from collections.abc import Callable, Hashable
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.text import normalize_newlines

from chats.cursor import number_in, reply_id_in
from chats.market.limits import LARGEST_ID
from chats.models import Seller
from chats.services.drafts import Base
from chats.services.replies import Seen

MOST_KEYS = 50


class MarketIdField(forms.IntegerField):
    """One of Market's IDs in a form; the counterpart of `market_id`, which reads them from addresses."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST_ID, **kwargs)


class BaseField(forms.Field):
    """The versions of the draft that the page knows; see `drafts.Base`."""

    def to_python(self, value: Any) -> Base:
        return Base.parse(str(value or ""))


class KeysField(forms.Field):
    """Keys with spaces between them, as a page has written them. What is none is left out."""

    def __init__(self, read: Callable[[str], Hashable]) -> None:
        super().__init__(required=False)
        self.read = read

    def to_python(self, value: Any) -> frozenset[Hashable]:
        return frozenset(filter(None, map(self.read, str(value or "").split()[:MOST_KEYS])))


class ReplyForm(forms.Form):
    """The composer. The service decides whether the text can be sent. `seen` is the newest message on the agent's page,
    `anyway` the newest of those that held the text back; `with_key` sends one that looks like a key; `base` is what the
    text is based on, `file_id` the id of files that come in the same form. `replies` are those of colleagues that the
    page showed, `anyway_replies` and `anyway_writers` what else of theirs has held the text back.
    `answers` are the keys of the prepared ones that were inserted."""

    reply_id = forms.UUIDField()
    text = forms.CharField(required=False, strip=False)
    seen = MarketIdField(required=False)
    anyway = MarketIdField(required=False)
    with_key = forms.BooleanField(required=False)
    base = BaseField(required=False)
    file_id = forms.UUIDField(required=False)
    replies = KeysField(reply_id_in)
    anyway_replies = KeysField(reply_id_in)
    anyway_writers = KeysField(number_in)
    answers = KeysField(number_in)

    def clean_file_id(self) -> UUID:
        return self.cleaned_data["file_id"] or uuid4()

    def clean_text(self) -> str:
        # Browsers send a line break as two characters, and Market would count both.
        return str(normalize_newlines(self.cleaned_data["text"]))

    def clean(self) -> dict[str, Any]:
        """What of colleagues was seen, as the service takes it."""
        told = self.cleaned_data
        replies = told.pop("replies") | told.pop("anyway_replies")
        told["colleagues"] = Seen(replies=replies, writers=told.pop("anyway_writers"))
        return told


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
