"""Reading beside the list: chats take each other's place while the list stays."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.beside import FIRST, SECOND, STAYED, THIRD, go, hold, of, opened, row, shows


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


@pytest.mark.parametrize("modifier", ["Control", "Shift"])
def test_a_row_opens_elsewhere_as_any_link_does(first, modifier):
    with first.context.expect_page() as other:
        row(first, SECOND).click(modifiers=[modifier])

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
