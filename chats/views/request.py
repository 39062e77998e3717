"""A request as the views get it, past sign-in and htmx's middleware."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class AgentRequest(HttpRequest):
    """For type hints only: Django makes plain ones."""

    user: User
    htmx: HtmxDetails


def asks_for(request: AgentRequest, part: str) -> bool:
    """Whether htmx asks for that part of a page: the part's id is the target that it swaps."""
    return bool(request.htmx) and request.htmx.target == part
