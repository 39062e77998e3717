from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def yardstick(request: HttpRequest) -> HttpResponse:
    """W: the least that a page for a signed-in person costs, since the middleware reads session and user."""
    return HttpResponse("desk", content_type="text/plain")


urlpatterns = [path("yardstick/", yardstick), path("", include("dashboard.urls"))]

handler400 = "chats.views.sign_in.bad_request"
handler403 = "chats.views.sign_in.forbidden"
handler404 = "chats.views.sign_in.not_found"
handler500 = "chats.views.sign_in.server_error"
