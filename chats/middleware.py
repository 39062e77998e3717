import logging
from collections.abc import Callable, Mapping, Set
from contextlib import suppress
from types import MappingProxyType
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from chats.addresses import believes_in_https, client_scheme, is_trusted
from chats.market.token import looks_like_a_token, with_tokens_cut_out, without_tokens
from chats.services.people import preferences_of

logger = logging.getLogger(__name__)

HEALTH = frozenset({"/healthz", "/readyz"})  # asked over plain HTTP too, from within the machine


class HtmxRequest(HttpRequest):
    """For type hints only: a request past htmx's own middleware."""

    htmx: HtmxDetails


GetResponse = Callable[[HttpRequest], HttpResponse]


class NoTokenInAddressMiddleware:
    """Removes tokens from a request's address before anything reads it. A token pasted into a search field gets there;
    sign-in would then carry it on as `next`, and pages, records and errors would show it."""

    ADDRESSES = ("QUERY_STRING", "RAW_URI", "REQUEST_URI", "HTTP_REFERER", "HTTP_HX_CURRENT_URL")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in self.ADDRESSES:
            if address := request.META.get(name):
                request.META[name] = without_tokens(address)
        request.path, request.path_info = without_tokens(request.path), without_tokens(request.path_info)
        return self.get_response(request)


class NoTokenInFormMiddleware:
    """Cuts tokens out of what a form sends before any view reads it, so that no page, message, log or row has one from
    there. What stands in its place is refused by `refuse_token`, the validator of every text column."""

    # Fields that may be sent a token, by route.
    OWN_FIELDS: Mapping[str, Set[str]] = MappingProxyType(
        {
            "admin:chats_seller_add": {"token"},
            "admin:chats_seller_change": {"token"},
            # The composer holds such a text back, and nothing that was typed is lost.
            "reply": {"text"},
            "draft": {"text"},
        }
    )

    # No page shows them and no row has them, but long ones may look like anything. `NoTokenPassword` judges new ones.
    PASSWORDS = frozenset({"password", "password1", "password2", "old_password", "new_password1", "new_password2"})

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        route = request.resolver_match.view_name if request.resolver_match else ""
        own = self.PASSWORDS | self.OWN_FIELDS.get(route, frozenset())
        # Django has setters, of which the stubs know nothing.
        request.GET = tokens_taken_out(request.GET)  # type: ignore[assignment]
        if request.method == "POST":
            request.POST = tokens_taken_out(request.POST, own)  # type: ignore[assignment]


def tokens_taken_out(sent: QueryDict, own: Set[str] = frozenset()) -> QueryDict:
    """The same, or a copy that has no token in any field but those of `own`."""
    spoilt = [name for name, values in sent.lists() if name not in own and any(map(looks_like_a_token, values))]
    if not spoilt:
        return sent
    cleaned = sent.copy()
    for name in spoilt:
        cleaned.setlist(name, list(map(with_tokens_cut_out, sent.getlist(name))))
    return cleaned


class ForwardedSchemeMiddleware:
    """Takes from trusted proxies whether the browser used HTTPS. Where HTTPS is on, a proxy that does not say so, says
    the contrary to a browser that did, or is not trusted gets words: the redirect to HTTPS would lead back here without
    end."""

    WORDS = (
        "The desk is reached over HTTPS, and cannot tell that this request was.\n"
        "Open the https:// address. If you did, the proxy in front of the desk has to send the header\n"
        "X-Forwarded-Proto with the scheme that the browser used, and its address has to be in TRUSTED_PROXIES.\n"
        "The section HTTPS of docs/operating.md has the lines.\n"
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        trusted = is_trusted(peer)
        scheme = client_scheme(request) if trusted else None
        if scheme:
            request.META["wsgi.url_scheme"] = scheme
        redirected = settings.SECURE_SSL_REDIRECT and not request.is_secure() and not is_for_machines(request)
        if redirected and ((trusted and not scheme) or believes_in_https(request)):
            why = "does not say that the browser used HTTPS" if trusted else "is not in TRUSTED_PROXIES"
            logger.warning("The proxy at %s %s: docs/operating.md, section HTTPS", peer, why)
            return HttpResponse(self.WORDS, status=400, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def is_for_machines(request: HttpRequest) -> bool:
    """Whether what asks is a program that follows no redirect and reads no page."""
    return request.path_info in HEALTH or request.path_info.startswith(NotificationsMiddleware.BELOW)


class NotificationsMiddleware:
    """Answers Market's notifications before sessions, languages, forms and sign-in have a part in the request: none of
    them can then read the body, redirect, or cost a query."""

    BELOW = "/notifications/"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(self.BELOW):
            request.get_host()  # refuses other hosts, as CommonMiddleware does
            with suppress(Resolver404):
                request.resolver_match = match = resolve(request.path_info)
                answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
                return answer
        return self.get_response(request)


class SecurityHeadersMiddleware:
    """Sends the security headers that Django does not. The policy is read from SECURE_CSP, the name of the setting in
    Django 6, whose own middleware will replace this one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
        )
        # No cache may keep a page, because it shows buyers' names. Static files never come here: whitenoise, which
        # stands before this, answers them.
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class AgentSettingsMiddleware:
    """Activates the agent's language and time zone. Without a choice, the language is the browser's and the time zone
    the desk's."""

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
    """Keeps the sign-in page out of fragments: when a session has ended, htmx is told to load the sign-in page as a
    whole, and it leads back to the page that asked for the fragment."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        sign_in = resolve_url(settings.LOGIN_URL)  # only within a request does it know the path below which we are
        if request.htmx and response.status_code == 302 and response["Location"].startswith(sign_in):
            page = requesting_page(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
            headers = {"HX-Redirect": f"{sign_in}?{urlencode({'next': page})}"}
            return HttpResponse(status=401, headers=headers)
        return response


def requesting_page(request: HtmxRequest) -> str | None:
    """The page that requested the fragment, as a path; None when it is not one of this desk's pages."""
    try:
        return request.htmx.current_url_abs_path
    except ValueError:  # not an address at all
        return None
