"""How often an open page asks the desk for news, and the desk Market."""

import re

import pytest
from playwright.sync_api import expect

from chats.models import AgentSettings
from tests.browser.watch import polls, settled, tick

ADDRESS = "/chats/1001/310001/"
ASK = "document.body.dispatchEvent(new CustomEvent('desk:ask'))"
BADGE = "#chat-status .badge"


def test_a_chat_that_finishes_stops_asking(open_chat, market, due):
    page = open_chat()
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
def test_what_need_not_follow_never_asks(open_chat, agent, chosen):
    if "auto_refresh" in chosen:
        AgentSettings.objects.create(agent=agent, **chosen)
    page = open_chat(asks=False, **{name: value for name, value in chosen.items() if name == "status"})

    for _ in range(5):
        page.clock.fast_forward(60_000)
        settled(page)

    assert polls(page.watch) == []


def test_a_hidden_tab_asks_at_most_once_a_minute_and_goes_on_when_it_is_seen_again(open_chat):
    """B7."""
    page = open_chat()
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


def test_what_is_asked_for_during_a_pulse_is_asked_again_when_it_has_ended(open_chat):
    page = open_chat()
    page.clock.fast_forward(61_000)  # nobody has done anything for a minute: the next beats are twelve seconds away
    settled(page)
    held = []

    def hold(route):
        held.append(route)

    page.route(re.compile(r"[?]v="), hold)
    page.evaluate(ASK)
    page.wait_for_timeout(0)
    while not held:
        page.wait_for_timeout(10)
    before = len(polls(page.watch))

    page.evaluate(ASK)
    with page.expect_request(re.compile(r"[?]v="), timeout=8_000):
        held[0].fulfill(status=204)
        page.clock.run_for(100)

    assert len(polls(page.watch)) == before + 1


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
