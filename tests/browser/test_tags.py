"""Tags by keyboard, and in a colleague's window."""

from playwright.sync_api import expect

from chats.models import Chat, Tag
from tests.browser.beside import FIRST, opened, row

ASK = "document.body.dispatchEvent(new CustomEvent('desk:ask'))"


def tag_of(home, name: str, colour: str) -> Tag:
    tag = Tag.objects.create(name=name, colour=colour)
    tag.sellers.add(home)
    return tag


def test_a_tag_is_given_by_keyboard_and_a_colleague_sees_it(visit, agent, colleague, home, chats, market):
    tag_of(home, "Возврат денег", "red")
    page, other = opened(visit(agent, path=FIRST)), opened(visit(colleague, path=FIRST))

    page.keyboard.press("t")
    expect(page.locator("#chat-tag-menu button").first).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#chat-tag-menu [aria-pressed=true]")).to_be_focused()
    expect(page.locator("#chat-tags")).to_have_text("Возврат денег")
    expect(row(page, FIRST).locator(".team-tag")).to_have_text("Возврат денег")
    other.evaluate(ASK)
    expect(other.locator("#chat-tags")).to_have_text("Возврат денег")
    page.keyboard.press("Escape")
    expect(page.locator("[data-tagging]")).not_to_have_attribute("open", "")
    expect(page.locator("#tag")).to_be_focused()
    assert Chat.objects.get(chat_id=310001).tag_keys
