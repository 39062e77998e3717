"""On a seller's page: how far its chats have been read, and the buttons that pause, resume and hasten that."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from chats.admin.background import warn_if_nobody_works
from chats.models import Seller
from chats.presenters.mirror import progress_text
from chats.presenters.problems import title_and_advice
from chats.services import sweep

FIELD: Final = "reading"  # the name of the buttons


def pause(seller: Seller, now: datetime) -> None:
    sweep.pause(seller)


def resume(seller: Seller, now: datetime) -> None:
    sweep.resume(seller, now=now)


def hasten(seller: Seller, now: datetime) -> None:
    sweep.sweep_now(seller, now=now)


# What a button says, what it does, and what is said and logged afterwards.
ACTIONS: Final[Mapping[str, tuple[Any, Callable[[Seller, datetime], None], Any]]] = {
    "pause": (gettext_lazy("Pause"), pause, gettext_lazy("Reading of the chats is paused.")),
    "resume": (gettext_lazy("Resume"), resume, gettext_lazy("Reading of the chats goes on.")),
    "now": (gettext_lazy("Read now"), hasten, gettext_lazy("The chats are read from now on.")),
}


class WithMirror(admin.ModelAdmin):
    """The part of a seller's page about reading its chats."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.change_reading)
        return [path("<path:object_id>/reading/", view, name="chats_seller_reading"), *super().get_urls()]

    @method_decorator(require_POST)
    def change_reading(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """One of the buttons was pressed. Any other value changes nothing."""
        seller = self.get_object(request, unquote(object_id))
        if seller is None:
            raise Http404
        if not self.has_change_permission(request, seller):
            raise PermissionDenied
        if pressed := ACTIONS.get(request.POST.get(FIELD, "")):
            _label, act, said = pressed
            act(seller, timezone.now())
            self.log_change(request, seller, str(said))
            messages.success(request, said)
            if act is not pause:
                warn_if_nobody_works(request)
        return redirect("admin:chats_seller_change", seller.pk)

    @admin.display(description=gettext_lazy("Chats"))
    def reading(self, seller: Seller) -> SafeString | str:
        """How far the chats are read, and the buttons. They belong to a form of their own, at the end of the page: as
        buttons of the form around them, the first would be what Enter in any of its fields presses."""
        if seller.token is None:
            return _("Nothing is read without a token.")
        known = sweep.progress_of([seller])[seller.pk]
        names = ["resume"] if known.paused else ["pause", "now"]
        buttons = format_html_join(
            " ",
            '<button class="button" form="reading-form" name="{}" value="{}">{}</button>',
            ((FIELD, name, ACTIONS[name][0]) for name in names),
        )
        said = [progress_text(known, now=timezone.now())]
        if known.problem:
            said += title_and_advice(known.problem)
        return format_html("{}<p>{}</p>", format_html_join("", "<p>{}</p>", ((one,) for one in said)), buttons)
