"""A5: the desk is away for three seconds, as in a restart, and comes back."""

import re

import pytest
from playwright.sync_api import Page, expect

from chats.models import Lookup
from tests.browser.composer import ADDRESS, FIELD, TEXT, sent
from tests.browser.test_trouble import POLL
from tests.browser.watch import settled

ALERT = "#live-alert"
CHAT = "**/chats/**"
NOT_ITS_HEALTH = re.compile(r"/(?!healthz)[^/]*$")  # which `settled` asks for


def nobody_listens(page: Page) -> None:
    page.route(NOT_ITS_HEALTH, lambda route: route.abort("connectionrefused"))


def seconds_pass(page: Page, seconds: int) -> None:
    for _ in range(seconds):
        page.clock.run_for(1_000)
        settled(page)


@pytest.fixture
def page(visit, agent, seen, market) -> Page:
    seen(310001, status="NEW", order_id=54810000101)
    page = visit(agent, path=ADDRESS, clock=True)
    for _ in range(10):  # the messages are read meanwhile, and come with the pulse after that
        with page.expect_response(POLL):
            page.clock.fast_forward(1_000)
        settled(page)
        if page.locator(".msg").count():
            break
    return page


def test_a5_the_pulse_says_that_the_desk_restarts_and_goes_on_when_it_is_back(page):
    nobody_listens(page)
    seconds_pass(page, 12)
    expect(page.locator(ALERT)).to_contain_text("restarting")

    page.unroute(NOT_ITS_HEALTH)
    seconds_pass(page, 4)

    expect(page.locator(ALERT)).to_be_empty()


def test_a5_a_lookup_pressed_while_the_desk_restarts_is_made_when_it_is_back(page):
    nobody_listens(page)
    page.locator("#q").fill("66200450")
    page.locator("#q").press("Enter")
    expect(page.locator(ALERT)).to_contain_text("restarting")
    expect(page.locator("#q")).to_have_value("66200450")

    seconds_pass(page, 3)
    page.unroute(NOT_ITS_HEALTH)
    seconds_pass(page, 4)

    expect(page.locator("#lookup-result .row")).to_have_count(2)
    expect(page.locator(ALERT)).to_be_empty()
    assert Lookup.objects.filter(number=66200450).count() == 1


def test_a5_a_lookup_that_is_on_its_way_again_is_not_asked_for_by_the_pulse_as_well(page):
    nobody_listens(page)
    page.locator("#q").fill("66200450")
    page.locator("#q").press("Enter")
    expect(page.locator(ALERT)).to_contain_text("restarting")
    page.unroute(NOT_ITS_HEALTH)
    slow = []
    page.route("**/lookup/**", lambda route: slow.append(route))  # noqa: PLW0108  (Playwright writes on it)

    for _ in range(3):
        page.clock.run_for(1_000)
        page.evaluate("() => fetch('/healthz')")
    with page.expect_response(POLL) as answer:
        page.clock.run_for(5_000)
    answer.value.finished()
    page.evaluate("() => fetch('/healthz')")

    assert len(slow) == 1
    slow[0].continue_()
    expect(page.locator("#lookup-result .row")).to_have_count(2)


def test_a5_a_lookup_is_made_again_also_where_the_one_before_was_left_for_something_else(page):
    nobody_listens(page)
    page.locator("#q").fill("66200450")
    page.locator("#q").press("Enter")
    expect(page.locator(ALERT)).to_contain_text("restarting")
    page.unroute(NOT_ITS_HEALTH)
    slow = []
    page.route("**/lookup/**", lambda route: slow.append(route))  # noqa: PLW0108  (Playwright writes on it)
    for _ in range(3):
        page.clock.run_for(1_000)
        page.evaluate("() => fetch('/healthz')")
    assert len(slow) == 1
    page.locator("#refresh").click()
    slow[0].continue_()
    page.unroute("**/lookup/**")
    settled(page)

    nobody_listens(page)
    page.locator("#q").press("Enter")
    expect(page.locator(ALERT)).to_contain_text("restarting")
    page.unroute(NOT_ITS_HEALTH)
    seconds_pass(page, 4)

    assert Lookup.objects.filter(number=66200450).count() == 2


def test_a5_a_reply_pressed_while_the_desk_restarts_is_kept_and_sent_once_by_the_next_press(page, market):
    expect(page.locator(".msg").first).to_be_visible()
    page.locator(FIELD).fill(TEXT)
    nobody_listens(page)
    page.locator(FIELD).press("Control+Enter")
    expect(page.locator(ALERT)).to_contain_text("restarting")

    seconds_pass(page, 3)
    page.unroute(NOT_ITS_HEALTH)
    seconds_pass(page, 4)

    assert sent(market) == []
    expect(page.locator(FIELD)).to_have_value(TEXT)
    page.locator(FIELD).press("Control+Enter")
    expect(page.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent")
    assert len(sent(market)) == 1


def test_a5_a_minute_without_an_answer_is_called_what_it_is(page):
    nobody_listens(page)
    seconds_pass(page, 12)
    page.clock.fast_forward(61_000)
    seconds_pass(page, 6)

    expect(page.locator(ALERT)).to_contain_text("No connection")


def test_a5_what_a_proxy_says_of_a_desk_that_is_not_there_is_a_restart_too(page):
    page.route(CHAT, lambda route: route.fulfill(status=502, body="<!doctype html><h1>Bad gateway</h1>"))
    seconds_pass(page, 12)
    expect(page.locator(ALERT)).to_contain_text("restarting")

    page.unroute(CHAT)
    seconds_pass(page, 4)

    expect(page.locator(ALERT)).to_be_empty()
    assert page.url.endswith(ADDRESS)
