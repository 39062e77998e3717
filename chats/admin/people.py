"""Groups, without Django's permissions: what a person may see and do depends on the sellers and roles of their groups.
People have pages of the desk's own, because nobody is to type another's password."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.forms import BaseFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chats.admin.wording import Worded
from chats.models import GroupRole, Role, Seller
from chats.presenters.holder import full_name
from chats.presenters.team import named
from chats.services import people

NOBODY = "—"

admin.site.unregister(User)
admin.site.unregister(Group)


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
class TeamAdmin(Worded, GroupAdmin):
    form = GroupForm
    list_title, add_title, change_title = _("Groups"), _("Add a group"), _("Group")
    fields = ["name", "role", "sellers"]
    filter_horizontal = []
    list_display = ["name", "role", "seller_names", "people_names"]
    list_per_page = 50
    search_fields = []  # there are few, and a page has fifty
    list_select_related = ["desk_role"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return super().get_queryset(request).prefetch_related("sellers", "user_set")

    def save_related(
        self, request: HttpRequest, form: GroupForm, formsets: Sequence[BaseFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.sellers.set(form.cleaned_data["sellers"])
        people.set_role(form.instance, form.cleaned_data["role"])
        people.release_all_lost(by=cast(User, request.user), now=timezone.now())

    @admin.display(description=_("Role"))
    def role(self, group: Group) -> str:
        return str(people.role_of(group).label)

    @admin.display(description=_("Sellers"))
    def seller_names(self, group: Group) -> str:
        return named(sorted(seller.name for seller in group.sellers.all())) or NOBODY

    @admin.display(description=_("People"))
    def people_names(self, group: Group) -> str:
        return named(sorted(full_name(person) for person in group.user_set.all())) or NOBODY
