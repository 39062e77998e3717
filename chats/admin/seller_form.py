"""The form of a seller, validated by what Market said about the pasted token, which is never shown again."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from chats.market.limits import LARGEST_ID
from chats.market.text import visible
from chats.market.token import Token, held_a_token
from chats.models import Seller
from chats.presenters import sellers as presenter
from chats.presenters.team import group_with_people
from chats.services.sellers import CAMPAIGN_ID, HOPELESS, OK, OTHER_BUSINESS, TokenCheck
from chats.validators import NO_TOKEN_HERE

TARGET = {"answer_within", "works_from", "works_until"}


@dataclass(frozen=True, kw_only=True)
class PastedToken:
    """The token that was pasted into the form, as it is known before the form is validated: `checked` is what Market
    said about it, `bad` why the text is no token. All empty when none was pasted. A changed business ID has the stored
    token checked again: then only `checked` is given."""

    token: Token | None = None
    bad: str = ""
    checked: TokenCheck | None = None


class GroupsWithPeople(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Group) -> str:
        return group_with_people(obj)


class SellerForm(forms.ModelForm):
    # SellerAdmin sets it: Market is asked before Django opens the transaction in which forms are validated.
    pasted = PastedToken()
    # The seller that has the business ID which was given for a new one.
    known_seller: Seller | None = None

    groups = GroupsWithPeople(
        Group.objects.select_related("desk_role").prefetch_related("user_set").order_by("name"),
        label=_("Seen by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The people of these groups see the seller’s chats, and administrators those of all sellers."),
    )

    token = forms.CharField(
        required=False,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off", "class": "vTextField"}),
    )

    class Meta:
        model = Seller
        fields = ["name", "business_id", "active", "groups", "answer_within", "works_from", "works_until"]
        widgets = {
            "business_id": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            "works_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "works_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        help_texts = {
            "name": _("How agents see the seller. Left empty, it is the business’s name at Market."),
            "business_id": _(
                "The ID of the cabinet, not of a store. Left empty, it is taken from the token. In the cabinet: "
                "Settings, API and modules."
            ),
            "active": _("Off: agents do not see the seller, and Market is not asked about it. Nothing is deleted."),
        }
        error_messages = {"business_id": {"unique": _("The desk already has a seller with this business ID.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_new = self.instance.pk is None
        for name in {"name", "business_id", *TARGET} & self.fields.keys():
            self.fields[name].required = False
        if "token" in self.fields:
            self.fields["token"].required = is_new
            self.fields["token"].help_text = NEW_TOKEN_HELP if is_new else REPLACED_TOKEN_HELP
            self.fields["token"].label = _("Token") if is_new else _("New token")
        # A text is refused by its column's validator. This one is no number either, which would be all that is said.
        if "business_id" in self.fields and held_a_token(self.data.get("business_id", "")):
            self.fields["business_id"].error_messages["invalid"] = NO_TOKEN_HERE

    def clean_name(self) -> str:
        """A name that shows nothing counts as none."""
        name: str = self.cleaned_data["name"]
        return name if visible(name) else ""

    def clean_business_id(self) -> int | None:
        business_id: int | None = self.cleaned_data["business_id"]
        if business_id is not None and not 1 <= business_id <= LARGEST_ID:
            raise ValidationError(_("A business ID is a number from 1 up."), code="range")
        return business_id

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in TARGET & cleaned.keys():
            if cleaned[name] is None:  # left empty: as it was
                cleaned[name] = getattr(self.instance, name)
        if self.pasted.bad:
            self.add_error("token", presenter.refusal(self.pasted.bad))
        elif self.pasted.checked and not self.errors:
            self.validate_check(self.pasted.checked)
        if not self.errors:
            self.require_what_is_missing(cleaned)
        return cleaned

    def require_what_is_missing(self, cleaned: dict[str, Any]) -> None:
        missing = [name for name in ("name", "business_id") if name in self.fields and not cleaned.get(name)]
        for name in missing:
            self.add_error(name, self.why_missing(f"{name.removesuffix('_id')}_missing"))

    def validate_check(self, checked: TokenCheck) -> None:
        given = self.cleaned_data.get("business_id") or self.instance.business_id
        kind = checked.kind(given)
        if kind in HOPELESS:
            self.add_error(self.field_at_fault(kind), presenter.refusal(kind, checked.business_id))
        elif kind == OK:
            self.fill_in("business_id", given or checked.business_id)
            self.fill_in("name", checked.business_name[:200])

    def field_at_fault(self, kind: str) -> str:
        number_at_fault = kind == CAMPAIGN_ID or (kind == OTHER_BUSINESS and "business_id" in self.changed_data)
        return "business_id" if number_at_fault and "business_id" in self.fields else "token"

    def fill_in(self, name: str, value: object) -> None:
        if name in self.fields and not self.cleaned_data.get(name):
            self.cleaned_data[name] = value

    def why_missing(self, kind: str) -> str:
        problem = self.pasted.checked.problem if self.pasted.checked else None
        return presenter.fill_in(problem.kind) if problem else presenter.refusal(kind)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # private to Django, so its stubs leave it out
        if self.instance.pk is None and self.has_error("business_id", "unique"):
            self.known_seller = Seller.objects.filter(business_id=self.instance.business_id).first()
        # A refused form comes back without the token, and so without what Market said about it.
        if self.errors and self.pasted.token and "token" not in self.errors and not self.known_seller:
            self.add_error("token", presenter.PASTE_AGAIN)


NEW_TOKEN_HELP = _(
    "The Api-Key token from Market’s cabinet: Settings, API and modules. It needs the permission “communication”, "
    "better with “inventory-and-order-processing:read-only”. It is stored encrypted and never shown again."
)
REPLACED_TOKEN_HELP = _("Empty: the token stays as it is. A pasted token is checked at Market and replaces it.")
