"""What has been begun of a private note, and a note that could not be saved: no text is lost."""

import re

import pytest
from playwright.sync_api import expect

from chats.models import Note, NoteDraft
from tests.browser.beside import FIRST, SECOND, go, hold, opened, row, shows

NOTE = "#note-text"


def test_what_has_been_begun_survives_another_chat(first):
    first.locator("#note-tab").click()
    first.locator(NOTE).press_sequentially("Начато")

    go(first, SECOND)
    expect(first.locator(NOTE)).to_have_value("")
    assert NoteDraft.objects.get().text == "Начато"
    go(first, FIRST)

    expect(first.locator("#note-begun")).to_be_visible()
    first.locator("#note-tab").click()
    expect(first.locator(NOTE)).to_have_value("Начато")


def test_a_chat_stays_while_its_note_cannot_be_kept(first):
    first.route("**/notes/draft/", lambda route: route.abort())
    first.locator("#note-tab").click()
    first.locator(NOTE).press_sequentially("Начато")

    row(first, SECOND).click()

    expect(first.locator("#live-alert")).to_contain_text("this chat stays open")
    expect(first.locator(NOTE)).to_have_value("Начато")
    first.unroute("**/notes/draft/")
    first.locator("[data-retry]").click()
    shows(first, SECOND)
    assert NoteDraft.objects.get().text == "Начато"


def test_two_tabs_lose_nothing_of_each_other(visit, agent, chats, market):
    one, two = opened(visit(agent, path=FIRST)), opened(visit(agent, path=FIRST))
    for page, text in ((one, "первая"), (two, "вторая")):
        page.locator("#note-tab").click()
        page.locator(NOTE).press_sequentially(text)
        with page.expect_response(lambda answer: answer.url.endswith("/notes/draft/")):
            page.locator(NOTE).blur()

    expect(two.locator(NOTE)).to_have_value("первая\n\nвторая")


@pytest.mark.parametrize("fails", ["no connection", "the desk"])
def test_a_note_that_could_not_be_saved_stays_in_the_field(first, fails):
    how = (lambda route: route.abort()) if fails == "no connection" else (lambda route: route.fulfill(status=503))
    first.route(re.compile("/notes/$"), how)
    first.locator("#note-tab").click()
    first.locator(NOTE).fill("Склад подтвердил")

    first.locator("#note-save").click()

    expect(first.locator("#note-error")).to_contain_text("was not saved")
    expect(first.locator(NOTE)).to_have_value("Склад подтвердил")
    first.unroute(re.compile("/notes/$"))
    first.locator("#note-save").click()
    expect(first.locator("#messages .note .msg-text")).to_have_text("Склад подтвердил")
    assert Note.objects.count() == 1


def test_pressed_twice_it_is_one_note_and_what_is_typed_meanwhile_stays(first):
    held = hold(first, re.compile("/notes/$"))
    first.locator("#note-tab").click()
    first.locator(NOTE).fill("Склад подтвердил")
    first.keyboard.press("Control+Enter")
    expect(first.locator("#note-form.htmx-request")).to_have_count(1)
    first.keyboard.press("Control+Enter")
    first.locator(NOTE).press_sequentially(" и ещё")

    held[0].continue_()

    expect(first.locator("#messages .note")).to_have_count(1)
    expect(first.locator(NOTE)).to_have_value("и ещё")
    assert [len(held), Note.objects.count()] == [1, 1]
