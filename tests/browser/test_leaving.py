"""A chat that gives its place to another: nothing typed is lost, nothing of it stays behind."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from chats.models import Draft
from tests.browser.beside import FIRST, SECOND, THIRD, go, hold, opened, row, shows, shows_only
from tests.browser.composer import FIELD, PICTURE, TEXT, sent
from tests.browser.watch import polls, settled, tick
from tests.conversation_fixture import message


def test_a_draft_is_saved_before_its_chat_goes_and_is_there_again(first):
    first.locator(FIELD).press_sequentially("Проверяем")

    go(first, SECOND)
    expect(first.locator(FIELD)).to_have_value("")
    assert Draft.objects.get().text == "Проверяем"
    go(first, FIRST)

    expect(first.locator(FIELD)).to_have_value("Проверяем")


def test_a_chat_stays_while_its_draft_cannot_be_saved(first):
    first.route("**/draft/", lambda route: route.abort())
    first.locator(FIELD).press_sequentially("Проверяем")

    row(first, SECOND).click()

    expect(first.locator("#live-alert")).to_have_text(re.compile("this chat stays open"))
    expect(first.locator(FIELD)).to_have_value("Проверяем")
    shows(first, FIRST)
    first.unroute("**/draft/")
    first.locator("[data-retry]").click()
    shows(first, SECOND)
    assert Draft.objects.get().text == "Проверяем"


def test_a_chat_stays_while_it_has_files_that_were_not_sent(first):
    first.set_input_files("#file", PICTURE)

    row(first, SECOND).click()

    expect(first.locator("#live-alert")).to_have_text(re.compile("Files"))
    shows(first, FIRST)
    first.locator(".chip-drop").click()
    go(first, SECOND)


def test_what_is_being_sent_goes_first(first, market):
    held = hold(first, "**/reply/")
    first.locator(FIELD).fill(TEXT)
    first.keyboard.press("Control+Enter")
    expect(first.locator("#reply-form.htmx-request")).to_have_count(1)

    row(first, SECOND).click()
    expect(row(first, SECOND)).to_have_attribute("data-opening", "")
    shows_only(first, FIRST)
    held[0].continue_()
    shows(first, SECOND)

    assert sent(market) == ["sendMessageToChat"]
    expect(first.locator(FIELD)).to_have_value("")
    go(first, FIRST)
    expect(first.locator(".msg", has_text=TEXT)).to_have_count(1)


def test_news_of_the_chat_that_was_left_never_reach_the_next(visit, agent, chats, market):
    page = opened(visit(agent, path=FIRST, clock=True))
    tick(page, 1_000)
    held = hold(page, re.compile(f"{FIRST}[?]v="))
    message(chats[0], 99, at=timezone.now(), text="Только первому чату")
    page.clock.fast_forward(7_000)
    expect(page.locator("#freshness.htmx-request")).to_have_count(1)

    row(page, SECOND).click()
    shows(page, SECOND)
    for route in held:
        route.continue_()
    assert tick(page) in {200, 204}

    assert held
    expect(page.locator(".msg", has_text="Только первому чату")).to_have_count(0)
    assert SECOND in polls(page.watch)[-1].url


def test_a_reply_that_comes_back_keeps_its_chat_open(first, market):
    market.fail("400", operation="sendMessageToChat")
    held = hold(first, "**/reply/")
    first.locator(FIELD).fill(TEXT)
    first.keyboard.press("Control+Enter")
    row(first, SECOND).click()
    expect(row(first, SECOND)).to_have_attribute("data-opening", "")
    held[0].continue_()

    expect(first.locator("#live-alert")).to_have_text(re.compile("was not sent"))
    expect(first.locator(FIELD)).to_have_value(TEXT)
    shows(first, FIRST)


def test_after_many_chats_everything_happens_once(first, market):
    for address in (SECOND, THIRD, FIRST, SECOND):
        go(first, address)

    first.set_input_files("#file", PICTURE)
    expect(first.locator(".chip")).to_have_count(1)
    first.locator(".chip-drop").click()
    first.locator(FIELD).fill(TEXT)
    first.keyboard.press("Control+Enter")
    expect(first.locator(".msg", has_text=TEXT)).to_have_count(1)
    settled(first)

    assert sent(market) == ["sendMessageToChat"]
    assert Draft.objects.filter(text=TEXT).count() == 0


def test_nothing_of_a_chat_that_was_left_keeps_listening(first):
    devtools = first.context.new_cdp_session(first)

    def listeners() -> int:
        devtools.send("HeapProfiler.collectGarbage")
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in metrics if one["name"] == "JSEventListeners")

    devtools.send("Performance.enable")
    go(first, SECOND)
    go(first, FIRST)
    before = listeners()
    for address in (SECOND, FIRST) * 3:
        go(first, address)

    assert listeners() <= before + 5
