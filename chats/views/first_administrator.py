"""The page of the link that the first start prints. It creates the first administrator, once."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from chats.forms import FirstAdministratorForm
from chats.services import people


@login_not_required
@sensitive_post_parameters("password1", "password2")
@never_cache
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, secret: str) -> HttpResponse:
    """404 for any secret but the one in the printed link."""
    if not people.setup_link_works(secret, now=timezone.now()):
        raise Http404
    form = FirstAdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = {"username": form.cleaned_data["username"], "password": form.cleaned_data["password1"]}
        administrator = people.make_administrator(secret, now=timezone.now(), **chosen)
        if administrator is None:
            raise Http404
        login(request, administrator, backend="chats.backends.AgentBackend")
        return redirect("admin:index")
    status = 422 if form.errors else 200
    return render(request, "chats/sign_in/first_administrator.html", {"form": form}, status=status)
