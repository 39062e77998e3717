"""The chat page keeps itself fresh, and nothing moves that did not change. Playwright's clock hurries the pulse."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import AgentSettings, Chat
from tests.browser.watch import polls, settled, tick

ADDRESS = "/chats/1001/310001/"
BADGE = "#chat-status .badge"
# htmx marks the part that asks with a class for as long as it asks: that is no change of the page.
COUNT_CHANGES = """() => {
  window.changes = 0;
  const isMark = (one) => one.attributeName === "class" && one.target.id === "freshness";
  const count = (found) => (window.changes += found.filter((one) => !isMark(one)).length);
  new MutationObserver(count).observe(document.documentElement,
    { subtree: true, childList: true, attributes: true, characterData: true });
}"""


@pytest.fixture
def opened(visit, agent, seen, market):
    """The page of a chat whose first beat is over."""

    def open_page(*, asks: bool = True, **details) -> Page:
        seen(310001, **{"status": "NEW", "order_id": 54810000101, "campaign_id": 48211002, **details})
        page = visit(agent, path=ADDRESS, clock=True)
        if asks:
            tick(page, 1_000)
        return page

    return open_page


def test_a_new_status_appears_in_place(opened, market, due):
    page = opened()
    page.evaluate("window.same = true")
    market.set_chat(1001, 310001, status="WAITING_FOR_ARBITER", type="ARBITRAGE")
    due()

    tick(page)

    expect(page.locator(BADGE)).to_have_attribute("data-status", "WAITING_FOR_ARBITER")
    expect(page.locator("#chat-status [data-type=ARBITRAGE]")).to_be_visible()
    expect(page).to_have_title(re.compile("arbiter"))
    assert page.evaluate("window.same")


def test_a_change_is_announced_once(opened, market, due):
    page = opened()
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


def test_nothing_new_changes_nothing_on_the_page(opened):
    """B4."""
    page = opened(seen_at=timezone.now().replace(microsecond=999_900))
    page.evaluate(COUNT_CHANGES)

    assert tick(page) == 204
    assert tick(page) == 204

    assert page.evaluate("window.changes") == 0


def test_an_answer_that_only_makes_the_age_younger_leaves_the_rest_alone(opened, market, due):
    page = opened()
    chat = Chat.objects.get()
    same = {"updated_at": chat.updated_at, "created_at": chat.created_at, "name": "Иван П.", "public_id": "ivan"}
    market.set_chat(1001, 310001, status="NEW", **same)
    page.evaluate("window.about = document.querySelector('#chat-about')")
    before = page.locator("#freshness").inner_text()
    due()

    tick(page)

    expect(page.locator("#freshness")).not_to_have_text(before)
    assert page.evaluate("window.about === document.querySelector('#chat-about')")


def test_focus_and_scroll_stay_where_they_are(opened, market, due):
    """B4."""
    page = opened()
    page.set_viewport_size({"width": 390, "height": 500})
    page.locator("#copy-order").focus()
    page.evaluate("scrollTo(0, 150)")
    market.set_chat(1001, 310001, status="WAITING_FOR_ARBITER", name="Иван Петрович")
    due()

    tick(page)

    expect(page.locator("#chat-about")).to_contain_text("Иван Петрович")
    expect(page.locator("#copy-order")).to_be_focused()
    assert page.evaluate("scrollY") == 150


def test_selected_text_stays_selected(opened, market, due):
    """B4: while something is marked, the new part waits."""
    page = opened()
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


def test_an_open_menu_stays_open(opened, market, due):
    """B4."""
    page = opened()
    page.locator(".menu summary").click()
    market.set_chat(1001, 310001, status="WAITING_FOR_ARBITER")
    due()

    tick(page)

    expect(page.locator(BADGE)).to_have_attribute("data-status", "WAITING_FOR_ARBITER")
    expect(page.locator(".menu-list")).to_be_visible()


def test_another_live_part_declares_itself_and_needs_no_script(opened):
    page = opened()
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


def test_a_chat_that_finishes_stops_asking(opened, market, due):
    page = opened()
    market.set_chat(1001, 310001, status="FINISHED")
    due()
    tick(page)
    expect(page.locator(BADGE)).to_have_attribute("data-status", "FINISHED")
    asked = len(polls(page.watch))

    for _ in range(5):
        page.clock.fast_forward(60_000)
        settled(page)

    assert len(polls(page.watch)) == asked


@pytest.mark.parametrize("chosen", [{"status": "FINISHED"}, {"auto_refresh": False}])
def test_what_need_not_follow_never_asks(opened, agent, chosen):
    if "auto_refresh" in chosen:
        AgentSettings.objects.create(agent=agent, **chosen)
    page = opened(asks=False, **{name: value for name, value in chosen.items() if name == "status"})

    for _ in range(5):
        page.clock.fast_forward(60_000)
        settled(page)

    assert polls(page.watch) == []


def test_a_hidden_tab_asks_at_most_once_a_minute_and_goes_on_when_it_is_seen_again(opened):
    """B7."""
    page = opened()
    page.evaluate("""() => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
      document.dispatchEvent(new Event("visibilitychange"));
    }""")
    page.clock.fast_forward(7_000)
    settled(page)
    asked = len(polls(page.watch))

    for _ in range(6):
        page.clock.fast_forward(50_000)
        settled(page)
    while_hidden = len(polls(page.watch)) - asked
    with page.expect_request(re.compile(r"\?v=")):
        page.evaluate("""() => {
          delete document.hidden;
          document.dispatchEvent(new Event("visibilitychange"));
        }""")
        page.clock.fast_forward(20_000)

    assert 2 <= while_hidden <= 5


def test_many_open_pages_of_a_chat_cost_market_one_call(visit, agent, seen, market, due):
    """B7."""
    seen(310001)
    due()
    first = visit(agent, path=ADDRESS)
    pages = [first, *(first.context.new_page() for _ in range(3))]
    for page in pages[1:]:
        page.goto(ADDRESS)

    for page in pages:
        with page.expect_response(re.compile(r"\?v=")):
            page.evaluate("document.body.dispatchEvent(new CustomEvent('desk:tick'))")

    assert [call.operation for call in market.calls].count("getChat") == 1


def test_the_refresh_button_asks_market_and_keeps_the_focus(opened, market):
    page = opened()
    market.set_chat(1001, 310001, status="WAITING_FOR_MARKET")
    page.locator("#refresh").focus()

    page.keyboard.press("Enter")

    expect(page.locator(BADGE)).to_have_attribute("data-status", "WAITING_FOR_MARKET")
    expect(page.locator("#refresh")).to_be_focused()
    assert [call.operation for call in market.calls].count("getChat") == 1


def test_when_market_fails_the_last_sighting_stays_with_the_reason(opened, market, due):
    """B5, seen from the desk: the fault is Market's."""
    page = opened()
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
