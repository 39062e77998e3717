"""From the sign-in page to answered chats by the keyboard alone: nothing here presses a button or puts the focus
anywhere, so that a page on which somebody would have to reach for the mouse fails."""

import re

from playwright.sync_api import Page, expect

from chats.models import Reply
from tests.browser.beside import FIRST, SECOND, THIRD, row, shows
from tests.browser.composer import FIELD, TEXT, sent

PASSWORD = "a long enough password"
GREETING = "Здравствуйте! Уточню на складе и отвечу сегодня."


def signs_in(page: Page) -> None:
    expect(page.locator("#id_username")).to_be_focused()
    page.keyboard.type("agent")
    page.keyboard.press("Tab")
    expect(page.locator("#id_password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r":\d+/$"))
    expect(page.locator("#inbox-rows .entry")).to_have_count(3)
    page.wait_for_load_state()


def writes(page: Page, text: str, press: str) -> None:
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press(press)


def is_sent(page: Page, text: str) -> None:
    """It is one message of the conversation, as Market shows it, and no longer in the composer."""
    expect(page.locator('.msg[data-sender="PARTNER"]:not(.pending)', has_text=text)).to_have_count(1)
    expect(page.locator("#history .pending", has_text=text)).to_have_count(0)
    expect(page.locator(FIELD)).to_have_value("")


def test_from_signing_in_to_an_answered_chat_and_on_to_the_next(visit, chats, agent, market):
    page = visit(path="/login/")
    signs_in(page)

    page.keyboard.press("n")
    shows(page, FIRST)
    writes(page, GREETING, "Control+Enter")
    is_sent(page, GREETING)

    page.keyboard.press("Escape")
    expect(row(page, FIRST)).to_be_focused()
    page.keyboard.press("j")
    shows(page, SECOND)
    page.keyboard.press("j")
    shows(page, THIRD)
    page.keyboard.press("k")
    shows(page, SECOND)
    page.keyboard.press("Enter")
    writes(page, TEXT, "Control+Shift+Enter")

    shows(page, THIRD)
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    shows(page, SECOND)
    is_sent(page, TEXT)
    assert sent(market) == ["sendMessageToChat", "sendMessageToChat"]
    assert list(Reply.objects.order_by("started_at").values_list("chat__chat_id", "state")) == [
        (310001, "SENT"),
        (310002, "SENT"),
    ]


def test_the_same_without_the_list_beside_the_chat(visit, chats, agent, market):
    """In a narrow window a chat is a page of its own: Enter opens the row, and the way leads on."""
    page = visit(path="/login/", viewport={"width": 900, "height": 800})
    signs_in(page)

    page.keyboard.press("j")
    expect(row(page, FIRST)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#history")).to_have_attribute("data-read", f"{FIRST}read/")
    for _ in range(40):
        if page.evaluate("document.activeElement?.id") == "reply-text":
            break
        page.keyboard.press("Tab")
    writes(page, GREETING, "Control+Enter")
    is_sent(page, GREETING)

    assert sent(market) == ["sendMessageToChat"]
