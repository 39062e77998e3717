"""The type of a signed-in agent's request, as it reaches the views through the middleware."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class AgentRequest(HttpRequest):
    """For type checkers only: at run time it is a plain HttpRequest."""

    user: User
    htmx: HtmxDetails


def asks_for(request: AgentRequest, part: str) -> bool:
    """Whether htmx asks for the part of a page with this id: the id is the target that htmx swaps."""
    return bool(request.htmx) and request.htmx.target == part
