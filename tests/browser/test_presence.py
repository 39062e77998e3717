"""Two agents at one chat, each in a browser of their own."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from chats.models import Presence
from tests.browser.beside import FIRST, SECOND, opened, row
from tests.browser.composer import FIELD

ASK = "document.body.dispatchEvent(new CustomEvent('desk:ask'))"
PLACE = """() => [
    document.querySelector('#reply-text').getBoundingClientRect().bottom,
    document.querySelector('#reply-text').selectionStart,
    document.activeElement.id,
    document.querySelector('#history').scrollTop,
]"""


@pytest.fixture
def olga(colleague):
    colleague.first_name, colleague.last_name = "Ольга", "Лебедева"
    colleague.save()
    return colleague


def beat(page: Page) -> None:
    """Asks for news. Where a pulse is under way already, the next one brings them."""
    page.evaluate(ASK)


def write(page: Page, text: str) -> None:
    with page.expect_response("**/draft/"):
        page.locator(FIELD).fill(text)


def die(page: Page) -> None:
    """The browser is killed, and half a minute passes."""
    page.context.close()
    for one in Presence.objects.all():
        one.seen_at -= timedelta(seconds=31)
        one.writing_at = one.writing_at and one.writing_at - timedelta(seconds=31)
        one.save()


def test_reading_and_writing_appear_move_nothing_and_end_with_the_tab(visit, agent, olga, chats, market):
    page = opened(visit(agent, path=FIRST))
    elsewhere = opened(visit(agent, path=SECOND))
    page.locator(FIELD).fill("Добрый день")
    page.locator(FIELD).press("ArrowLeft")
    place = page.evaluate(PLACE)

    theirs = opened(visit(olga, path=FIRST))
    beat(page)
    expect(page.locator("#chat-readers")).to_have_text("Ольга Л. is reading")
    expect(page.locator("#chat-writers p")).to_have_count(0)

    write(theirs, "Здравствуйте")
    beat(page)
    expect(page.locator("#chat-writers")).to_have_text("Ольга Л. is writing a reply")
    expect(page.locator("#chat-readers")).to_be_hidden()
    expect(page.locator("#live-status")).to_have_text("Ольга Л. is writing a reply")
    expect(row(page, FIRST).locator(".writes")).to_contain_text("ОЛ is writing")
    beat(elsewhere)
    expect(row(elsewhere, FIRST).locator(".writes")).to_contain_text("ОЛ is writing")
    expect(elsewhere.locator("#chat-writers p")).to_have_count(0)
    assert page.evaluate(PLACE) == place

    die(theirs)
    beat(page)
    expect(page.locator("#chat-writers p")).to_have_count(0)
    expect(page.locator("#chat-readers")).to_be_hidden()
    expect(row(page, FIRST).locator(".writes")).to_have_count(0)
    assert page.evaluate(PLACE) == place


def test_whoever_types_without_a_pause_is_seen_to_write(visit, agent, olga, chats, market):
    page = visit(agent, path=FIRST, clock=True)
    page.locator(FIELD).focus()

    with page.expect_response("**/draft/"):
        for letter in "Добрый":
            page.locator(FIELD).press_sequentially(letter)
            page.clock.run_for(700)

    assert Presence.objects.get(agent=agent).writing_at
