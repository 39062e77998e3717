"""What leaves the page, and what does not. The watch looks for the rest in every test."""

import re

from playwright.sync_api import expect

BUYER = "https://market.yandex.ru/user/ivan/reviews"
STORAGE_OFF = """
for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("off", "SecurityError"); } });
}
"""


def test_a_click_on_the_buyers_profile_tells_market_nothing(visit, agent, seen):
    """L5: a new tab, no referrer, and no way back to the desk's window."""
    seen(310001)
    page = visit(agent, path="/chats/1001/310001/")
    page.context.route("https://market.yandex.ru/**", lambda route: route.fulfill(body="<title>Market</title>"))

    with (
        page.context.expect_page() as opened,
        page.context.expect_event("request", lambda one: one.url == BUYER) as asked,
    ):
        page.locator("#buyer-link").click()
    opened.value.wait_for_load_state()

    assert "referer" not in asked.value.all_headers()
    assert opened.value.evaluate("window.opener") is None
    assert opened.value.evaluate("document.referrer") == ""
    opened.value.close()
    page.watch.troubles.remove(f"request to another host: {BUYER}")


def test_a_browser_that_keeps_nothing_is_enough(visit, agent, home, market):
    """B6: storage off."""
    page = visit(agent, script=STORAGE_OFF, path="/")

    page.keyboard.insert_text("66200450")
    page.keyboard.press("Enter")
    page.locator("#lookup-result .row").first.click()

    page.wait_for_url(re.compile("/chats/1001/[0-9]+/"))
    with page.expect_response(re.compile("refresh/")):
        page.locator("#refresh").click()
    expect(page.locator("#live-alert")).to_be_empty()
    page.goto("about:blank")


def test_a_slow_search_says_that_it_searches(visit, agent, home, market):
    market.latency = 1.5
    page = visit(agent, path="/")

    page.keyboard.insert_text("123454321")
    page.keyboard.press("Enter")

    expect(page.locator("#live-status")).to_have_text("Searching…")
    expect(page.locator("#lookup-result")).to_have_attribute("aria-busy", "true")
    expect(page.locator("#lookup-result .result")).to_be_visible()
    expect(page.locator("#live-status")).to_contain_text("not found")
