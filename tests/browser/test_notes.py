"""Private notes beside replies: two agents, the keys, and that no text is lost or gets into the other form."""

import re

from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import Chat, Draft, Note
from chats.services import notes
from tests.browser.beside import FIRST, opened
from tests.browser.clipboard import paste
from tests.browser.composer import FIELD, TEXT, sent
from tests.browser.watch import settled

ASK = "document.body.dispatchEvent(new CustomEvent('desk:ask'))"
NOTE = "#note-text"


def note(page: Page, text: str) -> None:
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("w")
    expect(page.locator(NOTE)).to_be_focused()
    page.keyboard.insert_text(text)
    with page.expect_response(lambda answer: answer.url.endswith("/notes/")):
        page.keyboard.press("Control+Enter")
    settled(page)


def chat() -> Chat:
    return Chat.objects.get(chat_id=310001)


def test_by_the_keys_a_note_is_written_and_nothing_of_it_is_sent(first, market):
    note(first, "Склад подтвердил")

    expect(first.locator("#messages .note .msg-text")).to_have_text("Склад подтвердил")
    expect(first.locator(NOTE)).to_have_value("")
    expect(first.locator(NOTE)).to_be_focused()  # who goes on typing, types the next note
    expect(first.locator(FIELD)).to_have_value("")
    first.evaluate("document.activeElement.blur()")
    first.keyboard.press("r")
    expect(first.locator(FIELD)).to_be_focused()
    assert sent(market) == []
    assert not Draft.objects.exists()


def test_each_form_keeps_its_own_text(first, market):
    first.locator(FIELD).fill(TEXT)
    first.locator("#note-tab").click()
    first.locator(NOTE).fill("Только своим")
    expect(first.locator(FIELD)).to_be_hidden()

    first.locator("#reply-tab").click()
    expect(first.locator(NOTE)).to_be_hidden()
    expect(first.locator("#note-begun")).to_be_visible()
    with first.expect_response(re.compile("/reply/")):
        first.keyboard.press("Control+Enter")

    assert sent(market) == ["sendMessageToChat"]
    assert "Только своим" not in str([call.body for call in market.calls if hasattr(call, "body")])
    first.locator("#note-tab").click()
    expect(first.locator(NOTE)).to_have_value("Только своим")
    assert not Note.objects.exists()


def test_a_colleague_sees_it_come_change_and_go_while_answering(visit, agent, colleague, chats, market):
    page, other = opened(visit(agent, path=FIRST)), opened(visit(colleague, path=FIRST))
    other.locator(FIELD).fill("Пишу ответ")

    note(page, "Склад подтвердил")
    other.evaluate(ASK)
    expect(other.locator("#messages .note .msg-text")).to_have_text("Склад подтвердил")
    expect(other.locator("#live-log")).to_contain_text("Private note · agent: Склад подтвердил")
    page.locator(".note .note-more").click()
    page.locator(".note textarea").fill("Склад передумал")
    page.get_by_role("button", name="Save the note").first.click()
    expect(page.locator("#messages .note .msg-text")).to_have_text("Склад передумал")
    other.evaluate(ASK)
    expect(other.locator("#messages .note .msg-text")).to_have_text("Склад передумал")
    expect(other.locator(".note .note-more")).to_contain_text("changed")
    other.locator(".note .note-more").click()
    expect(other.locator(".note-versions .msg-text")).to_have_text("Склад подтвердил")
    other.locator("[data-note-close]").click()
    page.locator(".note .note-more").click()
    page.get_by_role("button", name="Delete the note").click()
    expect(page.locator("#messages .note")).to_contain_text("Note deleted, agent")
    other.evaluate(ASK)

    expect(other.locator("#messages .note")).to_contain_text("Note deleted, agent")
    expect(other.locator(".note")).to_have_count(1)
    expect(other.locator(FIELD)).to_have_value("Пишу ответ")
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator("#messages .note .msg-text")).to_have_text("Склад передумал")


def test_what_changes_above_does_not_move_the_reader(visit, agent, colleague, talk, market):
    talk(40)
    first_note = notes.write(colleague, chat(), "Коротко", key=None, now=timezone.now())
    page = opened(visit(agent, path=FIRST))
    page.evaluate("document.querySelector('#history').scrollTop = -900")
    line = page.locator("#m20")
    before = line.bounding_box()["y"]

    notes.change(colleague, first_note, "Длинно, " * 60, now=timezone.now())
    notes.write(colleague, chat(), "И ещё одна", key=None, now=timezone.now())
    page.evaluate(ASK)

    expect(page.locator(".note")).to_have_count(2)
    expect(page.locator(".note").first).to_contain_text("Длинно")
    assert abs(line.bounding_box()["y"] - before) <= 1
    expect(page.locator("#news-below")).to_contain_text("1 new below")


def test_a_note_that_is_open_stays_open_when_news_come(first, agent, colleague):
    own = notes.write(agent, chat(), "Моя", key=None, now=timezone.now())
    first.evaluate(ASK)
    first.locator(".note .note-more").click()
    first.locator(".note textarea").fill("Моя, дописана")

    notes.write(colleague, chat(), "Чужая", key=None, now=timezone.now())
    first.evaluate(ASK)

    expect(first.locator(".note")).to_have_count(2)
    expect(first.locator(f"#note-{own.pk} textarea")).to_have_value("Моя, дописана")
    expect(first.locator(f"#note-{own.pk} textarea")).to_be_focused()
    first.keyboard.press("Escape")
    expect(first.locator(f"#note-{own.pk} .msg-text")).to_have_text("Моя")


def test_a_picture_that_is_pasted_into_a_note_is_not_sent_to_the_buyer(first):
    first.locator("#note-tab").click()

    paste(first, files=[("снимок.png", "image/png", None)], into=NOTE)

    expect(first.locator("#note-error")).to_contain_text("takes no files")
    expect(first.locator(".chip:not([hidden])")).to_have_count(0)


def test_a_prepared_answer_leads_to_the_reply(first):
    first.locator("#note-tab").click()

    first.keyboard.press("Control+j")

    expect(first.locator("#answers-find")).to_be_focused()
    expect(first.locator(NOTE)).to_be_hidden()


def test_without_scripts_it_is_a_page(visit, agent, chats, market):
    page = visit(agent, path=FIRST, java_script_enabled=False)

    page.locator("#note-tab").click()
    expect(page.locator("#note-who")).to_be_visible()
    expect(page.locator(FIELD)).to_be_hidden()
    page.locator(NOTE).fill("я" * 5_001)
    page.locator("#note-save").click()
    expect(page.locator("#note-error")).to_contain_text("at most")
    page.locator(NOTE).fill("Склад подтвердил")
    page.locator("#note-save").click()
    expect(page.locator("#messages .note .msg-text")).to_have_text("Склад подтвердил")
    page.locator(".note-more").click()
    page.locator(".note textarea").fill("Склад передумал")
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator("#messages .note .msg-text")).to_have_text("Склад передумал")
    page.locator(".note-more").click()
    page.get_by_role("button", name="Delete the note").click()
    page.get_by_role("button", name="Bring it back").click()

    expect(page.locator("#messages .note .msg-text")).to_have_text("Склад передумал")


def test_on_paper_and_in_forced_colours_a_note_is_no_message(first, agent):
    notes.write(agent, chat(), "Склад подтвердил", key=None, now=timezone.now())
    first.reload()

    for media in ({"media": "print"}, {"media": "screen", "forced_colors": "active"}):
        first.emulate_media(**media)
        styles = first.locator(".note").evaluate("(one) => getComputedStyle(one).borderTopStyle")
        assert styles == "dashed"
        expect(first.locator(".note header b")).to_have_text("Private note")


def test_a_colleague_is_mentioned_by_a_few_letters_and_has_the_chat_among_their_own(
    visit, agent, colleague, chats, market
):
    colleague.first_name, colleague.last_name = "Ольга", "Лаврова"
    colleague.save()
    other = opened(visit(colleague, path="/?view=mine"))
    page = opened(visit(agent, path=FIRST))
    page.locator("#note-tab").click()

    page.locator(NOTE).press_sequentially("Глянь, @лав")
    expect(page.locator("#note-people [role=option]:visible")).to_have_text("Ольга Лаврова")
    page.keyboard.press("Enter")
    expect(page.locator(NOTE)).to_have_value("Глянь, @Ольга Лаврова ")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".note .mention")).to_have_text("@Ольга Лаврова")
    other.evaluate(ASK)

    expect(other.locator("#inbox-rows .entry .row-line")).to_contain_text("agent mentions you in a note")
    other.locator("#inbox-rows .entry").click()
    expect(other.locator(".note .mention[data-me]")).to_have_text("@Ольга Лаврова")
    other.goto("/?view=mine")
    expect(other.locator("#inbox-rows .entry")).to_have_count(0)


def test_the_list_of_colleagues_goes_with_escape_and_the_text_stays(first, colleague):
    first.locator("#note-tab").click()
    first.locator(NOTE).press_sequentially("@co")
    expect(first.locator("#note-people [role=option]:visible")).to_have_count(1)

    first.keyboard.press("Escape")

    expect(first.locator("#note-people")).to_be_hidden()
    expect(first.locator(NOTE)).to_have_value("@co")
    expect(first.locator(NOTE)).to_be_focused()
