"""Search in messages by the keyboard alone: from words in the bar to the message, marked and in view."""

import pytest
from playwright.sync_api import expect

from chats.models import Message
from chats.services import search

OUTLINE = "(one) => getComputedStyle(one.querySelector('.msg-text')).outlineStyle"


@pytest.mark.parametrize("number", [5, 118])
def test_words_lead_to_the_message_which_is_in_view_and_marked(visit, agent, talk, market, number):
    chat = talk(120)
    Message.objects.filter(chat=chat, message_id=number).update(text="Где моя посылка?")
    search.add_to_index(chat, list(Message.objects.filter(chat=chat)))
    page = visit(agent, path="/answers/")

    page.locator("#q").fill("посылки")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    expect(page.locator(".hits mark")).to_have_text("посылка")
    expect(page.locator(".hits .row")).to_be_focused()
    page.keyboard.press("Enter")

    hit = page.locator(f"#m{number}")
    expect(hit).to_be_in_viewport()
    assert hit.evaluate(OUTLINE) == "solid"


def test_without_scripts_the_same_links_lead_there(visit, agent, talk, market):
    chat = talk(120)
    search.add_to_index(chat, list(Message.objects.filter(chat=chat)))
    page = visit(agent, path="/search/", java_script_enabled=False)

    page.locator("#search-q").fill('"Сообщение 7"')
    page.locator("form.search button").click()
    page.locator(".hits .row", has_text="Сообщение 7").last.click()

    expect(page.locator("#m7")).to_be_in_viewport()
