"""The link by which a person sets a password. Its address leads on to one without the secret, which so is in no address
that a page, a referrer or the browser's history of the next pages could repeat."""

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from chats.forms import NewPasswordForm
from chats.services import people

DIGEST = "invitation"  # in the session: of the link that this browser has opened
GUESSES = {"username": "invitation link"}  # for django-axes, which counts by name and address; no person has this name


@login_not_required
@never_cache
@require_GET
def open_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening uses nothing up: messengers open links to show what is behind them."""
    if not AxesProxyHandler.is_allowed(request, GUESSES):
        minutes = round(settings.AXES_COOLOFF_TIME * 60)
        return render(request, "chats/sign_in/too_many_links.html", {"minutes": minutes}, status=429)
    digest = people.digest(secret)
    if people.invited_by(digest, now=timezone.now()) is None:
        count_guess(request)
        return over(request)
    request.session[DIGEST] = digest
    return redirect("set-password")


@login_not_required
@sensitive_post_parameters("new_password1", "new_password2")
@never_cache
@require_http_methods(["GET", "POST"])
def set_password(request: HttpRequest) -> HttpResponse:
    digest, now = request.session.get(DIGEST, ""), timezone.now()
    person = people.invited_by(digest, now=now)
    if person is None:
        return over(request)
    if request.user.is_authenticated:
        return render(request, "chats/sign_in/signed_in_already.html", {"name": name_of(person)}, status=409)
    form = NewPasswordForm(person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        return come_in(request, digest, form.cleaned_data["new_password1"])
    context = {"form": form, "name": name_of(person), "username": person.get_username()}
    return render(request, "chats/sign_in/set_password.html", context, status=422 if form.errors else 200)


def come_in(request: HttpRequest, digest: str, password: str) -> HttpResponse:
    person = people.accept_invitation(digest, password=password, now=timezone.now())
    if person is None:
        return over(request)
    del request.session[DIGEST]
    login(request, person, backend="chats.backends.AgentBackend")
    messages.success(request, _("Your password is set. Next time, sign in as %(name)s.") % {"name": person.username})
    return redirect("start")


def over(request: HttpRequest) -> HttpResponse:
    """The same for a link that was used, replaced or made up, has expired, or is of a person who was deactivated."""
    request.session.pop(DIGEST, None)
    return render(request, "chats/sign_in/link_over.html", status=404)


def count_guess(request: HttpRequest) -> None:
    """As a failed sign-in, without the address, which might hold the secret of a link that once worked."""
    AxesProxyHandler.update_request(request)
    request.axes_path_info = "/invitation/"  # type: ignore[attr-defined]
    AxesProxyHandler.user_login_failed(None, GUESSES, request)


def name_of(person: User) -> str:
    return person.get_full_name() or person.get_username()
