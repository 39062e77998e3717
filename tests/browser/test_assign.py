"""Two at one desk: who takes a chat, and how the other one hears of it."""

import re

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import AgentSettings, Chat
from chats.services import inbox
from tests.browser.beside import FIRST, opened, row
from tests.browser.test_notices import STUBS, hear, window
from tests.browser.watch import settled

ASK = "document.body.dispatchEvent(new CustomEvent('desk:ask'))"
MENU, HOLDER = "details.hand-over", "#chat-holder"


@pytest.fixture
def olga(colleague) -> User:
    User.objects.filter(pk=colleague.pk).update(first_name="Ольга", last_name="Лаврова")
    return User.objects.get(pk=colleague.pk)


def holder() -> User | None:
    return Chat.objects.get(chat_id=310001).assignee


def take(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")
    with page.expect_response(lambda answer: "/take/" in answer.url):
        page.keyboard.press("a")
    settled(page)


def hand_over(page: Page) -> None:
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("h")
    expect(page.locator("[data-colleague]").first).to_be_visible()


def test_of_two_who_take_it_one_has_it_and_the_other_is_told_in_place(visit, agent, olga, chats, market):
    pages = [opened(visit(person, path=FIRST)) for person in (agent, olga)]
    for page in pages:  # at the same moment: no pulse tells one of the other
        page.route(re.compile(r"[?]v="), lambda route: route.fulfill(status=204))

    for page in pages:
        take(page)

    mine, hers = (page.locator(HOLDER) for page in pages)
    expect(mine).to_contain_text("You answer")
    expect(hers).to_contain_text("Somebody was quicker: agent answers.")
    expect(hers.get_by_role("button", name="Take it all the same")).to_be_visible()
    assert holder() == agent
    take(pages[1])
    expect(hers).to_contain_text("You answer")
    pages[0].unroute_all()
    pages[0].evaluate(ASK)
    expect(mine).to_contain_text("Ольга Лаврова answers")
    assert holder() == olga


def test_what_the_slower_one_was_told_stays_while_the_pulse_beats(visit, agent, olga, chats, market):
    page = opened(visit(agent, path=FIRST))
    inbox.take(olga, Chat.objects.get(chat_id=310001), now=timezone.now())
    take(page)

    page.evaluate(ASK)
    settled(page)

    expect(page.locator(HOLDER)).to_contain_text("Somebody was quicker")


def test_handed_over_by_the_keyboard_it_is_in_the_others_list_at_once(visit, agent, olga, chats, market):
    page, hers = opened(visit(agent, path=FIRST)), visit(olga, path="/?view=mine")
    settled(hers)
    expect(hers.locator("#inbox-rows .entry")).to_have_count(0)

    hand_over(page)
    expect(page.locator(f"{MENU} button").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-colleague]")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator(HOLDER)).to_contain_text("Ольга Лаврова answers")
    expect(page.locator("#hand-over")).to_be_focused()
    expect(page.locator(MENU)).not_to_have_attribute("open", "")
    expect(page.locator("#live-status")).to_contain_text("Ольга Лаврова answers")
    hers.evaluate(ASK)
    expect(hers.locator("#inbox-rows .entry")).to_have_count(1)
    expect(hers.locator(".row-handed")).to_contain_text("from agent")
    expect(hers.locator("#inbox-handed")).to_be_visible()
    hers.locator("#inbox-rows .entry").click()
    expect(hers.locator(HOLDER)).to_contain_text("Handed to you by agent")
    expect(hers.locator(".row-handed")).to_have_count(0)
    expect(hers.locator("#inbox-handed")).to_be_hidden()


def test_the_receiver_is_told_once_by_whom(visit, agent, olga, home, market, seen):
    AgentSettings.objects.create(agent=olga, notices=True, sound=True)
    page = window(visit(olga, path="/", script=STUBS))
    inbox.assign(agent, seen(310001, customer_name="Иван П.", updated_at=timezone.now()), olga.pk, now=timezone.now())

    hear(page)
    hear(page)

    assert page.evaluate("told") == [[f"Иван · {home.name}", "agent has handed this chat to you"]]
    assert page.evaluate("sounds") == 2


def test_in_quiet_hours_the_receiver_is_not_disturbed(visit, agent, olga, home, market, seen):
    AgentSettings.objects.create(agent=olga, notices=True, sound=True, quiet_from="09:00", quiet_until="09:00")
    page = window(visit(olga, path="/", script=STUBS))
    inbox.assign(agent, seen(310001), olga.pk, now=timezone.now())

    hear(page)

    assert (page.evaluate("told"), page.evaluate("sounds")) == ([], 0)


def test_a_page_that_the_receiver_has_open_says_who_handed_it_over(visit, agent, olga, chats, market):
    page = opened(visit(olga, path=FIRST))
    inbox.assign(agent, Chat.objects.select_related("seller").get(chat_id=310001), olga.pk, now=timezone.now())

    page.evaluate(ASK)

    expect(page.locator(HOLDER)).to_contain_text("Handed to you by agent")
    expect(page.locator("#live-status")).to_contain_text("Handed to you by agent")
    page.evaluate(ASK)
    settled(page)
    expect(page.locator(HOLDER)).to_contain_text("Handed to you by agent")
    assert Chat.objects.get(chat_id=310001).handed_at is None


def test_a_name_is_found_by_its_first_letters(visit, agent, olga, support, chats, market):
    for number in range(9):
        User.objects.create_user(f"one{number}", first_name=f"Имя{number}").groups.add(support)
    page = opened(visit(agent, path=FIRST))
    hand_over(page)
    expect(page.locator("[data-narrow]")).to_be_focused()

    page.keyboard.type("лав")

    expect(page.locator("[data-colleague]:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(HOLDER)).to_contain_text("Ольга Лаврова answers")
    assert holder() == olga


def test_a_choice_that_cannot_be_is_said_in_the_menu_which_stays(visit, agent, olga, chats, market):
    page = opened(visit(agent, path=FIRST))
    hand_over(page)
    olga.groups.clear()

    page.locator("[data-colleague]").click()

    expect(page.locator("#hand-over-error")).to_contain_text("may not answer")
    expect(page.locator(MENU)).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(page.locator("#hand-over")).to_be_focused()
    assert holder() is None


def test_without_scripts_it_is_a_page_with_a_form(visit, agent, olga, chats, market):
    page = visit(agent, path=FIRST, java_script_enabled=False)

    page.locator("#hand-over").click()
    page.get_by_role("link", name="Choose a colleague").click()
    page.locator("#hand-over-to").select_option(label="Ольга Лаврова")
    page.get_by_role("button", name="Hand over").click()

    expect(page).to_have_url(re.compile(FIRST))
    expect(page.locator(HOLDER)).to_contain_text("Ольга Лаврова answers")
    assert holder() == olga


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1440])
def test_the_menu_is_on_the_screen_at_every_width(visit, agent, olga, chats, market, width):
    page = opened(visit(agent, path=FIRST, viewport={"width": width, "height": 800}))

    page.locator("#hand-over").click()
    expect(page.locator("[data-colleague]").first).to_be_visible()

    box = page.locator(f"{MENU} .menu-list").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= 800


def test_the_colleagues_list_follows(visit, agent, olga, chats, market):
    page = opened(visit(agent, path=FIRST))

    take(page)
    page.evaluate(ASK)

    expect(row(page, FIRST).locator(".holder")).to_have_text(re.compile("^You"))
