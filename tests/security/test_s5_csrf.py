"""S5: nothing is changed by a form that the desk itself did not give to this browser."""

import json

import pytest
from django.conf import settings as live_settings
from django.test import Client
from django.utils import timezone

from chats.models import PreparedAnswer, RecentChat
from chats.services import notifications
from tests.notification_fixture import FORMS, chat_event
from tests.security.routes import address_of, every
from tests.security.test_s1_routes import everything

IDS = {"business_id": 1001, "chat_id": 310001, "app_label": "chats", "url": "x", "answer_id": 1}
ADDRESSES = [address_of(route, **IDS) for route in every()]
# The only ones that ask for no token: Market has none, and they have no session.
MARKETS = [address for address in ADDRESSES if address.startswith("/notifications/")]
CHAT_PAGE = "/chats/1001/310001/"
TOKEN = "q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6"
SECURE = "https://testserver"
# The checks come before the routes: these are refused wherever they go.
WAYS = {
    "no token": ({}, {}),
    "a token of another browser": ({"csrfmiddlewaretoken": "b" * 64}, {}),
    "a token from before sign-in": ({"csrfmiddlewaretoken": "c" * 32}, {}),
    "another origin": ({"csrfmiddlewaretoken": TOKEN}, {"Origin": "https://evil.example"}),
    "a page without an origin": ({"csrfmiddlewaretoken": TOKEN}, {"Origin": "null"}),
    "the same host, other port": ({"csrfmiddlewaretoken": TOKEN}, {"Origin": "http://testserver:8080"}),
    "a host that only begins like it": ({"csrfmiddlewaretoken": TOKEN}, {"Origin": "http://testserver.evil.example"}),
}


@pytest.fixture(autouse=True)
def here(people):
    """Made before anything is counted."""
    PreparedAnswer.objects.create(pk=IDS["answer_id"], title="Mine", text="Hello", owner=people["agent"])
    return [people[name] for name in ("agent", "boss")]


def strict(person, **options) -> Client:
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False, **options)
    if person:
        browser.force_login(person)
    browser.cookies[live_settings.CSRF_COOKIE_NAME] = TOKEN
    return browser


@pytest.fixture
def visitors(people):
    return [strict(people[name]) for name in ("anonymous", "agent", "boss")]


@pytest.mark.parametrize("address", sorted({*ADDRESSES} - {*MARKETS}))
def test_s5_no_route_takes_a_form_from_elsewhere(visitors, home, chat, market, address, page_of):
    before = everything()

    for browser in visitors:
        for fields, headers in WAYS.values():
            answer = browser.post(address, {**fields, "theme": "dark", "q": "1"}, headers=headers)
            assert answer.status_code in {403, 405}
            assert answer.status_code == 405 or page_of(answer).cssselect("h1")

    assert (everything(), market.calls) == (before, [])


@pytest.mark.parametrize("address", MARKETS)
def test_s5_where_market_needs_no_token_a_browser_has_neither_session_nor_effect(visitors, home, market, address):
    secret = notifications.new_address(home, now=timezone.now()).secret
    before = everything()

    for browser in visitors:
        for path in (address, address.replace("/1", f"/{secret}")):
            answer = browser.post(path, chat_event("CHAT_CREATED"), content_type="application/json")
            assert (answer.status_code, dict(answer.cookies)) == (404, {})

    assert len(MARKETS) == len(FORMS)
    assert (everything(), market.calls) == (before, [])


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "application/octet-stream", "", "text/html"])
@pytest.mark.parametrize(
    "address",
    ["/settings/", "/recents/forget/", "/logout/", "/login/", "/language/", "/answers/new/", "/answers/1/delete/"],
)
def test_s5_a_body_of_another_kind_carries_no_token(visitors, home, chat, address, kind):
    before = everything()
    forms = [f"csrfmiddlewaretoken={TOKEN}&theme=dark", json.dumps({"csrfmiddlewaretoken": TOKEN, "theme": "dark"})]

    for browser in visitors:
        assert {browser.post(address, form, content_type=kind).status_code for form in forms} == {403}

    assert everything() == before


@pytest.mark.parametrize(
    "referer", [None, "https://evil.example/", "http://testserver/", "https://testserver.evil.example/"]
)
def test_s5_over_https_a_form_without_an_origin_has_to_come_from_a_page_of_the_desk(agent, referer):
    browser = strict(agent)
    headers = {"Referer": referer} if referer else {}

    answer = browser.post("/settings/", {"csrfmiddlewaretoken": TOKEN, "theme": "dark"}, secure=True, headers=headers)
    own = browser.post(
        "/settings/", {"csrfmiddlewaretoken": TOKEN, "theme": "dark"}, secure=True, headers={"Referer": SECURE + "/"}
    )

    assert (answer.status_code, own.status_code) == (403, 302)


def test_s5_a_form_of_the_desk_itself_is_taken(agent):
    """Else the refusals above would prove nothing."""
    browser = strict(agent)

    answer = browser.post(
        "/settings/", {"csrfmiddlewaretoken": TOKEN, "theme": "dark"}, headers={"Origin": "http://testserver"}
    )

    assert answer.status_code == 302
    agent.refresh_from_db()
    assert agent.desk_settings.theme == "dark"


def test_s5_sign_in_makes_the_token_of_before_useless(agent):
    browser = strict(None)
    form = {"csrfmiddlewaretoken": TOKEN, "username": "agent", "password": "a long enough password"}
    assert browser.post("/login/", form).status_code == 302

    assert browser.post("/settings/", {"csrfmiddlewaretoken": TOKEN, "theme": "dark"}).status_code == 403


@pytest.mark.parametrize("address", ADDRESSES)
def test_s5_no_address_changes_anything_by_being_opened(browsers, home, chat, market, address):
    fields = "?theme=dark&language=ru&business_id=1001&chat_id=310001&username=x&password1=y&action=delete_selected"
    before = everything()

    for name in ("anonymous", "agent", "boss"):
        for method in ("GET", "HEAD", "OPTIONS", "TRACE"):
            browsers[name].generic(method, address + fields)
            browsers[name].generic(method, address + fields, headers={"X-HTTP-Method-Override": "POST"})

    if address == CHAT_PAGE:
        # Opening a chat puts it among one's own recent ones, and changes nothing else.
        assert {(one.agent.username, one.chat) for one in RecentChat.objects.all()} == {("agent", chat), ("boss", chat)}
        RecentChat.objects.all().delete()
    assert (everything(), market.calls) == (before, [])
