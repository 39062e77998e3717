import pytest
from playwright.sync_api import expect

from chats.models import Chat, Lookup, RecentChat
from chats.services.lookup import recents as recent_ones
from tests.browser.watch import settled

NUMBERS = [
    ("310001", "NEW", "ORDER", None),
    ("№ 54 810 000 102", "WAITING_FOR_PARTNER", "ORDER", None),
    ("6620106", "WAITING_FOR_PARTNER", "RETURN", None),
    ("310008", "WAITING_FOR_PARTNER", "DIRECT", None),
    ("310018", "WAITING_FOR_ARBITER", "ORDER", "ARBITRAGE"),
    ("310050", "PAUSED", "ORDER", None),
]
RELOADED = "document.readyState === 'complete' && performance.getEntriesByType('navigation')[0].type === 'reload'"


@pytest.mark.parametrize(("number", "status", "context", "kind"), NUMBERS)
def test_a_pasted_number_and_enter_lead_to_the_chat(visit, agent, home, market, number, status, context, kind):
    page = visit(agent, path="/lookup/")

    page.keyboard.insert_text(number)
    page.keyboard.press("Enter")

    page.wait_for_url("**/chats/1001/*/")
    marks = page.locator("#chat-status")
    expect(marks.locator(f".badge[data-status={status}]")).to_be_visible()
    expect(page.locator(f".chat-head [data-context={context}]")).to_be_visible()
    expect(marks.locator("[data-type=ARBITRAGE]")).to_have_count(1 if kind else 0)


def test_a_number_of_several_things_shows_choices_and_a_digit_opens_one(visit, agent, home, market):
    page = visit(agent, path="/lookup/")

    page.keyboard.insert_text("66200450")
    page.keyboard.press("Enter")
    expect(page.locator("#lookup-result .row")).to_have_count(2)
    second = page.locator("#lookup-result .row").nth(1)
    address = second.get_attribute("href")
    page.keyboard.press("2")

    page.wait_for_url(f"**{address}")


def test_the_address_of_a_result_can_be_given_to_a_colleague(visit, agent, home, market):
    page = visit(agent, path="/lookup/")
    page.keyboard.insert_text("66200450")
    page.keyboard.press("Enter")
    expect(page.locator("#lookup-result .row")).to_have_count(2)

    colleagues = visit(agent, path=page.url)

    expect(colleagues.locator("#lookup-result .row")).to_have_count(2)
    expect(colleagues.locator("#q")).to_have_value("66200450")


@pytest.mark.parametrize("text", ["", "9999999999999999999", "+7 916 123-45-67", "0"])
def test_what_cannot_be_a_number_is_refused_beside_the_field(visit, agent, home, market, text):
    page = visit(agent, path="/lookup/")

    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")

    expect(page.locator("#lookup-error")).not_to_be_empty()
    expect(page.locator("#q")).to_have_value(text)
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#live-status")).to_have_text(page.locator("#lookup-error").inner_text())
    assert market.calls == []


def test_a_pasted_key_never_leaves_the_browser(visit, agent, home, market):
    page = visit(agent, path="/lookup/")
    page.watch.requests.clear()

    page.keyboard.insert_text("acma:SECRETSECRETSECRETSECRETSECRETSECRETSECRET:12345678")
    page.keyboard.press("Enter")

    expect(page.locator("#lookup-error")).to_contain_text("key")
    settled(page)
    assert [request.url for request in page.watch.requests if "/lookup/" in request.url] == []
    expect(page.locator("#q")).to_have_value("")
    expect(page.locator("#q")).to_be_focused()


def test_a_number_not_found_says_where_it_was_looked_for(visit, agent, home, tech, market):
    page = visit(agent, path="/lookup/")

    page.keyboard.insert_text("123454321")
    page.keyboard.press("Enter")

    expect(page.locator("#lookup-result .asked")).to_contain_text("Дом и сад, Техно-Мир")


def test_a_seller_that_could_not_be_asked_is_named_with_the_reason(visit, agent, home, tech, market):
    market.fail("401", business_id=2002)
    page = visit(agent, path="/lookup/")

    page.keyboard.insert_text("123454321")
    page.keyboard.press("Enter")

    expect(page.locator("#lookup-result [data-problem=dead_key]")).to_contain_text("Техно-Мир")


def test_f8_one_press_copies_the_codes_of_all_sellers(visit, agent, home, tech, market):
    market.fail("500")
    page = visit(agent, path="/lookup/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page.keyboard.insert_text("123454321")
    page.keyboard.press("Enter")
    page.locator(".codes summary").click()
    page.locator(".codes button").click()

    expect(page.locator("#lookup-result .reasons li")).to_have_count(1)
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert [line.partition(":")[0] for line in copied] == ["Дом и сад", "Техно-Мир"]
    assert all(line.partition(": ")[2].startswith("00-") for line in copied)


def test_enter_twice_quickly_costs_one_lookup(visit, agent, home, market):
    """B2."""
    market.latency = 0.4
    page = visit(agent, path="/lookup/")

    page.keyboard.insert_text("310001")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.locator(".lookup button").click(force=True)

    page.wait_for_url("**/chats/1001/310001/")
    assert [call.operation for call in market.calls].count("getChat") == 1
    assert Lookup.objects.count() == 1


def test_the_newest_search_wins(visit, agent, home, market):
    """B3: an answer that comes out of order is not shown."""
    market.fail("silence", chat_id=310002, delay=2)
    page = visit(agent, path="/chats/1001/310001/")

    page.locator("#q").fill("310002")
    page.keyboard.press("Enter")
    page.locator("#q").fill("310003")
    page.keyboard.press("Enter")

    page.wait_for_url("**/chats/1001/310003/")


def test_the_field_on_another_page_shows_choices_without_leaving_it(visit, agent, home, market, seen):
    page = visit(agent, path=f"/chats/1001/{seen().chat_id}/")

    page.locator("#q").fill("66200450")
    page.keyboard.press("Enter")
    expect(page.locator(".strip .row")).to_have_count(2)
    expect(page.locator(".strip .row").first).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator(".strip .row")).to_have_count(0)
    expect(page.locator("#q")).to_be_focused()
    assert page.url.endswith("/chats/1001/310001/")


def test_what_is_pasted_anywhere_lands_in_the_field(visit, agent, home, market, seen):
    page = visit(agent, path=f"/chats/1001/{seen().chat_id}/")
    page.locator("h1").click()

    page.evaluate("""() => {
      const data = new DataTransfer();
      data.setData("text", "310002");
      const about = { clipboardData: data, bubbles: true, cancelable: true };
      document.body.dispatchEvent(new ClipboardEvent("paste", about));
    }""")

    expect(page.locator("#q")).to_have_value("310002")
    expect(page.locator("#q")).to_be_focused()


@pytest.fixture
def recents(agent, seen):
    for chat_id in (310003, 310002, 310001):
        recent_ones.add_recent(
            agent, seen(chat_id, order_id=54810000000 + chat_id), now=Chat.objects.latest("pk").seen_at
        )


def test_the_arrow_walks_from_the_field_into_the_recent_chats_and_enter_opens(visit, agent, recents):
    page = visit(agent, path="/lookup/")
    rows = page.locator(".recents .row")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    address = rows.first.get_attribute("href")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{address}")


def test_delete_forgets_a_recent_chat_and_the_next_one_has_the_focus(visit, agent, recents):
    page = visit(agent, path="/lookup/")
    rows = page.locator(".recents .row")
    second = rows.nth(1).get_attribute("href")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Delete")

    expect(rows).to_have_count(2)
    expect(page.locator(f".recents .row[href='{second}']")).to_be_focused()
    assert RecentChat.objects.count() == 2


def test_when_the_last_recent_chat_is_forgotten_the_field_has_the_focus(visit, agent, recents):
    RecentChat.objects.exclude(chat__chat_id=310001).delete()
    page = visit(agent, path="/lookup/")

    page.locator(".forget button").click()

    expect(page.locator(".recents .row")).to_have_count(0)
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator(".recents .empty")).to_be_visible()


def test_back_from_the_choices_is_the_start_page_as_it_was_and_still_alive(visit, agent, home, market):
    page = visit(agent, path="/lookup/")
    page.keyboard.insert_text("66200450")
    page.keyboard.press("Enter")
    expect(page.locator("#lookup-result .row")).to_have_count(2)

    page.go_back()
    page.wait_for_function(RELOADED)
    page.locator("#q").fill("+7 916 123-45-67")
    page.keyboard.press("Enter")

    expect(page.locator("#live-status")).not_to_be_empty()


def test_a_chat_is_started_from_a_lookup_that_found_none(visit, agent, home, market):
    page = visit(agent, path="/lookup/")
    page.locator("#q").fill("123454321")
    page.keyboard.press("Enter")

    page.locator(".start-chat summary").click()

    expect(page.locator(".start-chat form")).to_contain_text("without an order")
    expect(page.locator(".start-chat button")).to_be_visible()
