"""The desk with scripts off: all of it but what refreshes by itself."""

import pytest
from playwright.sync_api import Page, expect

from chats.models import AgentSettings
from chats.services.lookup import recents as recent_ones


@pytest.fixture
def plain(visit):
    """A page in a browser that runs no scripts."""

    def open_page(*arguments, **options) -> Page:
        return visit(*arguments, java_script_enabled=False, **options)

    return open_page


def look_up(page: Page, text: str) -> None:
    page.locator("#q").fill(text)
    page.locator("#q").press("Enter")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("310001", "/chats/1001/310001/"),
        ("№ 54 810 000 102", "/chats/1001/310002/"),
        ("6620106", "/chats/1001/310006/"),
        ("310018", "/chats/1001/310018/"),
    ],
)
def test_a_number_leads_to_the_address_of_its_chat(plain, agent, home, market, text, address):
    page = plain(agent, path="/")

    look_up(page, text)

    page.wait_for_url(f"**{address}")
    expect(page.locator("#chat-status .badge")).to_be_visible()


def test_the_field_has_the_focus(plain, agent, home):
    expect(plain(agent, path="/").locator("#q")).to_be_focused()


@pytest.mark.parametrize("start", ["/", "/settings/"])
def test_a_refusal_stands_beside_the_field_with_the_text_kept(plain, agent, home, start):
    page = plain(agent, path=start)

    look_up(page, "+7 916 123-45-67")

    expect(page.locator("#lookup-error")).not_to_be_empty()
    expect(page.locator("#q")).to_have_value("+7 916 123-45-67")
    assert page.title().startswith("Error:")


def test_choices_are_links(plain, agent, home, market):
    page = plain(agent, path="/")

    look_up(page, "66200450")
    expect(page.locator("#lookup-result .row")).to_have_count(2)
    page.locator("#lookup-result .row").first.click()

    page.wait_for_url("**/chats/1001/*/")


def test_a_number_not_found_says_where_it_was_looked_for(plain, agent, home, market):
    page = plain(agent, path="/")

    look_up(page, "123454321")

    expect(page.locator("#lookup-result")).to_contain_text("Дом и сад")


def test_the_refresh_button_asks_market_and_comes_back(plain, agent, seen, market):
    seen(310001, status="NEW")
    market.set_chat(1001, 310001, status="WAITING_FOR_ARBITER")
    page = plain(agent, path="/chats/1001/310001/")

    page.locator("#refresh").click()

    expect(page.locator("#chat-status .badge")).to_have_attribute("data-status", "WAITING_FOR_ARBITER")
    assert page.url.endswith("/chats/1001/310001/")


def test_a_chat_that_cannot_be_had_is_asked_for_again_with_a_button(plain, agent, home, market):
    market.fail("500")
    page = plain(agent, path="/chats/1001/310001/")
    expect(page.locator("[data-problem=broken]")).to_be_visible()
    market.clear()

    page.locator("#refresh").click()

    expect(page.locator("#chat-status .badge")).to_be_visible()


def test_a_recent_chat_is_forgotten(plain, agent, seen):
    chat = seen(310001)
    recent_ones.add_recent(agent, chat, now=chat.seen_at)
    page = plain(agent, path="/")

    page.locator(".forget button").click()

    expect(page.locator(".recents .row")).to_have_count(0)


def test_settings_are_saved_and_the_way_out_works(plain, agent, home):
    page = plain(agent, path="/settings/")
    page.locator("#id_theme").select_option("dark")
    page.locator(".form > button").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert AgentSettings.objects.get().theme == "dark"

    page.locator(".bar .menu summary").click()
    page.locator(".menu-list form button").click()

    page.wait_for_url("**/login/")
    page.goto("/")
    page.wait_for_url("**/login/?next=/")


def test_what_only_scripts_can_do_is_not_shown(plain, agent, seen):
    page = plain(agent, path=f"/chats/1001/{seen().chat_id}/")

    for button in page.locator(".copy, [data-sheet], [data-retry]").all():
        expect(button).to_be_hidden()
