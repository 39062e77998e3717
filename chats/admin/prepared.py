"""Prepared answers: shared ones and every agent's own. Agents write their own on the desk's pages."""

from copy import deepcopy
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chats.admin.wording import Worded
from chats.forms import PreparedAnswerForm
from chats.models import PreparedAnswer
from chats.presenters import prepared as presenter
from chats.presenters.formats.text import clean
from chats.services import prepared


@admin.register(PreparedAnswer)
class PreparedAnswerAdmin(Worded):
    form = PreparedAnswerForm
    list_title, change_title = gettext_lazy("Prepared answers"), gettext_lazy("Prepared answer")
    add_title = gettext_lazy("Add an answer")
    fields = ["title", "folder", "text", "preview", "text_ru", "text_en", "text_zh", "owner", "seller", "seen"]
    readonly_fields = ["preview"]
    list_display = ["title", "folder", "beginning", "whose", "for_seller", "used", "updated_at"]
    list_select_related = ["owner", "seller"]
    list_per_page = 50
    show_full_result_count = False
    sortable_by = ["title", "folder", "used", "updated_at"]
    search_fields = ["title"]
    search_help_text = gettext_lazy("A few letters of the name or of the text’s beginning.")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return False

    def get_form(
        self, request: HttpRequest, obj: PreparedAnswer | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        known = "; ".join(f"{one.written} {one.label}" for one in presenter.placeholders())
        form = super().get_form(request, obj, change=change, **kwargs)
        # A copy, because agents get the same form: the help text, in the administrator's language, would be theirs too.
        text = form.base_fields["text"] = deepcopy(form.base_fields["text"])
        text.help_text = _("Placeholders are filled in for each chat: %(known)s") % {"known": known}
        return form

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[PreparedAnswer], search_term: str
    ) -> tuple[QuerySet[PreparedAnswer], bool]:
        # The same search as in the composer, in place of Django's LIKE.
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=prepared.matching(queryset, search_term)), False

    def save_model(self, request: HttpRequest, obj: PreparedAnswer, form: Any, change: bool) -> None:
        try:
            prepared.save_answer(obj, limited=False, seen=form.cleaned_data.get("seen"))
        except prepared.ChangedMeanwhile:  # within the moment since the form was checked
            self.message_user(request, presenter.CHANGED_MEANWHILE, messages.ERROR)

    @admin.display(description=gettext_lazy("beginning of the text"))
    def beginning(self, answer: PreparedAnswer) -> str:
        return clean(answer.text, 80)

    @admin.display(description=gettext_lazy("whose"), ordering="owner")
    def whose(self, answer: PreparedAnswer) -> str:
        return str(answer.owner or _("shared"))

    @admin.display(description=gettext_lazy("seller"), ordering="seller")
    def for_seller(self, answer: PreparedAnswer) -> str:
        return str(answer.seller or _("all"))

    @admin.display(description=gettext_lazy("Preview with sample values"))
    def preview(self, answer: PreparedAnswer) -> SafeString | str:
        if not answer.text:
            return _("Shown once it is saved.")
        return format_html('<p class="preview">{}</p>', presenter.sample(answer.text).text)
