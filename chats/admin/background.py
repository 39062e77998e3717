"""The work in the background: which workers live, what is due, what was set aside, and a button to try that again."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _

from chats.models import Worker
from chats.presenters.background import aside_views, backlog_view, tried_again_text, worker_view
from chats.presenters.formats import times
from chats.services import jobs, workers
from chats.worker.kinds import KINDS


@admin.register(Worker)
class BackgroundAdmin(admin.ModelAdmin):
    """One page, in place of a list of rows: nothing here is edited."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.page)
        return [path("", page, name="chats_worker_changelist")]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def page(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return self.try_again(request) if request.method == "POST" else self.overview(request)

    def overview(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Work in the background"),
            "workers": [worker_view(one, now=now) for one in workers.alive(now=now)],
            "kinds": [
                backlog_view(workers.backlog_of(kind.name, kind.due(now=now), now=now), now=now) for kind in KINDS
            ],
            "aside": aside_views(workers.aside(), now=now),
            "as_of": times.clock(now, now=now),
        }
        return TemplateResponse(request, "admin/chats/worker/background.html", context)

    def try_again(self, request: HttpRequest) -> HttpResponse:
        """`kind` and `pk` of one row, or `kind` alone for all of it. Anything else changes nothing."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        count = workers.try_again(request.POST.get("kind", ""), request.POST.get("pk"), now=timezone.now())
        say_what_is_tried_again(request, count)
        return redirect("admin:chats_worker_changelist")


def say_what_is_tried_again(request: HttpRequest, count: int) -> None:
    """Also when nothing is: a button that says nothing looks broken."""
    if not count:
        messages.warning(request, tried_again_text(0))
        return
    jobs.wake()
    messages.success(request, tried_again_text(count))
    warn_if_nobody_works(request)


def warn_if_nobody_works(request: HttpRequest) -> None:
    """After a button that leaves something to the background."""
    if not workers.any_alive(now=timezone.now()):
        messages.warning(request, _("No worker is alive, so this waits until one is started."))
