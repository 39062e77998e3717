from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from chats.forms import PreferencesForm
from chats.services.people import preferences_of
from chats.views.request import AgentRequest


@require_http_methods(["GET", "POST"])
def page(request: AgentRequest) -> HttpResponse:
    current = preferences_of(request.user)
    current.agent = request.user
    form = PreferencesForm(request.POST or None, instance=current)
    if request.method == "POST" and form.is_valid():
        chosen = form.save()
        with translation.override(chosen.language or request.LANGUAGE_CODE):
            messages.success(request, _("Settings saved."))
        return redirect("settings")
    status = 422 if form.errors else 200
    return render(request, "chats/preferences/preferences.html", {"form": form}, status=status)


@login_not_required
def choose_language(request: HttpRequest) -> HttpResponse:
    """Django's view. From a browser that does not say where it was, that one leads to "/", which below a path is
    somebody else's page."""
    response = set_language(request)
    if response.headers.get("Location") == "/":
        response.headers["Location"] = resolve_url(settings.LOGIN_REDIRECT_URL)
    return response
