"""The names of saved views."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chats.market.text import visible
from chats.models import SavedView


class SavedViewForm(forms.ModelForm):
    """The name; the address that it stands for comes from the view."""

    class Meta:
        model = SavedView
        fields = ["name"]
        labels = {"name": _("Name of the view")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not visible(name):
            raise forms.ValidationError(self.fields["name"].error_messages["required"], code="required")
        return name
