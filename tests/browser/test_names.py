"""F7: a buyer's name in the lookup field."""

import re

from playwright.sync_api import expect


def test_f7_a_name_finds_chats_while_it_is_typed_and_the_focus_stays(visit, agent, home, market, seen):
    seen(310001, customer_name="Иван П.")
    seen(310002, customer_name="Мария С.")
    page = visit(agent, path="/")

    page.locator("#q").press_sequentially("иван", delay=30)

    expect(page.locator("#lookup-result .row")).to_have_count(1)
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("иван")
    asked = [request.url for request in page.watch.requests if "/lookup/names/" in request.url]
    assert len(asked) == 1
    expect(page.locator("#live-status")).to_contain_text("иван")
    assert market.calls == []

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/chats/1001/310001/"))


def test_f7_the_names_go_with_the_text_that_found_them(visit, agent, home, market, seen):
    seen(310001, customer_name="Иван П.")
    page = visit(agent, path="/")
    page.locator("#q").press_sequentially("иван")
    expect(page.locator("#lookup-result .row")).to_have_count(1)

    page.locator("#q").fill("3100")

    expect(page.locator("#lookup-result .row")).to_have_count(0)
    assert market.calls == []


def test_f7_a_number_that_is_typed_asks_nobody_before_enter(visit, agent, home, market):
    page = visit(agent, path="/")

    page.locator("#q").press_sequentially("310001")
    page.wait_for_timeout(400)

    assert [request.url for request in page.watch.requests if "/lookup/" in request.url] == []


def test_f7_enter_right_after_the_last_letter_shows_the_names_and_goes_to_the_first(visit, agent, home, market, seen):
    seen(310001, customer_name="Иван П.")
    page = visit(agent, path="/")

    page.locator("#q").press_sequentially("иван")
    page.keyboard.press("Enter")

    expect(page.locator("#lookup-result .row")).to_be_focused()
