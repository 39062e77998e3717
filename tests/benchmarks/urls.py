import os

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from chats.services import presence

if os.environ.get("BENCHMARK_WITHOUT_PRESENCE"):
    presence.keep_up = presence.others_at = lambda *_, **__: presence.NOBODY
    presence.writers_for = lambda *_, **__: {}


def yardstick(request: HttpRequest) -> HttpResponse:
    """W: the least that a page for a signed-in person costs, since the middleware reads session and user."""
    return HttpResponse("desk", content_type="text/plain")


urlpatterns = [path("yardstick/", yardstick), path("", include("dashboard.urls"))]

handler400 = "chats.views.errors.bad_request"
handler403 = "chats.views.errors.forbidden"
handler404 = "chats.views.errors.not_found"
handler500 = "chats.views.errors.server_error"
