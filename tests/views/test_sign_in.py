import re

import pytest
from django.conf import settings as live_settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.notification_fixture import FORMS

PASSWORD = "a long enough password"
OPEN = {"login/", "healthz", "readyz", "worker/", "setup/<str:secret>/", "language/"}
OPEN |= {"invitation/", "invitation/<str:secret>/"}
MARKETS = {f"notifications/<str:secret>{form}" for form in FORMS}


def routes(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, address)
        else:
            yield address


def test_every_route_but_sign_in_asks_who_is_there(client, db):
    for route in set(routes()) - OPEN - MARKETS:
        if route.startswith("admin/"):
            continue
        address = "/" + re.sub("<id:[a-z_]+>", "1001", route)
        answers = [client.get(address), client.post(address)]

        assert {answer.status_code for answer in answers} == {302}, address
        assert all(answer["Location"].startswith("/login/?next=") for answer in answers), address


def test_every_admin_route_asks_an_agent_for_an_administrator(client, agent):
    client.force_login(agent)

    for address in ("/admin/", "/admin/chats/seller/", "/admin/chats/lookup/", "/admin/auth/group/"):
        assert client.get(address)["Location"].startswith("/admin/login/")


def test_a_person_signs_in_and_comes_back_to_where_they_wanted(client, agent):
    response = client.post("/login/?next=/settings/", {"username": "agent", "password": PASSWORD})

    assert (response.status_code, response["Location"]) == (302, "/settings/")


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_s10_sign_in_leads_to_no_other_host(client, agent, address):
    response = client.post("/login/", {"username": "agent", "password": PASSWORD, "next": address})

    assert response["Location"] == "/"


def test_a_wrong_password_says_the_same_for_a_known_and_an_unknown_name(client, agent, page_of):
    known, unknown = (
        page_of(client.post("/login/", {"username": name, "password": "wrong"})).cssselect("form")[0].text_content()
        for name in ("agent", "nobody")
    )

    assert known == unknown


def test_s4_the_eleventh_wrong_password_is_turned_away_for_that_name_and_address_only(client, agent, boss):
    for _ in range(10):
        client.post("/login/", {"username": "agent", "password": "wrong"})

    locked = client.post("/login/", {"username": "agent", "password": PASSWORD})
    colleague = client.post("/login/", {"username": "boss", "password": PASSWORD})
    elsewhere = Client(REMOTE_ADDR="10.9.8.7").post("/login/", {"username": "agent", "password": PASSWORD})

    assert (locked.status_code, colleague.status_code, elsewhere.status_code) == (429, 302, 302)


def test_a_liar_behind_no_trusted_proxy_cannot_change_their_address(agent):
    stranger = Client(REMOTE_ADDR="10.9.8.7")
    for number in range(11):
        response = stranger.post(
            "/login/", {"username": "agent", "password": "wrong"}, headers={"X-Forwarded-For": f"1.2.3.{number}"}
        )

    assert response.status_code == 429


def test_s4_a_session_ends_with_sign_out_and_the_browser_forgets(client, agent):
    client.post("/login/", {"username": "agent", "password": PASSWORD})
    key = client.cookies[live_settings.SESSION_COOKIE_NAME].value

    response = client.post("/logout/")
    reused = Client()
    reused.cookies[live_settings.SESSION_COOKIE_NAME] = key

    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert reused.get("/").status_code == 302
    assert client.get("/logout/").status_code in {302, 405}


def test_s4_sign_in_makes_a_new_session(client, agent):
    client.get("/login/")
    client.cookies[live_settings.SESSION_COOKIE_NAME] = "chosen-by-someone-else"

    client.post("/login/", {"username": "agent", "password": PASSWORD})

    assert client.cookies[live_settings.SESSION_COOKIE_NAME].value != "chosen-by-someone-else"


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!"}])
def test_s4_a_disabled_person_or_a_new_password_ends_the_session(client, agent, change):
    client.force_login(agent)

    User.objects.update(**change)

    assert client.get("/").status_code == 302


def test_a_fragment_asks_htmx_to_open_the_sign_in_page_whole(client, db):
    response = client.get(
        "/chats/1001/1/",
        headers={
            "HX-Request": "true",
            "HX-Target": "freshness",
            "HX-Current-URL": "http://testserver/chats/1001/1/?x=1",
        },
    )

    assert (response.status_code, response["HX-Redirect"]) == (401, "/login/?next=%2Fchats%2F1001%2F1%2F%3Fx%3D1")


def test_every_page_carries_the_headers_that_guard_it(client, agent):
    client.force_login(agent)

    for address in ("/", "/settings/", "/nowhere/", "/admin/"):
        headers = client.get(address).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "no-store" in headers["Cache-Control"]
