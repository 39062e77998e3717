"""The chat page keeps itself fresh, and nothing moves that did not change. Playwright's clock hurries the pulse."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from chats.models import Chat
from tests.browser.watch import tick

BADGE = "#chat-status .badge"
# htmx marks a part that asks with a class for as long as it asks: that is no change of the page.
COUNT_CHANGES = """() => {
  window.changes = 0;
  // That something is asked for, and that a minute has passed.
  const isMark = (one) => one.target.localName === "time" ||
    (one.attributeName === "class" && ["freshness", "worker", "inbox-standing"].includes(one.target.id));
  const count = (found) => (window.changes += found.filter((one) => !isMark(one)).length);
  new MutationObserver(count).observe(document.documentElement,
    { subtree: true, childList: true, attributes: true, characterData: true });
}"""


def test_a_new_status_appears_in_place(open_chat, market, due):
    page = open_chat()
    page.evaluate("window.same = true")
    market.set_chat(1001, 310001, status="WAITING_FOR_ARBITER", type="ARBITRAGE")
    due()

    tick(page)

    expect(page.locator(BADGE)).to_have_attribute("data-status", "WAITING_FOR_ARBITER")
    expect(page.locator("#chat-status [data-type=ARBITRAGE]")).to_be_visible()
    expect(page).to_have_title(re.compile("arbiter"))
    assert page.evaluate("window.same")


def test_a_change_is_announced_once(open_chat, market, due):
    page = open_chat()
    page.evaluate("""() => {
      window.said = [];
      const region = document.querySelector("#live-status");
      const listen = () => region.textContent && said.push(region.textContent);
      new MutationObserver(listen).observe(region, { childList: true });
    }""")
    market.set_chat(1001, 310001, status="WAITING_FOR_ARBITER")
    due()

    tick(page)
    expect(page.locator("#live-status")).not_to_be_empty()
    tick(page)
    tick(page)

    assert len(page.evaluate("said")) == 1
    assert "arbiter" in page.evaluate("said[0]")


def test_nothing_new_changes_nothing_on_the_page(open_chat):
    """B4."""
    page = open_chat(seen_at=timezone.now().replace(microsecond=999_900))
    page.evaluate(COUNT_CHANGES)

    assert tick(page) == 204
    assert tick(page) == 204

    assert page.evaluate("window.changes") == 0


def test_an_answer_that_only_makes_the_age_younger_leaves_the_rest_alone(open_chat, market, due):
    page = open_chat()
    chat = Chat.objects.get()
    same = {"updated_at": chat.updated_at, "created_at": chat.created_at, "name": "Иван П.", "public_id": "ivan"}
    market.set_chat(1001, 310001, status="NEW", **same)
    page.evaluate("window.about = document.querySelector('#chat-about')")
    before = page.locator("#freshness").inner_text()
    due()

    tick(page)

    expect(page.locator("#freshness")).not_to_have_text(before)
    assert page.evaluate("window.about === document.querySelector('#chat-about')")


def test_focus_and_scroll_stay_where_they_are(open_chat, market, due):
    """B4."""
    page = open_chat()
    page.set_viewport_size({"width": 390, "height": 500})
    page.locator("#copy-buyer").focus()
    page.evaluate("scrollTo(0, 150)")
    market.set_chat(1001, 310001, status="WAITING_FOR_ARBITER", name="Иван Петрович")
    due()

    tick(page)

    expect(page.locator("#chat-about")).to_contain_text("Иван Петрович")
    expect(page.locator("#copy-buyer")).to_be_focused()
    assert page.evaluate("scrollY") == 150


def test_selected_text_stays_selected(open_chat, market, due):
    """B4: while something is marked, the new part waits."""
    page = open_chat()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#chat-about .value'))")
    marked = page.evaluate("getSelection().toString()")
    market.set_chat(1001, 310001, status="WAITING_FOR_ARBITER")
    due()

    tick(page)
    assert page.evaluate("getSelection().toString()") == marked != ""
    expect(page.locator(BADGE)).to_have_attribute("data-status", "NEW")
    page.evaluate("getSelection().removeAllRanges()")
    tick(page)

    expect(page.locator(BADGE)).to_have_attribute("data-status", "WAITING_FOR_ARBITER")


def test_an_open_menu_stays_open(open_chat, market, due):
    """B4."""
    page = open_chat()
    page.locator(".bar .menu summary").click()
    market.set_chat(1001, 310001, status="WAITING_FOR_ARBITER")
    due()

    tick(page)

    expect(page.locator(BADGE)).to_have_attribute("data-status", "WAITING_FOR_ARBITER")
    expect(page.locator(".bar .menu-list")).to_be_visible()


def test_another_live_part_declares_itself_and_needs_no_script(open_chat):
    page = open_chat()
    part = '<p id="{}" hx-get="/another/" hx-trigger="desk:tick from:body" hx-target="this" hx-swap="outerHTML">{}</p>'
    page.route("**/another/", lambda route: route.fulfill(body=part.format("another", "new"), content_type="text/html"))
    page.evaluate(
        """(part) => {
          document.querySelector("#main").insertAdjacentHTML("beforeend", part);
          htmx.process(document.querySelector("#another"));
        }""",
        part.format("another", "old"),
    )

    for _ in range(2):
        with page.expect_response("**/another/"):
            assert tick(page) == 204
        expect(page.locator("#another")).to_have_text("new")


def test_the_refresh_button_asks_market_and_keeps_the_focus(open_chat, market):
    page = open_chat()
    market.set_chat(1001, 310001, status="WAITING_FOR_MARKET")
    page.locator("#refresh").focus()

    page.keyboard.press("Enter")

    expect(page.locator(BADGE)).to_have_attribute("data-status", "WAITING_FOR_MARKET")
    expect(page.locator("#refresh")).to_be_focused()
    assert [call.operation for call in market.calls].count("getChat") == 1


def test_when_market_fails_the_last_sighting_stays_with_the_reason(open_chat, market, due):
    """B5, seen from the desk: the fault is Market's."""
    page = open_chat()
    market.fail("500")
    due()

    tick(page)

    expect(page.locator("#chat-notice [data-problem=broken]")).to_be_visible()
    expect(page.locator("#freshness[data-stale]")).to_be_visible()
    expect(page.locator(BADGE)).to_have_attribute("data-status", "NEW")
    market.clear()
    due()
    tick(page)

    expect(page.locator("#chat-notice .notice")).to_have_count(0)
    expect(page.locator("#freshness[data-stale]")).to_have_count(0)
