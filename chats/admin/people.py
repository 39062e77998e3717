"""Groups, without Django's permissions: what a person may see and do depends on the sellers and roles of their groups.
People have pages of the desk's own, because nobody is to type another's password."""

from collections.abc import Sequence
from typing import Any, Protocol

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Count, QuerySet
from django.forms import BaseFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chats.models import GroupRole, Role, Seller
from chats.services import people

admin.site.unregister(User)
admin.site.unregister(Group)


class CountedGroup(Protocol):
    """A group as `TeamAdmin.get_queryset` annotates it."""

    seller_count: int
    people_count: int


class GroupForm(forms.ModelForm):
    sellers = forms.ModelMultipleChoiceField(
        Seller.objects.all(),
        label=_("Sellers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People in this group see the chats of these sellers."),
    )

    role = forms.TypedChoiceField(
        label=_("Role"),
        coerce=lambda value: Role(int(value)),
        choices=GroupRole.OF_GROUPS,
        widget=forms.RadioSelect,
        initial=Role.AGENT,
        help_text=_(
            "What its people are to these sellers. Leads also set targets, manage shared answers and views, and see "
            "how Market’s hourly limits are used."
        ),
    )

    class Meta:
        model = Group
        fields = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["sellers"] = self.instance.sellers.all()
            self.initial["role"] = people.role_of(self.instance)


@admin.register(Group)
class TeamAdmin(GroupAdmin):
    form = GroupForm
    fields = ["name", "role", "sellers"]
    filter_horizontal = []
    list_display = ["name", "role", "seller_count", "people_count"]
    list_select_related = ["desk_role"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        counts = {"seller_count": Count("sellers", distinct=True), "people_count": Count("user", distinct=True)}
        return super().get_queryset(request).annotate(**counts)

    def save_related(
        self, request: HttpRequest, form: GroupForm, formsets: Sequence[BaseFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.sellers.set(form.cleaned_data["sellers"])
        people.set_role(form.instance, form.cleaned_data["role"])

    @admin.display(description=_("Role"))
    def role(self, group: Group) -> str:
        return str(people.role_of(group).label)

    @admin.display(description=_("Sellers"))
    def seller_count(self, group: CountedGroup) -> int:
        return group.seller_count

    @admin.display(description=_("People"))
    def people_count(self, group: CountedGroup) -> int:
        return group.people_count
