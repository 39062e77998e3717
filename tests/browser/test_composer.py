"""Writing an answer: nothing typed is lost, nothing leaves twice, and the keyboard is enough."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from chats.models import Chat, Reply
from tests.browser.composer import ADDRESS, FIELD, PICTURE, TEXT, buyer_writes, opened, sent
from tests.browser.watch import settled, tick
from tests.conversation_fixture import message


def test_ctrl_enter_sends_and_enter_makes_a_line(page, market):
    page.locator(FIELD).focus()
    page.keyboard.type("Добрый день!")
    page.keyboard.press("Enter")
    page.keyboard.type("Отправили.")
    expect(page.locator(FIELD)).to_have_value("Добрый день!\nОтправили.")
    first = page.locator("#reply-id").input_value()

    page.keyboard.press("Control+Enter")

    expect(page.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent")
    expect(page.locator(FIELD)).to_have_value("")
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator(".msg .msg-text").last).to_have_text("Добрый день!\nОтправили.")
    assert page.locator("#reply-id").input_value() != first
    assert sent(market) == ["sendMessageToChat"]


def test_enter_that_confirms_a_candidate_of_an_input_method_does_not_send(page, market):
    page.locator(FIELD).fill("你好")

    page.evaluate(
        """() => document.querySelector("#reply-text").dispatchEvent(new KeyboardEvent("keydown",
          { key: "Enter", code: "Enter", ctrlKey: true, isComposing: true, bubbles: true, cancelable: true }))"""
    )
    page.wait_for_load_state("networkidle")

    assert sent(market) == []


def test_b2_a_double_click_and_held_keys_are_one_message(page, market):
    """B2."""
    market.latency = 0.3
    page.locator(FIELD).fill(TEXT)

    page.locator("#send").dblclick()
    for _ in range(5):
        page.locator(FIELD).press("Control+Enter")

    expect(page.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent")
    assert sent(market) == ["sendMessageToChat"]


def test_b2_a_second_tab_says_that_it_was_sent(page, market):
    """B2."""
    other = page.context.new_page()
    page.locator(FIELD).fill(TEXT)
    with page.expect_response("**/draft/"):
        page.locator("#q").focus()
    other.goto(ADDRESS)
    expect(other.locator(FIELD)).to_have_value(TEXT)
    page.locator("#send").click()
    expect(page.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent")

    other.locator("#send").click()

    expect(other.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent")
    expect(other.locator(FIELD)).to_have_value("")
    assert sent(market) == ["sendMessageToChat"]


def test_what_came_while_one_wrote_holds_the_reply_back_once(page, market):
    page.locator(FIELD).fill(TEXT)
    buyer_writes("Уже не нужно, спасибо")

    page.locator(FIELD).press("Control+Enter")

    held = page.locator("#reply-outcome")
    expect(held).to_have_attribute("data-outcome", "held")
    expect(held).to_contain_text("Уже не нужно")
    expect(page.locator(FIELD)).to_have_value(TEXT)
    assert sent(market) == []
    page.get_by_role("button", name="Send anyway").click()

    expect(page.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent")
    assert sent(market) == ["sendMessageToChat"]


def test_what_was_shown_before_one_began_to_write_holds_nothing_back(page, market):
    buyer_writes("А цвет какой?")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('desk:tick'))")
    expect(page.locator(".msg .msg-text").last).to_have_text("А цвет какой?")
    settled(page)  # with all else that the answer brought

    page.locator(FIELD).fill("Синий")
    page.locator("#send").click()

    expect(page.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent")


def test_a_refusal_stands_beside_the_composer_and_the_text_stays(page, market):
    market.fail("420_hourly", operation="sendMessageToChat")
    page.locator(FIELD).fill(TEXT)

    page.locator("#send").click()

    expect(page.locator("#reply-outcome .said")).to_contain_text(re.compile(r"\d\d:\d\d"))
    expect(page.locator(FIELD)).to_have_value(TEXT)
    expect(page.locator("#live-alert")).to_be_empty()
    market.clear()


def test_an_unknown_outcome_shows_both_and_gives_the_text_back_on_demand(page, market):
    market.fail("500", operation="sendMessageToChat", taken=False)
    page.locator(FIELD).fill(TEXT)
    page.locator("#send").click()
    question = page.locator("#tail [data-state=UNKNOWN]")
    expect(question).to_contain_text(TEXT)
    expect(page.locator(FIELD)).to_have_value("")

    page.get_by_role("button", name="It is not there").click()

    expect(question).to_have_count(0)
    expect(page.locator(FIELD)).to_have_value(TEXT)
    market.clear()
    page.locator("#send").click()
    expect(page.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent")
    assert Reply.objects.filter(state="SENT").count() == 1


def test_an_unknown_outcome_is_settled_by_the_history_and_leaves_the_composer(page, market):
    market.fail("500", operation="getChatHistory", times=1)
    market.fail("500", operation="sendMessageToChat", taken=True)
    page.locator(FIELD).fill(TEXT)
    page.locator("#send").click()
    expect(page.locator("#reply-outcome[data-outcome]")).not_to_have_attribute("data-outcome", "")
    market.clear()

    page.locator("#refresh").click()

    expect(page.locator("#messages .msg-text").last).to_have_text(TEXT)
    expect(page.locator("#tail [data-state=UNKNOWN]")).to_have_count(0)
    expect(page.locator(FIELD)).to_have_value("")
    assert sent(market) == ["sendMessageToChat"]


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_is_not_sent_and_the_focus_is_in_the_field(page, market, text):
    page.locator(FIELD).fill(text)

    page.locator("#send").click()

    expect(page.locator("#reply-error")).not_to_be_empty()
    expect(page.locator(FIELD)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(FIELD)).to_be_focused()
    assert sent(market) == []


def test_the_counter_appears_when_it_matters_and_the_field_grows(page):
    count, field = page.locator("#reply-count"), page.locator(FIELD)
    low = field.bounding_box()["height"]
    field.fill("я" * 3700)
    expect(count).to_be_empty()
    field.fill("я" * 4000)
    expect(count).to_have_text("96 left")
    field.fill("я" * 4100)

    expect(count).to_have_text("4 too many")
    expect(count).to_have_attribute("data-over", "")
    assert field.bounding_box()["height"] > low + 40


def test_r_leads_to_the_composer_and_escape_back(page):
    page.set_viewport_size({"width": 900, "height": 800})  # no list beside it
    page.keyboard.press("r")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type("r?")
    expect(page.locator(FIELD)).to_have_value("r?")

    page.keyboard.press("Escape")

    expect(page.locator("#history")).to_be_focused()
    expect(page.locator("#keys")).to_be_hidden()


def test_a_pulse_leaves_the_composer_alone(visit, agent, talk, market):
    chat = talk(3)
    page = visit(agent, path=ADDRESS, clock=True)
    tick(page, 1_000)
    page.locator(FIELD).fill("Пишу дальше")
    page.evaluate("window.field = document.querySelector('#reply-text')")
    page.evaluate("document.querySelector('#reply-text').setSelectionRange(2, 5)")
    message(chat, 4, at=timezone.now())
    Chat.objects.update(status="WAITING_FOR_ARBITER", version=9)

    tick(page)

    expect(page.locator("#m4")).to_be_visible()
    assert page.evaluate("window.field === document.querySelector('#reply-text')")
    assert page.evaluate("[field.value, field.selectionStart, field.selectionEnd]") == ["Пишу дальше", 2, 5]
    expect(page.locator(FIELD)).to_be_focused()


def test_the_whole_answer_is_written_with_the_keyboard_alone(page, market):
    """B6."""
    page.keyboard.press("r")
    page.keyboard.type(TEXT)
    page.keyboard.press("Tab")
    expect(page.locator("#send")).to_be_focused()

    page.keyboard.press("Space")

    expect(page.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent")


def test_reading_and_sending_work_with_scripts_off(visit, agent, home, market, talk):
    """B6."""
    talk(3)
    page = opened(visit, agent, java_script_enabled=False)
    page.locator(FIELD).fill("   ")
    page.locator("#send").click()
    expect(page.locator("#reply-error")).not_to_be_empty()

    page.locator(FIELD).fill(TEXT)
    page.locator("#send").click()
    if page.get_by_role("button", name="Send anyway").count():
        page.get_by_role("button", name="Send anyway").click()

    page.wait_for_url(f"**{ADDRESS}")
    expect(page.locator(".msg .msg-text").last).to_have_text(TEXT)
    expect(page.locator(FIELD)).to_have_value("")
    page.set_input_files("#file", [PICTURE, {**PICTURE, "name": "другой.png"}])
    page.locator("#send").click()
    for name in ("снимок.png", "другой.png"):
        expect(page.locator(".history")).to_contain_text(name)
    assert sent(market) == ["sendMessageToChat", "sendFileToChat", "sendFileToChat"]
