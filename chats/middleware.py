from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from chats.market.token import without_tokens
from chats.services.people import preferences_of

GetResponse = Callable[[HttpRequest], HttpResponse]


class NoTokenInAddressMiddleware:
    """A token that was pasted into a field whose text goes into the address is taken out before anything reads it:
    else sign-in would carry it on as `next`, and pages, records and errors would show it again."""

    ADDRESSES = ("QUERY_STRING", "RAW_URI", "REQUEST_URI", "HTTP_REFERER", "HTTP_HX_CURRENT_URL")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in self.ADDRESSES:
            if address := request.META.get(name):
                request.META[name] = without_tokens(address)
        return self.get_response(request)


class SecurityHeadersMiddleware:
    """The headers Django does not send by itself. The policy has the name of Django 6's setting."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
        )
        # Pages hold buyers' names. Static files are answered by whitenoise before this.
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class AgentSettingsMiddleware:
    """Speaks the agent's language in the agent's time zone; without a choice, the browser's and the desk's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = preferences_of(request.user)
        if chosen.language:
            translation.activate(chosen.language)
            request.LANGUAGE_CODE = translation.get_language()
        timezone.activate(chosen.time_zone or settings.TIME_ZONE)
        return self.get_response(request)


class HtmxSignInMiddleware:
    """A fragment never shows the sign-in page: htmx is told to open it whole and to come back to the same page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.sign_in = resolve_url(settings.LOGIN_URL)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        if request.htmx and response.status_code == 302 and response["Location"].startswith(self.sign_in):
            page = page_behind(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
            back = {"HX-Redirect": f"{self.sign_in}?{urlencode({'next': page})}"}
            return HttpResponse(status=401, headers=back)
        return response


def page_behind(request: HttpRequest) -> str | None:
    """The page that a fragment was asked for from, when it is one of this desk."""
    try:
        return request.htmx.current_url_abs_path
    except ValueError:  # not an address at all
        return None
