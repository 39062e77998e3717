"""While something is sent: it stands in the conversation at once, once, and comes back when it was not sent."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.clipboard import paste
from tests.browser.composer import FIELD, TEXT, sent

# Counts, at each change of the page, how often a text stands in the conversation, and collects what is read out.
OBSERVE = """(text) => {
  window.most = 0;
  window.heard = [];
  new MutationObserver(() => {
    const bubbles = [...document.querySelectorAll(".msg .msg-text")].filter((one) => one.textContent === text);
    window.most = Math.max(window.most, bubbles.length);
    const status = document.querySelector("#live-status").textContent;
    if (status && window.heard.at(-1) !== status) window.heard.push(status);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


@pytest.fixture
def slow(market):
    market.latency = 1.5
    return market


def test_f44_what_is_sent_is_in_the_conversation_at_once_and_once(page, slow):
    page.evaluate(OBSERVE, TEXT)
    page.locator(FIELD).focus()
    page.keyboard.insert_text(TEXT)

    page.keyboard.press("Control+Enter")

    bubble = page.locator("#sending .msg")
    expect(bubble).to_contain_text(TEXT, timeout=1_000)
    expect(bubble).to_contain_text("Sending…")
    expect(page.locator(FIELD)).to_have_value("", timeout=500)
    page.keyboard.insert_text("Ещё слово")
    expect(bubble.locator(".msg-state .num")).to_have_text(re.compile(r"\d s"))
    page.evaluate("document.body.dispatchEvent(new CustomEvent('desk:tick'))")
    expect(page.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent", timeout=15_000)
    expect(bubble).to_have_count(0)
    expect(page.locator("#messages .msg-text").last).to_have_text(TEXT, timeout=15_000)
    expect(page.locator(FIELD)).to_have_value("Ещё слово")
    assert page.evaluate("window.most") == 1
    heard = page.evaluate("window.heard")
    assert [one for one in heard if one.startswith("Sent")] == heard[-1:]
    assert page.locator("#live-log").inner_text() == ""


def test_f44_a_text_that_was_refused_comes_back_before_what_was_typed_since(page, slow):
    slow.fail("400", operation="sendMessageToChat")
    page.locator(FIELD).focus()
    page.keyboard.insert_text(TEXT)
    page.keyboard.press("Control+Enter")
    expect(page.locator(FIELD)).to_have_value("")

    page.keyboard.insert_text("И ещё")

    expect(page.locator(FIELD)).to_have_value(f"{TEXT}\n\nИ ещё", timeout=15_000)
    expect(page.locator("#reply-outcome .said")).to_contain_text("Not sent")
    expect(page.locator("#sending .msg")).to_have_count(0)
    page.keyboard.insert_text("!")
    expect(page.locator(FIELD)).to_have_value(f"{TEXT}\n\nИ ещё!")
    expect(page.locator("#reply-outcome .said")).to_have_count(0)  # gone at the next action


def test_f44_a_text_comes_back_when_the_desk_did_not_answer(page, market):
    page.locator(FIELD).fill(TEXT)
    page.context.set_offline(True)

    page.locator("#send").click()

    expect(page.locator(FIELD)).to_have_value(TEXT)
    page.context.set_offline(False)
    page.locator("#send").click()
    expect(page.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent")
    assert sent(market) == ["sendMessageToChat"]


def test_f44_a_file_under_way_is_there_with_its_name_and_size(page, slow):
    page.locator(FIELD).fill(TEXT)
    paste(page, files=[("1.png", "image/png", None), ("2.png", "image/png", None)])

    page.locator("#send").click()

    expect(page.locator("#sending .msg .files")).to_contain_text("1.png", timeout=15_000)
    expect(page.locator(".chip:visible")).to_have_count(1)
    expect(page.locator("#reply-outcome")).to_contain_text("Arrived: text, 1.png, 2.png.", timeout=20_000)
    expect(page.locator("#sending .msg")).to_have_count(0)


def test_f51_there_is_one_place_for_the_last_outcome(page, market):
    page.locator(FIELD).fill(TEXT)
    page.locator("#send").click()
    expect(page.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent")
    paste(page, files=[("1.png", "image/png", None)])

    page.locator("#send").click()

    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator("#composer .said:visible")).to_have_count(1)


def test_f56_the_composer_is_one_line_until_somebody_writes(page):
    composer = page.locator("#composer")
    page.locator("#q").focus()
    low = composer.bounding_box()["height"]
    expect(page.locator("#reply-hint")).to_be_hidden()

    page.locator(FIELD).click()

    expect(page.locator("#file-kinds")).to_be_visible()
    tabs = page.locator("#composer nav").bounding_box()["height"]
    assert low < 70 + tabs < composer.bounding_box()["height"]
    page.locator("#choose-file").hover()
    button = page.locator("#choose-file").bounding_box()
    page.mouse.down()
    assert page.locator("#choose-file").bounding_box() == button  # what is pressed does not move away
    page.mouse.up()
