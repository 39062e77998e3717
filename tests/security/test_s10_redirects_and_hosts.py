"""S10: nothing leads to another host, and no header makes the desk believe it is one."""

import re
from itertools import product
from urllib.parse import urljoin, urlsplit

import pytest

from tests.security.conftest import PASSWORD
from tests.security.routes import address_of, every

HOST = "http://testserver"
EVIL = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "http:evil.example",
    "http:///evil.example",
    "http://testserver@evil.example/",
    "http://evil.example#@testserver/",
    "http://testserver.evil.example/",
    "http://testserver:80@evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt://%0aalert(1)",
    "data:text/html,x",
    "/%09/evil.example",
    "/.//evil.example",
    "/x\r\nLocation: https://evil.example/",
    "/x\r\nSet-Cookie: session=evil",
    "https://evil。example/",
    "//evil%E3%80%82example",
    "//[::1]/",
    "http://[",
]
IDS = {"business_id": 1001, "chat_id": 310001, "app_label": "chats", "url": "x"}


def leads_to(response, asked="/") -> set[str]:
    """The hosts that a browser would go to."""
    said = {response.headers.get(name, "") for name in ("Location", "HX-Redirect", "HX-Location", "Refresh")}
    # Browsers take a backslash for a slash, and leave out tabs and line breaks.
    plain = {re.sub(r"[\t\r\n]", "", place).strip().replace("\\", "/") for place in said if place}
    return {urlsplit(urljoin(HOST + asked, place)).netloc for place in plain}


@pytest.mark.parametrize("address", EVIL)
def test_s10_sign_in_leads_nowhere_else(browser_of, agent, address):
    for way in ("query", "field"):
        fields = {"username": "agent", "password": PASSWORD, **({"next": address} if way == "field" else {})}
        browser = browser_of()
        query = {"next": address} if way == "query" else {}
        response = browser.post("/login/", fields, query_params=query)

        assert response.status_code == 302
        assert leads_to(response) == {"testserver"}
        assert browser.get("/login/", query).status_code == 302
        assert leads_to(browser.get("/login/", query)) == {"testserver"}


@pytest.mark.parametrize("address", EVIL)
def test_s10_the_choice_of_a_language_leads_nowhere_else(browser_of, db, address):
    browser = browser_of()
    answers = [
        browser.post("/language/", {"language": "ru", "next": address}),
        browser.post("/language/", {"language": "ru"}, query_params={"next": address}),
        browser.get("/language/", {"next": address}),
        browser.post("/language/", {"language": "ru"}, headers={"Referer": re.sub(r"[\r\n]", "", address)}),
        browser.post("/language/", {"language": f"ru\r\nX-Evil: {address}"}),
    ]

    for response in answers:
        assert leads_to(response) == {"testserver"}
        assert "X-Evil" not in response.headers
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("address", EVIL)
def test_s10_htmx_is_sent_to_sign_in_and_nowhere_else(browser_of, agent, address):
    headers = {"HX-Request": "true", "HX-Current-URL": re.sub(r"[\r\n]", "", address)}
    browser = browser_of()

    response = browser.get("/lookup/", headers=headers)
    after = browser.post(response["HX-Redirect"], {"username": "agent", "password": PASSWORD})

    assert response.status_code == 401
    assert leads_to(response) == leads_to(after) == {"testserver"}


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "//evil.example/admin",
        "/\\evil.example/x",
        "/%2fevil.example/x",
        "/%5cevil.example",
        "//admin",
    ],
)
def test_s10_a_path_that_looks_like_a_host_stays_a_path(browsers, path):
    for browser in browsers.values():
        response = browser.get("/", PATH_INFO=path)

        assert response.status_code in {301, 302, 404}
        assert leads_to(response, path) <= {"testserver"}


@pytest.mark.parametrize("route", every())
def test_s10_another_host_in_the_request_is_refused_and_never_repeated(browsers, home, route):
    address = address_of(route, **IDS)
    for name in ("anonymous", "agent", "boss"):
        for host in ("evil.example", "testserver.evil.example", "testserver@evil.example", "evil.example:80", "[", ""):
            refused = browsers[name].get(address, headers={"Host": host})
            assert refused.status_code == 400, host
            assert b"evil.example" not in refused.content
            assert not leads_to(refused)


FORWARDED = {
    "X-Forwarded-Host": "evil.example",
    "X-Host": "evil.example",
    "X-Original-URL": "/admin/",
    "X-Rewrite-URL": "/admin/",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-Prefix": "//evil.example",
    "X-Forwarded-Port": "6666",
    "X-Forwarded-Proto": "https",
    "Forwarded": "host=evil.example;proto=https",
    "X-HTTP-Method-Override": "DELETE",
}


@pytest.mark.parametrize("route", every())
def test_s10_headers_that_proxies_use_change_no_page(browsers, home, chat, route):
    address = address_of(route, **IDS)
    for name in ("anonymous", "agent"):
        plain = browsers[name].get(address.removesuffix("/"))
        lied_to = browsers[name].get(address.removesuffix("/"), headers=FORWARDED)

        assert lied_to.status_code == plain.status_code
        assert lied_to.headers.get("Location") == plain.headers.get("Location")
        assert b"evil.example" not in lied_to.content


def test_s10_no_shared_cache_may_keep_a_page(browsers, home, chat):
    for name, route in product(("anonymous", "agent", "boss"), every()):
        response = browsers[name].get(address_of(route, **IDS))
        assert "no-store" in response["Cache-Control"]
        assert "Cookie" in response.get("Vary", "Cookie")
        assert not response.has_header("ETag") and not response.has_header("Last-Modified")
