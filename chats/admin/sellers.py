"""Sellers: their tokens, checked at Market when they are saved or on request, and how their calls fare."""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from chats.admin.mirror import WithMirror
from chats.admin.seller_columns import WithColumns
from chats.admin.seller_form import PastedToken, SellerForm
from chats.admin.token_replacement import TokenReplacement
from chats.admin.wording import Worded
from chats.market.ids import market_id
from chats.market.token import held_a_token
from chats.models import Seller
from chats.presenters import sellers as presenter
from chats.services import notifications, people, sellers
from chats.services.sellers import HOPELESS, OK

if TYPE_CHECKING:
    # Django's types name it, Django itself does not.
    from django.contrib.admin.options import _FieldsetSpec

CHECK_SECONDS = 20.0  # for all of them; then the page names the sellers that were not checked


class SellerRequest(HttpRequest):
    """For type hints only: a request to which `changeform_view` has attached the pasted token."""

    pasted_token: PastedToken


@admin.register(Seller)
class SellerAdmin(Worded, WithColumns, WithMirror, TokenReplacement):
    form = SellerForm
    list_title, add_title, change_title = gettext_lazy("Sellers"), gettext_lazy("Add a seller"), gettext_lazy("Seller")
    list_display = ["name", "state", "seen_by", "business_id", "calls_left", "announced"]
    list_per_page = 50
    show_full_result_count = False
    actions = ["check_now"]
    readonly_fields = ["token_state", "check_report", "stores", "reading"]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Seller | None = None) -> "_FieldsetSpec":
        groups = ["groups"] if Group.objects.exists() else []  # a new desk has none; giving people sellers makes them
        if obj is None:
            return [(None, {"fields": ["token", "name", "business_id", "active", *groups]})]
        return [
            (None, {"fields": ["name", "business_id", "token_state", "token", "active", *groups]}),
            (_("Target for answers"), {"fields": ["answer_within", "works_from", "works_until", "answering_takes"]}),
            (_("At Market"), {"fields": ["reading", "check_report", "stores"]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Seller | None = None) -> list[str]:
        # With another business ID the seller's chats would pass for those of another business.
        fixed = ["business_id"] if obj and obj.chats.exists() else []
        return [*self.readonly_fields, *fixed]

    def get_form(
        self, request: HttpRequest, obj: Seller | None = None, change: bool = False, **kwargs: Any
    ) -> type[SellerForm]:
        names = kwargs.pop("fields", None) or flatten_fieldsets(self.get_fieldsets(request, obj))
        # The form declares this field itself: Django refuses to make one for a model field that is not editable.
        kwargs["fields"] = [name for name in names if name != "token"]
        form = cast(type[SellerForm], super().get_form(request, obj, change=change, **kwargs))
        form.pasted = getattr(request, "pasted_token", PastedToken())
        return form

    def has_delete_permission(self, request: HttpRequest, obj: Seller | None = None) -> bool:
        return bool(super().has_delete_permission(request, obj) and obj and not obj.chats.exists())

    @method_decorator(sensitive_post_parameters("token", "name", "business_id"))
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        # Market is asked before Django opens its transaction, or the database would be locked while Market answers.
        if request.method == "POST":
            cast(SellerRequest, request).pasted_token = self.check_pasted_token(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def check_pasted_token(self, request: HttpRequest, object_id: str | None) -> PastedToken:
        """The posted token, checked at Market for the posted business ID; or the stored token, when that ID changed."""
        seller = self.get_object(request, unquote(object_id)) if object_id else Seller()
        may = self.has_change_permission(request, seller) if object_id else self.has_add_permission(request)
        posted = {name: request.POST.get(name, "") for name in ("name", "business_id", "token")}
        misplaced = any(held_a_token(posted[name]) for name in ("name", "business_id"))
        if seller is None or not may or misplaced:
            return PastedToken()
        entered = market_id(posted["business_id"].strip())
        moved = entered not in (None, seller.business_id)
        seller.business_id = entered or seller.business_id
        if posted["token"].strip():
            return checked_token(posted["token"], seller)
        if moved and seller.token:
            return PastedToken(checked=sellers.check_token(seller, now=timezone.now()))
        return PastedToken()

    def save_model(self, request: HttpRequest, obj: Seller, form: SellerForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        now = timezone.now()
        if not change:
            notifications.new_address(obj, now=now)
        if form.pasted.token:
            sellers.set_token(obj, form.pasted.token, now=now)
            if not form.pasted.token.looks_usual:
                messages.warning(request, presenter.UNUSUAL_TOKEN)
        if form.pasted.checked:
            kind = sellers.save_check(obj, form.pasted.checked, now=now)
            for warning in presenter.warnings_of(form.pasted.checked, kind):
                messages.warning(request, warning)

    def save_related(self, request: HttpRequest, form: Any, formsets: Sequence[BaseFormSet], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        seller = form.instance
        if seller.active and not people.those_who_see([seller])[seller.pk]:
            text = _("Nobody sees this seller yet but administrators.")
            link = format_html('<a href="{}">{}</a>', reverse("people"), _("Give it to people"))
            messages.warning(request, format_html("{} {}", text, link))

    @admin.action(description=gettext_lazy("Check now at Market"), permissions=["change"])
    def check_now(self, request: HttpRequest, queryset: QuerySet[Seller]) -> None:
        started = time.monotonic()
        for seller in queryset:
            if time.monotonic() - started > CHECK_SECONDS:
                messages.warning(request, _("%(seller)s: not checked, time ran out.") % {"seller": seller})
                continue
            level, said = check_and_save(seller, now=timezone.now())
            messages.add_message(request, level, f"{seller}: {said}")


def checked_token(pasted: str, seller: Seller) -> PastedToken:
    try:
        token = sellers.token_in(pasted)
    except sellers.BadToken as bad:
        return PastedToken(bad=bad.kind)
    return PastedToken(token=token, checked=sellers.check_token(seller, token, now=timezone.now()))


def check_and_save(seller: Seller, *, now: datetime) -> tuple[int, str]:
    """Check a stored token and save the outcome. Returns a level of Django's messages, and the message."""
    checked = sellers.check_token(seller, now=now)
    kind = sellers.save_check(seller, checked, now=now)
    if kind in HOPELESS:
        return messages.ERROR, presenter.refusal(kind, checked.business_id)
    if kind != OK:
        return messages.WARNING, presenter.refusal(kind)
    lacking = presenter.warnings_of(checked, kind)
    return (messages.WARNING, " ".join(lacking)) if lacking else (messages.SUCCESS, presenter.short(kind))
