"""Error pages: handler400 and the others in dashboard/urls.py."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from chats import database


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
        # No request for the template: reading `user` would query the database that is down.
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "5"})
    return render(request, "500.html", status=500)
