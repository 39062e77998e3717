"""Sign-in, sign-out, the first administrator, health, and the pages for what went wrong."""

import sys

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chats import database
from chats.forms import SetupForm, SignInForm
from chats.services import people


@method_decorator(login_not_required, name="dispatch")
class SignInView(LoginView):
    authentication_form = SignInForm
    redirect_authenticated_user = True


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def locked_out(request: HttpRequest, *args: object) -> HttpResponse:
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "locked_out.html", {"minutes": minutes}, status=429)


@login_not_required
@sensitive_post_parameters("password1", "password2")
@never_cache
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, secret: str) -> HttpResponse:
    """Make the first administrator. Anything but the link from the console is no page at all."""
    if not people.setup_link_works(secret, now=timezone.now()):
        raise Http404
    form = SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = {"username": form.cleaned_data["username"], "password": form.cleaned_data["password1"]}
        administrator = people.make_administrator(secret, now=timezone.now(), **chosen)
        if administrator is None:
            raise Http404
        login(request, administrator, backend="chats.backends.AgentBackend")
        return redirect("admin:index")
    return render(request, "setup.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, *database.AWAY):
        return HttpResponse("database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    if isinstance(sys.exception(), database.AWAY):
        # Without the request: who is signed in is in the database too.
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "5"})
    return render(request, "500.html", status=500)
