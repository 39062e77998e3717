"""Sign-in, sign-out, and the page shown after too many wrong passwords."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from chats.forms import SignInForm


@method_decorator(login_not_required, name="dispatch")
class SignInView(LoginView):
    authentication_form = SignInForm
    redirect_authenticated_user = True
    template_name = "chats/sign_in/sign_in.html"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    if not settings.BASE_PATH:  # below a path it would clear what other applications of the host have stored
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def locked_out(request: HttpRequest, *args: object) -> HttpResponse:
    """Called by django-axes in place of the sign-in view after too many wrong passwords."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "chats/sign_in/locked_out.html", {"minutes": minutes}, status=429)
