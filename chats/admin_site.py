"""The administration's site: Django's own, in the desk's order, for superusers who signed in at the desk."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from chats.services import first_steps

MENU_ORDER = ["Seller", "User", "Group", "PreparedAnswer", "Lookup", "Worker"]
MODEL_NAMES = {"Worker": _("Work in the background")}


class DeskAdminSite(admin.AdminSite):
    """Django's admin with the desk's own order and its own sign-in page."""

    site_header = site_title = _("Market desk")
    index_title = _("Administration")
    site_url = reverse_lazy("start")  # type: ignore[assignment]  # read as text, and only within a request

    index_template = "admin/first_page.html"

    def get_urls(self) -> list[Any]:
        return [path("first-steps/backups/", self.admin_view(self.note_backups), name="backups"), *super().get_urls()]

    @method_decorator(require_POST)
    def note_backups(self, request: HttpRequest) -> HttpResponse:
        first_steps.note_backups(cast(User, request.user))
        return redirect("admin:index")

    def has_permission(self, request: HttpRequest) -> bool:
        """Superusers only: every page here shows all sellers, and says who may see which of them."""
        return super().has_permission(request) and request.user.is_superuser

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        apps = super().get_app_list(request, app_label)
        for app in apps:
            if app["app_label"] == "auth":
                app["models"].append(people_entry())
            for model in app["models"]:
                model["name"] = MODEL_NAMES.get(model["object_name"], model["name"])
            app["models"].sort(key=lambda model: menu_position(model["object_name"]))
        return sorted(apps, key=lambda app: menu_position(app["models"][0]["object_name"]))

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Leads to the desk's own sign-in page, so that only one has to be throttled, translated and tested."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or request.path)

    @method_decorator(never_cache)
    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        response = super().logout(request, extra_context)
        if request.method == "POST":
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def people_entry() -> dict[str, Any]:
    """People have pages of the desk's own, to which the index leads like to those of a model."""
    addresses = {"admin_url": reverse("people"), "add_url": reverse("new-person")}
    return {"name": _("Users"), "object_name": "User", **addresses, "view_only": False, "perms": {}}


def menu_position(model: str) -> int:
    return MENU_ORDER.index(model) if model in MENU_ORDER else len(MENU_ORDER)
