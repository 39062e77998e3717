"""The record of lookups: read-only, and as fast with a million rows as with ten."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from chats.admin.wording import Worded
from chats.models import Lookup
from chats.presenters import problems
from chats.services.lookup import Identifier, NotAnIdentifier, read_paste

# A page is read by OFFSET, which gets slower with each page: for older lookups one searches by number.
MOST_PAGES = 200


class UncountedPaginator(Paginator):
    """Reads one row past the requested page to know whether there is a next one, in place of counting all rows."""

    def __init__(self, lookups: QuerySet[Lookup], per_page: int, *, page: int, **kwargs: Any) -> None:
        super().__init__(lookups, per_page, **kwargs)
        self.lookups = lookups
        self.requested_page = min(max(page, 1), MOST_PAGES)

    @cached_property
    def count(self) -> int:
        """How many rows there are at least: those up to this page, and one more if there is a next one."""
        before = (self.requested_page - 1) * self.per_page
        past = self.per_page + (self.requested_page < MOST_PAGES)
        return before + len(self.lookups.values_list("pk")[before : before + past])


class NewestFirst(ChangeList):
    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Lookup]) -> list[str | Combinable]:
        return ["-pk"]


@admin.register(Lookup)
class LookupAdmin(Worded):
    list_title, change_title = _("Lookups"), _("Lookup")
    list_display = ["at", "agent", "number", "seller_asked", "outcome", "chat_link", "problem"]
    list_display_links = None
    list_filter = ["outcome"]
    show_facets = admin.ShowFacets.NEVER  # each facet is a count of all rows
    list_select_related = ["agent", "seller", "chat__seller"]
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    sortable_by = []
    search_fields = ["number"]
    search_help_text = _("The whole number, as it was looked up.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Lookup | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Lookup | None = None) -> bool:
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return NewestFirst

    def get_paginator(
        self, request: HttpRequest, queryset: QuerySet[Lookup], per_page: int, *args: Any, **kwargs: Any
    ) -> UncountedPaginator:
        page = request.GET.get(PAGE_VAR, "1")
        return UncountedPaginator(queryset, per_page, page=int(page) if page.isdecimal() and len(page) < 10 else 1)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup in {"outcome", "outcome__exact"}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Lookup], search_term: str
    ) -> tuple[QuerySet[Lookup], bool]:
        # Django would cast the numbers to text for a LIKE, which reads the whole table.
        if not search_term.strip():
            return queryset, False
        try:
            paste = read_paste(search_term)
        except NotAnIdentifier:
            return queryset.none(), False
        numbers = [wanted.number for wanted in paste.likely if isinstance(wanted, Identifier)]
        return queryset.filter(number__in=numbers), False

    @admin.display(description=_("seller asked"))
    def seller_asked(self, lookup: Lookup) -> str:
        return str(lookup.seller or _("all"))

    @admin.display(description=_("chat"))
    def chat_link(self, lookup: Lookup) -> SafeString | str:
        if lookup.chat is None:
            return "—"
        address = reverse("chat", args=[lookup.chat.seller.business_id, lookup.chat.chat_id])
        return format_html('<a href="{}">{}</a>', address, lookup.chat.chat_id)

    @admin.display(description=_("problem"))
    def problem(self, lookup: Lookup) -> str:
        return problems.short(lookup.problem_kind) if lookup.problem_kind else "—"
