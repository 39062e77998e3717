"""Ctrl K: whatever the page offers, by its first letters."""

import re

import pytest
from playwright.sync_api import Page, expect

from chats.models import PreparedAnswer
from tests.browser.beside import FIRST, SECOND, opened, shows
from tests.browser.composer import FIELD
from tests.browser.test_accessible import AXE, RUN

FIND = "#palette-find"
CHOICES = "#palette-list [role=option]"


def ask(page: Page, letters: str) -> None:
    page.keyboard.press("Control+k")
    expect(page.locator(FIND)).to_be_focused()
    page.keyboard.type(letters)


@pytest.mark.parametrize("key", ["k", "л"])
def test_the_key_opens_it_on_any_layout_and_escape_gives_the_focus_back(first, key):
    first.locator(FIELD).focus()
    first.evaluate(
        """(key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
          { code: "KeyK", key, ctrlKey: true, bubbles: true, cancelable: true }))""",
        key,
    )
    expect(first.locator(FIND)).to_be_focused()

    first.keyboard.press("Escape")

    expect(first.locator("#palette")).to_be_hidden()
    expect(first.locator(FIELD)).to_be_focused()


@pytest.mark.parametrize("letters", ["settings", "sett", "ыуее"])
def test_a_few_letters_on_either_layout_lead_to_a_page(first, letters):
    ask(first, letters)
    first.keyboard.press("Enter")

    expect(first).to_have_url(re.compile("/settings/$"))


def test_the_arrows_choose_and_a_screen_reader_hears_what(first):
    ask(first, "copy")
    expect(first.locator(CHOICES).first).to_have_attribute("aria-selected", "true")

    first.keyboard.press("ArrowDown")

    marked = first.locator(f"{CHOICES}[aria-selected=true]")
    expect(marked).to_have_count(1)
    expect(first.locator(FIND)).to_have_attribute("aria-activedescendant", "palette-1")


def test_an_action_of_the_page_is_done(first):
    ask(first, "refr")
    with first.expect_response(re.compile("refresh/")):
        first.keyboard.press("Enter")


def test_a_row_of_the_list_opens_beside_it(visit, agent, chats, market):
    page = opened(visit(agent, path=FIRST))

    ask(page, "54810310103")
    page.keyboard.press("Enter")
    shows(page, SECOND)


def test_a_prepared_answer_goes_into_the_reply(first, agent):
    PreparedAnswer.objects.create(owner=agent, title="Доставка завтра", text="Привезём завтра.")

    ask(first, "ljcn")  # the same keys on the other layout
    first.locator(CHOICES, has_text="Доставка завтра").click()

    expect(first.locator(FIELD)).to_have_value("Привезём завтра.")
    expect(first.locator(FIELD)).to_be_focused()


def test_what_fits_nothing_is_looked_up(first):
    ask(first, "399999")

    with first.expect_response(re.compile("/lookup/[?]q=399999")):
        first.keyboard.press("Enter")

    expect(first.locator("#lookup-result .result")).to_be_visible()


def test_nothing_of_what_a_buyer_wrote_becomes_markup(visit, agent, talk, market):
    talk(1, 310001, status="NEW", order_id=None, context_type="DIRECT", customer_name="<img src=x onerror=__xss=1>")
    page = opened(visit(agent, path=FIRST))

    ask(page, "img")

    expect(page.locator(CHOICES, has_text="<img")).to_have_count(1)
    expect(page.locator("#palette img")).to_have_count(0)


def test_the_palette_has_no_barriers(first):
    ask(first, "copy")

    first.evaluate(AXE)
    assert first.evaluate(RUN, None) == []
