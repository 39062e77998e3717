"""Several chats of the list at once, by keyboard and by pointer."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import Chat, Handover
from chats.services import inbox
from chats.services.sightings import place_anew
from tests.browser.beside import FIRST, SECOND, opened, row
from tests.browser.watch import settled

ASK = "document.body.dispatchEvent(new CustomEvent('desk:ask'))"
BOX, SAID = "#inbox-rows [name=chat]", "#bulk-said"


@pytest.fixture
def page(visit, agent, chats, market) -> Page:
    return opened(visit(agent, path="/"))


def selected(page: Page, count: int) -> None:
    expect(page.locator(f"{BOX}:checked")).to_have_count(count)
    expect(page.locator("[data-picked]")).to_have_text(f"Selected: {count}" if count else "Nothing is selected.")


def holders() -> list[str | None]:
    return list(Chat.objects.order_by("chat_id").values_list("assignee__username", flat=True))


def test_by_the_keyboard_alone_three_are_taken_and_given_back(page):
    page.locator("#inbox-rows .entry").first.focus()
    page.keyboard.press("x")
    selected(page, 1)
    page.locator("#inbox-rows .entry").nth(2).focus()
    page.keyboard.press("Shift+X")
    selected(page, 3)

    page.locator(".bulk-acts [name=take]").press("Enter")

    expect(page.locator(SAID)).to_contain_text("Taken: 3.")
    expect(page.locator(SAID)).to_be_focused()
    expect(page.locator(f"{BOX}:checked")).to_have_count(0)
    expect(page.locator("#inbox-rows .holder.me")).to_have_count(3)
    assert holders() == ["agent"] * 3
    page.keyboard.press("Tab")
    expect(page.locator("[data-bulk-undo]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(SAID)).to_contain_text("Undone: 3.")
    expect(page.locator("#inbox-rows .holder.me")).to_have_count(0)
    assert holders() == [None] * 3
    assert Handover.objects.count() == 6


def test_from_row_to_row_by_the_keyboard_none_opens(page):
    page.keyboard.press("x")
    selected(page, 1)
    expect(page.locator("#inbox-rows .entry").first).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#inbox-rows .entry").nth(2)).to_be_focused()

    page.keyboard.press("x")

    selected(page, 2)
    expect(page.locator("#inbox-rows [aria-current]")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page).to_have_url(re.compile("/chats/1001/310002/"))


def test_the_key_selects_the_open_chat_and_escape_selects_none(first):
    first.evaluate("document.activeElement.blur()")

    first.keyboard.press("x")

    expect(row(first, FIRST).locator("xpath=..").locator("[name=chat]")).to_be_checked()
    first.keyboard.press("Escape")
    expect(first.locator(f"{BOX}:checked")).to_have_count(0)
    expect(first.locator("#bulk")).to_be_hidden()


def test_shift_and_click_select_a_range_and_open_nothing(page):
    page.locator(".pick").first.hover()
    page.locator(BOX).first.check()

    page.locator("#inbox-rows .entry").nth(2).click(modifiers=["Shift"])

    selected(page, 3)
    expect(page).to_have_url(re.compile("/$"))
    page.locator(".pick").nth(1).click()
    selected(page, 2)
    page.locator("[data-pick-all]").click()
    selected(page, 3)
    page.locator("[data-pick-none]").click()
    expect(page.locator(f"{BOX}:checked")).to_have_count(0)


def test_shift_and_click_on_a_box_select_a_range_too(page):
    page.locator(".pick").first.click()
    page.locator(".pick").nth(2).click(modifiers=["Shift"])

    selected(page, 3)


def test_the_selection_survives_the_pulse_and_no_row_moves(page, agent, colleague, seen):
    page.locator(".pick").nth(1).click()
    selected(page, 1)
    places = "() => [...document.querySelectorAll('#inbox-rows .entry')].map((one) => one.getBoundingClientRect().top)"
    before = page.evaluate(places)
    page.mouse.move(900, 500)
    inbox.take(colleague, Chat.objects.get(chat_id=310002), now=timezone.now())
    seen(310004, updated_at=timezone.now() - timedelta(hours=9), status="NEW")
    settled(page)  # while one beat runs, the page asks for no other

    page.evaluate(ASK)

    expect(row(page, SECOND).locator(".holder")).to_have_count(1)
    expect(page.locator("#inbox-new")).to_be_visible()
    selected(page, 1)
    expect(row(page, SECOND).locator("xpath=..").locator("[name=chat]")).to_be_checked()
    after = page.evaluate(places)
    assert len(after) == len(before)
    assert {round(now - then) for now, then in zip(after, before, strict=True)} == {round(after[0] - before[0])}


def test_a_row_that_has_left_the_list_is_not_acted_on_though_it_is_still_seen(page):
    for place in (0, 1):
        page.locator(".pick").nth(place).click()
    gone = Chat.objects.get(chat_id=310002)
    settled(page)
    place_anew(gone.pk, now=timezone.now(), status="WAITING_FOR_CUSTOMER")
    page.evaluate(ASK)
    expect(page.locator("#inbox-rows li[data-gone]")).to_have_count(1)
    selected(page, 1)

    page.locator(".bulk-acts [name=take]").click()

    expect(page.locator(SAID)).to_contain_text("Taken: 1.")
    assert Chat.objects.get(pk=gone.pk).assignee is None


def test_they_are_handed_over_from_the_menu(page, colleague):
    page.locator("[data-pick]").click()
    page.locator("[data-pick-all]").click()
    page.get_by_text("Hand over", exact=True).click()

    page.locator(f'.bulk-menu [value="{colleague.pk}"]').click()

    expect(page.locator(SAID)).to_contain_text("Handed over: 3.")
    expect(page.locator(".bulk-menu[open]")).to_have_count(0)
    assert holders() == ["colleague"] * 3


def test_snoozed_they_leave_the_list_and_undone_they_are_back(page):
    page.locator(".pick").first.click()
    page.locator(".pick").nth(1).click()
    page.get_by_text("Snooze", exact=True).click()
    page.locator('.bulk-menu [value="3h"]').click()
    expect(page.locator(SAID)).to_contain_text("Snoozed: 2.")
    expect(page.locator("#inbox-rows li[data-gone]")).to_have_count(2)

    page.locator("[data-bulk-undo]").click()

    expect(page.locator(SAID)).to_contain_text("Undone: 2.")
    expect(page.locator("#inbox-rows li[data-gone]")).to_have_count(0)
    assert not Chat.objects.exclude(snoozed_until=None).exists()


def test_after_ten_seconds_nothing_is_offered_any_more(visit, agent, chats, market):
    page = opened(visit(agent, path="/", clock=True))
    page.locator(".pick").first.click()
    page.locator(".bulk-acts [name=take]").click()
    expect(page.locator("[data-bulk-undo]")).to_be_visible()

    page.clock.run_for(11_000)

    expect(page.locator(SAID)).to_have_text("")
    assert holders()[0] == "agent"


def test_marked_as_read_they_lose_their_dots(page):
    Chat.objects.update(last_message_id=2, last_sender="CUSTOMER")
    page.reload()
    expect(page.locator(".unread-dot")).to_have_count(3)
    page.locator("[data-pick]").click()
    page.locator("[data-pick-all]").click()

    page.locator(".bulk-acts [name=read]").click()

    expect(page.locator(SAID)).to_contain_text("Marked as read: 3.")
    expect(page.locator(".unread-dot")).to_have_count(0)


def test_without_scripts_it_is_a_form(visit, agent, chats, market):
    page = visit(agent, path="/", java_script_enabled=False)

    page.locator("[data-pick]").click()
    page.locator(BOX).first.check()
    page.locator(".bulk-acts [name=take]").click()

    expect(page.locator(".messages")).to_contain_text("Taken: 1.")
    assert holders().count("agent") == 1


def test_by_touch_the_button_above_the_list_brings_the_boxes(visit, agent, chats, market):
    page = opened(visit(agent, path="/", has_touch=True, viewport={"width": 390, "height": 844}))
    expect(page.locator(".pick").first).to_be_hidden()

    page.locator("[data-pick]").tap()
    page.locator(".pick").first.tap()

    selected(page, 1)
    box = page.locator("#bulk").bounding_box()
    assert box["y"] + box["height"] <= 844
    page.locator(".bulk-acts [name=take]").tap()
    expect(page.locator(SAID)).to_contain_text("Taken: 1.")
    settled(page)
