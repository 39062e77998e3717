"""The part of a seller's page that is about Market's notifications."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from chats.admin.background import say_what_is_tried_again
from chats.models import NotificationAddress, Seller
from chats.presenters import notifications as presenter
from chats.services import notifications


class NotificationPages(admin.ModelAdmin):
    """Adds to the admin of sellers what one needs to connect a cabinet, and to see how notifications arrive."""

    change_form_template = "admin/chats/seller/change_form.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        again = view(require_POST(self.events_again))
        own = [
            path("<path:object_id>/new-address/", view(self.new_address), name="chats_seller_new_address"),
            path("<path:object_id>/events-again/", again, name="chats_seller_events_again"),
        ]
        return [*own, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        if seller := context.get("original"):
            context["notifications"] = self.notifications_of(request, seller)
        return super().render_change_form(request, context, *args, **options)

    def notifications_of(self, request: HttpRequest, seller: Seller) -> presenter.NotificationsView:
        address: NotificationAddress | None = getattr(seller, "notification_address", None)
        route = reverse("notifications", args=[address.secret]) if address else ""
        return presenter.notifications_view(
            address,
            url=request.build_absolute_uri(route) if route else "",
            events=notifications.last_events(seller),
            set_aside=notifications.set_aside(seller),
            now=timezone.now(),
        )

    @admin.display(description=gettext_lazy("Notifications"))
    def announced(self, seller: Seller) -> str:
        return presenter.short(getattr(seller, "notification_address", None))

    def seller_to_change(self, request: HttpRequest, object_id: str) -> Seller:
        seller: Seller | None = self.get_object(request, unquote(object_id))
        if seller is None:
            raise Http404
        if not self.has_change_permission(request, seller):
            raise PermissionDenied
        return seller

    def new_address(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asks first: what the cabinet has until then stops working."""
        seller = self.seller_to_change(request, object_id)
        if request.method == "POST" and "confirm" in request.POST:
            notifications.new_address(seller, now=timezone.now())
            self.log_change(request, seller, _("New address for notifications."))
            messages.success(request, _("The notifications have a new address. Put it into the cabinet."))
            return back_to(seller)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "seller": seller}
        context["has_address"] = hasattr(seller, "notification_address")
        context["title"] = _("A new address for notifications")
        return TemplateResponse(request, "admin/chats/seller/new_address.html", context)

    def events_again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        seller = self.seller_to_change(request, object_id)
        if count := notifications.try_again(seller, now=timezone.now()):
            self.log_change(request, seller, _("Events of notifications tried again: %(count)s.") % {"count": count})
        say_what_is_tried_again(request, count)
        return back_to(seller)


def back_to(seller: Seller) -> HttpResponse:
    return redirect(reverse("admin:chats_seller_change", args=[seller.pk]) + "#notifications")
