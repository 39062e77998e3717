"""S1: another seller's chat is the same as no chat, in every way of asking that the URL configuration has."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.security.routes import PART, address_of, every
from tests.security.test_s1_routes import everything

pytestmark = pytest.mark.usefixtures("made_before_counting")

OF_A_CHAT = [route for route in every() if "business_id" in route]
NOBODYS = 7777
HEADERS = {
    "page": {},
    "part": PART,
    "another part": {**PART, "HX-Target": "lookup-result"},
    "no part": {**PART, "HX-Target": "canary"},
    "boosted": {**PART, "HX-Boosted": "true"},
    "restored": {**PART, "HX-History-Restore-Request": "true"},
}
METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS")


def as_seen(response) -> tuple:
    """Status, headers and body without what every answer has of its own: the CSRF token and the time."""
    own = rb'name="csrfmiddlewaretoken" value="\w+"|data-now="\d+"|<time data-printed>[^<]+</time>'
    body = re.sub(own, b"", response.content)
    return response.status_code, dict(response.headers), sorted(response.cookies), body


def asked(browser, method, address, headers):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = browser.generic(method, address, headers=headers)
    return response, [re.sub(r"\d+", "N", query["sql"]) for query in queries]


def test_there_are_routes_of_chats_to_try():
    assert len(OF_A_CHAT) >= 2


@pytest.mark.parametrize("query", ["", "?v=1&seen=0", "?v=1&seen=0&fresh=1&seller=1001&business_id=1001&agent=1"])
@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("route", OF_A_CHAT)
def test_s1_anothers_chat_is_no_chat(browsers, home, chat, market, route, headers, query):
    before = everything()
    ids = {"chat_id": chat.chat_id}
    for method in METHODS:
        theirs, their_queries = asked(
            browsers["stranger"], method, address_of(route, business_id=home.business_id, **ids) + query, headers
        )
        nobodys, nobodys_queries = asked(
            browsers["stranger"], method, address_of(route, business_id=NOBODYS, **ids) + query, headers
        )

        assert theirs.status_code in {404, 405}, method
        assert as_seen(theirs) == as_seen(nobodys), method
        assert their_queries == nobodys_queries, method
    assert (market.calls, everything()) == ([], before)


@pytest.mark.parametrize("chat_id", [310001, 310099])
def test_s1_neither_can_it_be_told_whether_anothers_chat_is_known(browsers, home, chat, market, chat_id):
    answers = [browsers["stranger"].get(f"/chats/1001/{number}/") for number in (chat.chat_id, chat_id)]

    assert as_seen(answers[0]) == as_seen(answers[1])
    assert market.calls == []


def test_s1_a_seller_that_is_switched_off_is_absent_too_also_for_the_administrator(browsers, home, chat, market):
    home.active = False
    home.save()

    for name in ("agent", "boss"):
        theirs, nobodys = (browsers[name].get(f"/chats/{number}/310001/") for number in (1001, NOBODYS))
        assert as_seen(theirs) == as_seen(nobodys)
        assert theirs.status_code == 404
    assert market.calls == []
