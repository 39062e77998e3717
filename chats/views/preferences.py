"""The preferences of each person: how they want the desk, their name, their password, their language."""

from copy import copy
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from chats.forms import NameForm, PasswordForm, PreferencesForm
from chats.services.people import preferences_of
from chats.views.request import AgentRequest


@require_http_methods(["GET", "POST"])
def page(request: AgentRequest) -> HttpResponse:
    current = preferences_of(request.user)
    current.agent = request.user
    # A copy: a form writes what it has checked into its instance, and the page would show it as if it were saved.
    name = NameForm(request.POST or None, instance=copy(request.user))
    form = PreferencesForm(request.POST or None, instance=current)
    if request.method == "POST" and all([name.is_valid(), form.is_valid()]):
        name.save()
        chosen = form.save()
        with translation.override(chosen.language or request.LANGUAGE_CODE):
            messages.success(request, _("Settings saved."))
        return redirect("settings")
    status = 422 if name.errors or form.errors else 200
    return render(request, "chats/preferences/preferences.html", {"name": name, "form": form}, status=status)


class PasswordView(PasswordChangeView):
    """Django's own: this session goes on, and all others of this person end. After too many wrong passwords django-axes
    answers in its place."""

    form_class = PasswordForm
    template_name = "chats/preferences/password.html"
    success_url = reverse_lazy("settings")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        messages.success(self.request, _("The password is changed. You are signed out everywhere but here."))
        return super().form_valid(form)

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


@login_not_required
def choose_language(request: HttpRequest) -> HttpResponse:
    """Django's view. From a browser that does not say where it was, that one leads to "/", which below a path is
    somebody else's page."""
    response = set_language(request)
    if response.headers.get("Location") == "/":
        response.headers["Location"] = resolve_url(settings.LOGIN_REDIRECT_URL)
    return response
