"""Two questions of load balancers and monitoring, outside of sign-in: `/healthz`, whether this process can answer
people, and `/readyz`, whether the desk does all of its work. A desk without a worker fails the second only: lookups,
pages and replies go on, so nothing should take it out of service. `/worker/` tells open pages the same."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chats import database, schema
from chats.services import workers


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        unfit = schema.misfit()
    except (DatabaseError, *database.AWAY):
        return HttpResponse("database\n", status=503, content_type="text/plain")
    if unfit:
        return HttpResponse(f"{unfit.advice}\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    problems = workers.not_ready(now=timezone.now())
    text = "".join(f"{problem}\n" for problem in problems) or "ok\n"
    return HttpResponse(text, status=503 if problems else 200, content_type="text/plain; charset=utf-8")


@login_not_required  # else it would lead an idle page to the sign-in page, and what is typed there would be lost
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """For open pages, a few times a minute: the notice that no worker is alive, or nothing where that is as it was."""
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    shown = request.GET.get("shown")
    if shown == ("alive" if workers.any_alive(now=timezone.now()) else "none"):
        return HttpResponse(status=204)
    return render(request, "_worker.html#state")
