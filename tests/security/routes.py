"""Every route of the URL configuration, what each answers to whom, and how to ask for it."""

import re
from collections.abc import Iterator

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

WAYS = ("page", "part", "post")
PART = {"HX-Request": "true", "HX-Target": "freshness", "HX-Current-URL": "http://testserver/"}


def every() -> list[str]:
    return sorted(set(routes()))


def routes(resolver: URLResolver | None = None, before: str = "/") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield address
        else:
            yield from routes(entry, address)


def address_of(route: str, **ids: object) -> str:
    """The route with something in every gap: of `ids` by name, else 1."""
    plain = re.sub(r"\^?\(\?P<(\w+)>[^)]*\)/?\$", r"<\1>/", route)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda gap: str(ids.get(gap[1], 1)), plain)


def ask(client: Client, way: str, address: str, fields: dict | None = None) -> HttpResponse:
    if way == "post":
        return client.post(address, fields or {})
    return client.get(address, fields or {}, headers=PART if way == "part" else {})


def word_for(response: HttpResponse) -> str:
    """The status, or for a redirect where to: `login` is sign-in, `admin` the admin's own."""
    place = response.headers.get("Location", "").partition("?")[0]
    sign_ins = {"/login/": "login", "/admin/login/": "admin"}
    return sign_ins.get(place, "->" if place else str(response.status_code))
