"""Error pages: handler400 and the others in dashboard/urls.py."""

import logging
import sys
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from chats import database, schema

logger = logging.getLogger(__name__)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What the person may not do. Scripts tell it by the header from a form whose token is out of date, and show a
    part's plain words above the page."""
    if getattr(request, "htmx", False):
        words = _("You are not allowed to do this. Nothing was changed. A lead or an administrator can help.")
        response = HttpResponse(words, status=403, content_type="text/plain; charset=utf-8")
    else:
        response = render(request, "403.html", status=403)
    response.headers["Desk-Refused"] = "1"
    return response


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid CSRF token, or from another origin (CSRF_FAILURE_VIEW)."""
    ours, browsers = f"{request.scheme}://{request.get_host()}", origin_of(request)
    page = {}
    if browsers != ours and host_of(browsers) == host_of(ours):  # ours after all: the proxy changed port or scheme
        page = {"browser": browsers, "proxy": ours}
        logger.warning(
            "The browser is at %s and the proxy says %s: it must pass Host with the port, and X-Forwarded-Proto "
            "(docs/operating.md, section HTTPS)",
            *(browsers, ours),
        )
    return render(request, "403_csrf.html", page, status=403)


def origin_of(request: HttpRequest) -> str:
    """Scheme, host and port of the page that sent this request, empty if it does not say."""
    try:
        parts = urlsplit(request.headers.get("Origin") or request.headers.get("Referer", ""))
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).hostname
    except ValueError:
        return None


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    # No request for the templates: reading `user` would query the database that is down or of another version.
    if schema.explains(sys.exception()):
        return HttpResponse(render_to_string("503_version.html"), status=503, headers={"Retry-After": "30"})
    if isinstance(sys.exception(), database.AWAY):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "5"})
    return render(request, "500.html", status=500)
