"""Who is to have a chat."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from chats.market.ids import market_id
from chats.services import inbox

NOT_CHOSEN: Final = _("Choose who is to have the chat.")


class HolderForm(forms.Form):
    """`had` is who has the chat on the page that sends this, nobody included; None where it does not say."""

    had = forms.CharField(required=False)

    def clean_had(self) -> int | None:
        text: str = self.cleaned_data["had"]
        return inbox.NOBODY if text == str(inbox.NOBODY) else market_id(text)


class AssignForm(HolderForm):
    """`to` is a person by primary key, or nobody, which is None once it is cleaned."""

    to = forms.CharField(error_messages={"required": NOT_CHOSEN})

    def clean_to(self) -> int | None:
        text: str = self.cleaned_data["to"]
        if text == str(inbox.NOBODY):
            return None
        if (person := market_id(text)) is None:
            raise forms.ValidationError(NOT_CHOSEN)
        return person

    @property
    def error(self) -> str:
        return " ".join(str(one) for found in self.errors.values() for one in found)


def had_by(sent: Any) -> int | None:
    """Who had the chat on the page that sent this."""
    form = HolderForm(sent)
    return form.cleaned_data["had"] if form.is_valid() else None
