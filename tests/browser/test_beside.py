"""Reading beside the list: chats take each other's place while the list stays."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from chats.models import Chat
from chats.services import lookup
from tests.browser.beside import FIRST, SECOND, STAYED, THIRD, go, hold, of, opened, row, shows, shows_only
from tests.browser.composer import FIELD


def test_a_row_opens_its_chat_without_a_load(first):
    go(first, SECOND)

    assert first.evaluate(STAYED)
    expect(row(first, SECOND)).to_be_focused()
    expect(first.locator("#chat")).to_have_count(1)
    assert first.evaluate("document.querySelector('#history').scrollTop") == 0


def test_back_and_forward_lead_through_the_chats_and_keep_the_list(first):
    go(first, SECOND)
    go(first, THIRD)

    first.go_back()
    shows(first, SECOND)
    first.go_back()
    shows(first, FIRST)
    first.go_forward()
    shows(first, SECOND)

    assert first.evaluate(STAYED)


def test_back_from_a_chat_leads_to_the_page_before_it(visit, agent, chats, market):
    page = opened(visit(agent, path="/settings/"))
    page.goto(FIRST)
    go(page, SECOND)

    page.go_back()
    page.go_back()

    expect(page).to_have_url(re.compile("/settings/$"))


def test_a_row_opens_elsewhere_as_any_link_does(first):
    with first.context.expect_page() as other:
        row(first, SECOND).click(modifiers=["Control"])

    expect(other.value).to_have_url(of(SECOND))
    shows(first, FIRST)


def test_a_chat_that_does_not_come_leaves_the_other_open(first):
    first.route(of(SECOND), lambda route: route.fulfill(status=500))

    row(first, SECOND).click()

    expect(first.locator("#live-alert")).not_to_be_empty()
    shows(first, FIRST)
    first.unroute(of(SECOND))
    first.locator("[data-retry]").click()
    shows(first, SECOND)
    assert first.evaluate(STAYED)


def test_a_chat_that_is_gone_is_a_page_that_says_so(first, chats):
    chats[2].delete()  # Market does not know it either

    row(first, THIRD).click()

    expect(first).to_have_url(of(THIRD))
    expect(first.locator("#chat")).to_have_count(0)


def test_a_row_says_that_its_chat_is_on_the_way(first):
    held = hold(first, of(SECOND))

    row(first, SECOND).click()
    expect(row(first, SECOND)).to_have_attribute("data-opening", "")
    held[0].continue_()

    shows(first, SECOND)
    expect(row(first, SECOND)).not_to_have_attribute("data-opening", "")


def test_of_several_rows_the_last_one_opens(first):
    held = hold(first, of(SECOND))
    row(first, SECOND).click()
    expect(row(first, SECOND)).to_have_attribute("data-opening", "")

    go(first, THIRD)

    assert held


def test_a_chat_opens_beside_the_list_of_the_home_page(visit, agent, chats, market):
    page = opened(visit(agent, path="/"))

    go(page, SECOND)
    assert page.evaluate(STAYED)
    page.go_back()

    expect(page.locator(".home-hint")).to_be_visible()
    expect(page.locator(".list .row")).to_have_count(3)


def test_a_load_of_the_page_keeps_the_place_in_the_list(visit, agent, talk, market):
    for number in range(310100, 310120):
        talk(1, number, order_id=54810000101 + number, status="NEW")
    page = opened(visit(agent, path="/"))
    page.locator(".inbox-scroll").evaluate("(one) => { one.scrollTop = 700; }")

    page.goto("/chats/1001/310119/")

    assert page.locator(".inbox-scroll").evaluate("(one) => one.scrollTop") == 700


def test_a_window_made_narrow_gets_the_way_to_the_list_and_to_the_neighbours(first):
    go(first, SECOND)
    first.locator(FIELD).fill("Смотрю")
    expect(first.locator(".way")).to_be_hidden()

    first.set_viewport_size({"width": 900, "height": 800})

    expect(first.locator(".way")).to_contain_text("2 of 3")
    expect(first.locator(FIELD)).to_have_value("Смотрю")
    assert first.evaluate(STAYED)
    first.locator(".way a").last.click()
    shows_only(first, THIRD)


def test_a_recent_chat_of_the_list_opens_beside_it(visit, agent, chats, market):
    lookup.note_opened(agent, chats[1], now=timezone.now())
    page = opened(visit(agent, path="/"))

    page.locator(".recents a.row").click()

    shows(page, SECOND)
    assert page.evaluate(STAYED)


def test_a_hit_of_a_lookup_that_the_list_holds_opens_beside_it_and_closes_the_result(first, chats):
    first.locator("#q").fill(f"{chats[1].chat_id}, {chats[2].chat_id}")
    first.locator("#q").press("Enter")

    first.locator(f'.strip a.row[href*="{chats[2].chat_id}"]').click()

    shows(first, THIRD)
    expect(first.locator("#lookup-result")).to_be_empty()
    assert first.evaluate(STAYED)


def test_a_chat_that_the_list_does_not_hold_has_a_page_that_brings_its_row(visit, agent, chats, market):
    Chat.objects.filter(pk=chats[1].pk).update(status="FINISHED", urgency=None, queue_at=None)
    lookup.note_opened(agent, chats[1], now=timezone.now())
    page = opened(visit(agent, path="/"))

    page.locator(".recents a.row").click()

    shows(page, SECOND)
    assert not page.evaluate(STAYED)
