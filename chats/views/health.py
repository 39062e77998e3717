"""The health check for load balancers and monitoring: 200 when the desk reaches its database, and that is of the
desk's own version."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from chats import database, schema


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
