"""People of the desk as administrators enter them, and the password that each of them then sets."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from chats.models import GroupRole, Role, Seller
from chats.presenters import team as presenter
from chats.services import people
from chats.services.people import Access


class GroupChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Group) -> str:
        return presenter.group_in_words(obj)


class PersonForm(forms.ModelForm):
    """Who somebody is, and what they are given. `is_new`: one who is given nothing would see nothing."""

    administrator = forms.BooleanField(label=_("Administrator"), required=False)
    groups = GroupChoice(Group.objects.none(), label=_("Groups"), required=False, widget=forms.CheckboxSelectMultiple)
    role = forms.TypedChoiceField(
        label=_("Role"),
        coerce=lambda value: Role(int(value)),
        choices=GroupRole.OF_GROUPS,
        widget=forms.RadioSelect,
        initial=Role.AGENT.value,
    )
    sellers = forms.ModelMultipleChoiceField(
        Seller.objects.all(), label=_("Sellers"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = get_user_model()
        fields = ["first_name", "last_name", "username"]
        labels = {"first_name": _("First name"), "last_name": _("Last name"), "username": _("Sign-in name")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = self.fields["groups"].queryset = people.all_groups()  # type: ignore[attr-defined]
        if groups:
            self.fields["sellers"].label = _("Single sellers")
            self.fields["role"].label = _("Role for single sellers")
        self.fields["username"].help_text = _("For signing in; letters, digits and @ . + - _")
        self.fields["username"].widget.attrs.update(autocomplete="off", autocapitalize="none")
        self.fields["username"].widget.attrs.pop("autofocus", None)
        if self.instance.pk:
            self.initial.update(administrator=self.instance.is_superuser, groups=self.instance.groups.all())

    def clean_username(self) -> str:
        """Names that differ by capitals only would be taken for one another."""
        name: str = self.cleaned_data["username"]
        if get_user_model().objects.filter(username__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Somebody has this sign-in name already."), code="unique")
        return name

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        given = sent.get("administrator") or sent.get("groups") or sent.get("sellers")
        if not self.instance.pk and not given and not {"groups", "sellers"} & self.errors.keys():
            self.add_error("sellers", _("Choose a seller or a group. Without one, this person would see no chats."))
        return sent

    def access(self) -> Access:
        data = self.cleaned_data
        sellers = list(data["sellers"])
        return Access(
            administrator=data["administrator"],
            groups=list(data["groups"]),
            role=data["role"],
            sellers=sellers,
            name=presenter.name_of_group(data["role"], sellers),
        )


class NewPasswordForm(SetPasswordForm):
    """The password of whoever came by a link."""

    error_messages = {**SetPasswordForm.error_messages, "password_mismatch": _("The two passwords differ.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("Password")
        self.fields["new_password2"].label = _("The password once more")
        self.fields["new_password2"].help_text = ""

    def validate_password_for_user(self, user: Any, password_field_name: str = "", **kwargs: Any) -> None:
        """What is wrong with the password is said beside it, and not beside its repetition."""
        super().validate_password_for_user(user, "new_password1", **kwargs)


class TargetForm(forms.ModelForm):
    """A seller's target for answers, and whether an answer takes the chat."""

    class Meta:
        model = Seller
        fields = ["answer_within", "works_from", "works_until", "answering_takes"]
        labels = {
            "answer_within": _("Answer within, minutes"),
            "works_from": _("Works from"),
            "works_until": _("Works until"),
            "answering_takes": _("Whoever answers a chat that nobody has, has it"),
        }
        widgets = {
            name: forms.TimeInput(format="%H:%M", attrs={"type": "time"}) for name in ("works_from", "works_until")
        }
