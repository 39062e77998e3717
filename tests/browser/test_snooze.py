"""Setting a chat aside by the keyboard, and how it comes back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import Chat, History
from chats.models.sightings import UNTIL_WRITTEN
from chats.services import inbox
from tests.browser.beside import FIRST, SECOND, go, opened, row, shows
from tests.browser.test_palette import ask
from tests.browser.watch import settled

MENU, LINE = "details.snooze", "#chat-snoozed"
ASK = "document.body.dispatchEvent(new CustomEvent('desk:ask'))"


def choose(page: Page, name: str) -> None:
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("e")
    expect(page.locator(f"{MENU} button").first).to_be_focused()
    with page.expect_response(lambda answer: "/snooze/" in answer.url):
        page.locator(f'{MENU} button[value="{name}"]').press("Enter")
    settled(page)


def until() -> object:
    return Chat.objects.get(chat_id=310001).snoozed_until


def test_from_the_key_to_the_view(visit, agent, chats, market):
    page = opened(visit(agent, path=FIRST))

    choose(page, "3h")

    expect(page.locator(LINE)).to_contain_text("Snoozed until")
    expect(page.locator(LINE)).to_be_focused()
    expect(page.locator(MENU)).not_to_have_attribute("open", "")
    expect(page.locator("#chat-status .wait")).to_have_count(0)
    expect(row(page, FIRST).locator(".wait")).to_contain_text("snoozed until")
    expect(page.locator(".list-head .count")).to_have_text("2")
    go(page, SECOND)
    expect(page.locator("#inbox-rows li[data-gone]")).to_have_count(1)
    page.goto("/?view=snoozed")
    expect(page.locator("#inbox-rows .entry")).to_have_count(1)
    expect(page.locator("#inbox-rows .wait")).to_contain_text("back at")


def test_when_the_buyer_writes_it_is_back(page, market):
    choose(page, "written")
    expect(page.locator(LINE)).to_contain_text("until the buyer writes")
    market.say(1001, 310001, "А вот и ответ")
    History.objects.update(look_at=timezone.now())

    page.evaluate(ASK)

    expect(page.locator("#messages")).to_contain_text("А вот и ответ")
    expect(page.locator(LINE)).to_have_text("")
    expect(page.locator("#chat-status .wait")).to_have_count(1)
    assert until() is None


def test_the_arrows_lead_through_the_menu_and_escape_out_of_it(first):
    first.keyboard.press("e")
    expect(first.locator(f"{MENU} button").first).to_be_focused()
    first.keyboard.press("ArrowDown")
    expect(first.locator(f'{MENU} button[value="3h"]')).to_be_focused()

    first.keyboard.press("Escape")

    expect(first.locator("#snooze")).to_be_focused()
    expect(first.locator(MENU)).not_to_have_attribute("open", "")
    assert until() is None


@pytest.mark.parametrize("how", ["at once", "too late"])
def test_for_ten_seconds_it_can_be_undone_in_place(visit, agent, chats, market, how):
    page = opened(visit(agent, path=FIRST, clock=True))
    choose(page, "written")
    undo, back = page.get_by_role("button", name="Undo"), page.get_by_role("button", name="Bring back now")
    expect(undo).to_be_visible()
    expect(back).to_be_hidden()

    if how == "too late":
        page.clock.run_for(11_000)
        expect(undo).to_have_count(0)
        back.click()
    else:
        undo.click()

    expect(page.locator(LINE)).to_have_text("")
    expect(page.locator("#snooze")).to_be_focused()
    page.evaluate(ASK)
    settled(page)
    expect(row(page, FIRST).locator(".wait")).to_contain_text("waits")
    expect(page.locator("#inbox-rows li[data-left]")).to_have_count(0)
    assert until() is None


def test_what_cannot_be_is_said_at_the_field_which_keeps_what_was_given(first):
    first.keyboard.press("e")
    first.locator("#snooze-at").fill("2020-01-01T10:00")
    first.locator("#snooze-at").press("Enter")

    expect(first.locator("#snooze-error")).to_contain_text("has passed")
    expect(first.locator("#snooze-at")).to_have_value("2020-01-01T10:00")
    expect(first.locator(MENU)).to_have_attribute("open", "")
    expect(first).to_have_title(re.compile("Error: "))
    tomorrow = timezone.localdate() + timedelta(days=1)
    first.locator("#snooze-at").fill(f"{tomorrow}T10:00")
    first.locator("#snooze-at").press("Enter")
    expect(first.locator(LINE)).to_contain_text("tomorrow, 10:00")
    expect(first.locator("#snooze-error")).to_have_text("")


def test_a_message_of_the_last_moment_wins_and_the_page_shows_it(first):
    Chat.objects.filter(chat_id=310001).update(last_message_id=99, last_sender="CUSTOMER")

    choose(first, "1h")

    expect(first.locator("#snooze-error")).to_contain_text("just written")
    assert until() is None


def test_a_colleagues_snooze_comes_with_the_pulse(first, colleague):
    chat = Chat.objects.get(chat_id=310001)
    inbox.snooze(colleague, chat, UNTIL_WRITTEN, seen={chat.last_message_id}, now=timezone.now())

    first.evaluate(ASK)

    expect(first.locator(LINE)).to_contain_text("until the buyer writes · colleague")
    expect(first.get_by_role("button", name="Bring back now")).to_be_visible()


def test_the_palette_has_it_too(first):
    ask(first, "snooze until buyer")
    first.keyboard.press("Enter")

    expect(first.locator(LINE)).to_contain_text("until the buyer writes")


def test_another_chat_has_a_menu_of_its_own(first):
    go(first, SECOND)
    shows(first, SECOND)

    choose(first, "1h")

    expect(first.locator(LINE)).to_contain_text("Snoozed until")
    assert Chat.objects.get(chat_id=310002).snoozed_until
    assert until() is None


def test_without_scripts_it_is_a_plain_form(visit, agent, chats, market):
    page = visit(agent, path=FIRST, java_script_enabled=False)

    page.locator("#snooze").click()
    page.locator(f"{MENU} button.primary").click()
    expect(page.locator("#snooze-error")).to_contain_text("Say until when")
    page.locator(f'{MENU} button[value="written"]').click()
    expect(page.locator(LINE)).to_contain_text("Snoozed until the buyer writes")
    page.get_by_role("button", name="Bring back now").click()

    expect(page.locator(LINE)).to_have_text("")
    assert until() is None


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_the_menu_is_on_the_screen_at_every_width(visit, agent, chats, market, width):
    page = opened(visit(agent, path=FIRST, viewport={"width": width, "height": 800}))

    page.locator("#snooze").click()

    box = page.locator(f"{MENU} .menu-list").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= 800
