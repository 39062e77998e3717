"""The list and the chat beside it by the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from chats.models import AgentSettings
from tests.browser.beside import FIRST, SECOND, STAYED, THIRD, go, opened, row, shows, shows_only
from tests.browser.composer import FIELD, TEXT, sent
from tests.browser.watch import settled
from tests.conversation_fixture import message


def opens(page: Page) -> int:
    return len([one for one in page.watch.requests if one.headers.get("hx-target") == "chat"])


def test_j_and_k_lead_through_the_list_and_the_chat_follows(first):
    first.keyboard.press("j")
    shows(first, SECOND)
    expect(row(first, SECOND)).to_be_focused()
    first.keyboard.press("j")
    shows(first, THIRD)
    first.keyboard.press("j")
    expect(row(first, THIRD)).to_be_focused()
    first.keyboard.press("k")

    shows(first, SECOND)
    assert first.evaluate(STAYED)


def test_of_the_rows_that_a_held_key_passes_only_the_last_opens(visit, agent, chats, market):
    page = opened(visit(agent, path=FIRST, clock=True))

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.clock.run_for(500)

    shows(page, THIRD)
    assert opens(page) == 1


def test_a_key_of_the_russian_layout_is_the_same_key(first):
    first.evaluate("""document.body.dispatchEvent(
      new KeyboardEvent("keydown", { code: "KeyJ", key: "о", bubbles: true, cancelable: true }))""")

    shows(first, SECOND)


def test_single_keys_that_are_off_move_nothing(visit, agent, chats, market):
    AgentSettings.objects.create(agent=agent, single_keys=False)
    page = opened(visit(agent, path=FIRST))

    page.keyboard.press("j")

    expect(row(page, SECOND)).not_to_be_focused()
    assert opens(page) == 0


@pytest.mark.parametrize("width", [900, 390])
def test_where_the_list_is_not_beside_the_chat_j_opens_nothing(visit, agent, chats, market, width):
    page = opened(visit(agent, path=FIRST, viewport={"width": width, "height": 800}))

    page.keyboard.press("j")
    page.keyboard.press("Enter")

    shows_only(page, FIRST)
    assert opens(page) == 0


def test_enter_on_a_row_leads_to_the_reply_and_escape_back_with_the_text_kept(first):
    row(first, SECOND).focus()
    first.keyboard.press("Enter")
    shows(first, SECOND)
    expect(first.locator(FIELD)).to_be_focused()
    first.keyboard.type("Смотрю")

    first.keyboard.press("Escape")
    expect(row(first, SECOND)).to_be_focused()
    first.keyboard.press("Enter")

    expect(first.locator(FIELD)).to_be_focused()
    expect(first.locator(FIELD)).to_have_value("Смотрю")


def test_escape_in_the_list_leads_home(first):
    row(first, FIRST).focus()

    first.keyboard.press("Escape")

    expect(first).to_have_url(re.compile(r":\d+/([?]view=waiting)?$"))


def test_n_opens_the_top_of_the_queue(visit, agent, chats, market):
    page = opened(visit(agent, path="/"))

    page.keyboard.press("n")
    shows(page, FIRST)
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    shows(page, SECOND)

    assert page.evaluate(STAYED)


def test_two_keys_lead_to_a_view(visit, agent, chats, market):
    page = opened(visit(agent, path=FIRST))

    page.keyboard.press("g")
    page.keyboard.press("m")
    expect(page.locator("[data-view=mine]")).to_have_attribute("aria-current", "true")
    settled(page)
    page.locator("[data-view=mine]").focus()  # an empty list leaves it to the field
    page.keyboard.press("g")
    page.keyboard.press("i")

    expect(page.locator("[data-view=waiting]")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("how", ["keys", "button"])
def test_a_reply_goes_and_the_next_chat_comes(first, market, how):
    first.locator(FIELD).fill(TEXT)

    if how == "keys":
        first.keyboard.press("Control+Shift+Enter")
    else:
        first.locator("#send-next").click()

    shows(first, SECOND)
    expect(first.locator(FIELD)).to_be_focused()
    expect(first.locator(FIELD)).to_have_value("")
    assert sent(market) == ["sendMessageToChat"]
    assert first.evaluate(STAYED)


@pytest.mark.parametrize("how", ["keys", "button"])
def test_whoever_has_set_so_goes_on_with_a_plain_send(visit, agent, chats, market, how):
    AgentSettings.objects.create(agent=agent, next_after_sending=True)
    page = opened(visit(agent, path=FIRST))
    page.locator(FIELD).fill(TEXT)

    if how == "keys":
        page.keyboard.press("Control+Enter")
    else:
        page.locator("#send").click()

    shows(page, SECOND)
    assert sent(market) == ["sendMessageToChat"]


def test_after_the_last_chat_comes_the_first(visit, agent, chats, market):
    chats[2].delete()
    page = opened(visit(agent, path=FIRST))
    go(page, SECOND)

    page.locator(FIELD).fill(TEXT)
    page.keyboard.press("Control+Shift+Enter")

    shows(page, FIRST)


def test_a_reply_that_was_held_back_keeps_its_chat(first, chats, market):
    first.locator(FIELD).press_sequentially("Да")
    message(chats[0], 99, text="Уже не надо")

    first.keyboard.press("Control+Shift+Enter")

    expect(first.locator("#reply-outcome")).to_have_attribute("data-outcome", "held")
    expect(first.locator("#live-alert")).to_have_text(re.compile("was not sent"))
    shows(first, FIRST)
    assert sent(market) == []


def test_where_the_list_is_not_beside_the_chat_the_reply_just_goes(visit, agent, chats, market):
    page = opened(visit(agent, path=FIRST, viewport={"width": 900, "height": 800}))
    expect(page.locator("#send-next")).to_be_hidden()
    page.locator(FIELD).fill(TEXT)

    page.keyboard.press("Control+Shift+Enter")

    expect(page.locator(".msg", has_text=TEXT)).to_have_count(1)
    shows_only(page, FIRST)
    with page.expect_response(re.compile(r"\?v=")):  # the page goes on by itself
        page.evaluate("document.body.dispatchEvent(new CustomEvent('desk:ask'))")
