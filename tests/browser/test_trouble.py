"""What the desk itself cannot do: the page keeps what it shows, says so, and goes on when it can."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from tests.browser.watch import settled

ADDRESS = "/chats/1001/310001/"
POLL = re.compile(r"\?v=")
REFRESH = "**/refresh/"
ALERT = "#live-alert"

BROKEN = [
    {"status": 500, "body": "", "content_type": "text/html"},
    {"status": 500, "body": "Internal Server Error", "content_type": "text/plain"},
    {"status": 500, "body": "<h1>Broken</h1><p id='chat-status'>?</p>", "content_type": "text/html"},
    {
        "status": 502,
        "body": "<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>",
        "content_type": "text/html",
    },
    {
        "status": 413,
        "body": "<html>\r\n<head><title>413 Request Entity Too Large</title></head>\r\n<body>nginx</body></html>",
        "content_type": "text/html",
    },
    {"status": 403, "body": "Blocked by policy", "content_type": "text/plain"},
    {"status": 200, "body": "<!doctype html><title>A portal</title><h1>Sign in</h1>", "content_type": "text/html"},
]
IDS = ["empty", "plain", "html", "gateway", "nginx", "filter", "portal"]


@pytest.fixture
def page(visit, agent, seen, market) -> Page:
    seen(310001, status="NEW", order_id=54810000101)
    page = visit(agent, path=ADDRESS, clock=True)
    with page.expect_response(POLL):
        page.clock.fast_forward(1_000)
    settled(page)
    return page


def content(page: Page) -> list[str]:
    parts = page.locator("#chat-status, #chat-about, #chat-notice, #freshness")
    markup = parts.evaluate_all("(parts) => parts.map((part) => part.outerHTML)")
    # Ages and waiting times go on by themselves.
    return [re.sub(r"(<time[^>]*data-(?:age|span)[^>]*>)[^<]*", r"\1", part) for part in markup]


def beat(page: Page) -> None:
    with page.expect_response(POLL):
        page.clock.fast_forward(75_000)
    settled(page)


@pytest.mark.parametrize("answer", BROKEN, ids=IDS)
def test_a_broken_answer_to_the_pulse_leaves_the_page_as_it_was(page, answer):
    """B5."""
    before = content(page)
    page.route(POLL, lambda route: route.fulfill(**answer))

    for _ in range(3):
        beat(page)

    assert content(page) == before
    expect(page.locator(ALERT)).not_to_be_empty()
    page.unroute(POLL)
    beat(page)
    expect(page.locator(ALERT)).to_be_empty()


@pytest.mark.parametrize("answer", BROKEN, ids=IDS)
def test_a_broken_answer_to_a_person_is_said_at_once(page, answer):
    """B5."""
    before = content(page)
    page.route(REFRESH, lambda route: route.fulfill(**answer))

    page.locator("#refresh").click()

    expect(page.locator(ALERT)).not_to_be_empty()
    expect(page.locator("[data-retry]")).to_be_visible()
    assert content(page) == before
    page.unroute(REFRESH)
    page.locator("[data-retry]").click()

    expect(page.locator(ALERT)).to_be_empty()


def test_without_a_connection_the_page_says_so_and_goes_on_by_itself(page):
    """B3."""
    before = content(page)
    page.context.set_offline(True)

    page.locator("#refresh").click()
    expect(page.locator(ALERT)).to_contain_text("connection")
    assert content(page) == before
    page.context.set_offline(False)
    beat(page)

    expect(page.locator(ALERT)).to_be_empty()


def test_a_lookup_that_fails_keeps_what_was_typed(page):
    """B1, B3: nothing typed is lost."""
    page.route("**/lookup/*", lambda route: route.fulfill(status=500, body="", content_type="text/html"))
    page.locator("#q").fill("310002")

    page.keyboard.press("Enter")

    expect(page.locator(ALERT)).not_to_be_empty()
    expect(page.locator("#q")).to_have_value("310002")
    page.unroute("**/lookup/*")
    page.locator("[data-retry]").click()
    page.wait_for_url("**/chats/1001/310002/")


def test_when_the_session_ends_the_person_signs_in_and_is_back_on_the_same_page(page, agent):
    """B1."""
    Session.objects.all().delete()

    page.clock.fast_forward(75_000)
    page.wait_for_url("**/login/?next=*")
    page.locator("#id_username").fill("agent")
    page.locator("#id_password").fill("a long enough password")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{ADDRESS}")
    expect(page.locator("#chat-status .badge")).to_have_attribute("data-status", "NEW")


def test_a_sign_in_in_another_tab_costs_one_more_press_and_nothing_else(page):
    """B1: the other tab's sign-in has changed the token that forms carry."""
    page.locator("#q").fill("310002")
    page.evaluate(
        "() => document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((i) => (i.value = 'x'.repeat(64)))"
    )

    page.locator("#refresh").click()
    expect(page.locator(ALERT)).to_contain_text("renewed")
    expect(page.locator("#q")).to_have_value("310002")
    with page.expect_response(REFRESH) as answer:
        page.locator("#refresh").click()

    assert answer.value.status == 200
    expect(page.locator(ALERT)).to_be_empty()


def test_a_chat_that_is_taken_away_says_so_and_stays_readable(page, home):
    home.groups.clear()
    before = content(page)

    for _ in range(2):
        beat(page)

    expect(page.locator(ALERT)).to_contain_text("no longer have access")
    assert content(page) == before


def test_back_and_forward_show_the_page_alive(page, market):
    """B2."""
    page.locator("#q").fill("310002")
    page.keyboard.press("Enter")
    page.wait_for_url("**/chats/1001/310002/")

    page.go_back()
    page.wait_for_url(f"**{ADDRESS}")
    with page.expect_response(REFRESH) as answer:
        page.locator("#refresh").click()
    answer.value.finished()
    settled(page)
    expect(page.locator(ALERT)).to_be_empty()
    page.go_forward()

    page.wait_for_url("**/chats/1001/310002/")
    expect(page.locator("#chat-status .badge")).to_be_visible()


def test_f48_what_failed_at_a_press_stays_until_the_next_press_whatever_the_page_asks_by_itself(page):
    page.route(REFRESH, lambda route: route.fulfill(status=500, body=""))
    page.locator("#refresh").click()
    expect(page.locator(ALERT)).not_to_be_empty()

    beat(page)
    expect(page.locator(ALERT)).not_to_be_empty()
    page.unroute(REFRESH)
    page.locator("#refresh").click()

    expect(page.locator(ALERT)).to_be_empty()
