"""F10: a refusal that is swapped into the page stands in its title too, as in that of a page that comes with one."""

import re

from playwright.sync_api import expect


def test_f10_the_title_says_that_a_lookup_was_refused_until_one_is_not(visit, agent, home, market):
    page = visit(agent, path="/")
    before = page.title()

    for text in ("+7 916 123-45-67", "99999999999999999999999999", "0"):
        page.locator("#q").fill(text)
        page.locator("#q").press("Enter")
        expect(page.locator("#lookup-error")).not_to_be_empty()
        expect(page).to_have_title(f"Error: {before}")

    page.locator("#q").fill("123454321")
    page.locator("#q").press("Enter")
    expect(page.locator("#lookup-result h2")).to_be_visible()
    expect(page).to_have_title(before)


def test_f10_a_key_that_the_browser_refuses_is_in_the_title_too(visit, agent, home, market):
    page = visit(agent, path="/")
    before = page.title()

    page.locator("#q").fill("ACMA:SECRETSECRET:12345678")
    page.locator("#q").press("Enter")

    expect(page).to_have_title(f"Error: {before}")


def test_f10_a_refusal_beside_a_chat_is_in_the_chats_title_and_goes_with_it(visit, agent, home, market):
    page = visit(agent, path="/chats/1001/310001/")
    expect(page.locator(".reading")).to_have_count(0)
    page.locator("#q").fill("+7 916 123-45-67")
    page.locator("#q").press("Enter")
    expect(page.locator("#lookup-error")).not_to_be_empty()
    expect(page).to_have_title(re.compile("Error: .* · Chat 310001"))
    title = page.title()

    page.keyboard.press("Escape")

    expect(page).to_have_title(title.replace("Error: ", ""))
