"""Titles of the desk's own for Django's pages, and the sentences of Django's that the catalogs put right.

Django puts a model's name into sentences in the one form that it has, which is wrong in a language of cases and
genders. The catalogs of an installation win over Django's, so the sentences only have to be named here to be translated
anew: there the name stands by itself.
"""

from typing import Any, Final

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_noop

OF_DJANGO: Final = (
    gettext_noop("Add %(name)s"),
    gettext_noop("Delete selected %(verbose_name_plural)s"),
    gettext_noop("Successfully deleted %(count)d %(items)s."),
    gettext_noop("The {name} “{obj}” was added successfully."),
    gettext_noop("You may edit it again below."),
    gettext_noop("The {name} “{obj}” was added successfully. You may add another {name} below."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may edit it again below."),
    gettext_noop("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    gettext_noop("The {name} “{obj}” was changed successfully."),
    gettext_noop("The %(name)s “%(obj)s” was deleted successfully."),
    gettext_noop("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    gettext_noop("None available"),
    gettext_noop("Save and add another"),
    gettext_noop("Save and continue editing"),
)


class Worded(admin.ModelAdmin):
    """`list_title` stands above the list, `add_title` above the form of a new one and on the button that leads there,
    `change_title` above one that there is."""

    list_title: str | Promise = ""
    add_title: str | Promise = ""
    change_title: str | Promise = ""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        own = {"title": self.list_title, "add_title": self.add_title}
        return super().changelist_view(request, {**own, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        own = {"title": self.change_title if object_id else self.add_title}
        return super().changeform_view(request, object_id, form_url, {**own, **(extra_context or {})})
