"""The messages on screen: where the reader stands, what is new, what is heard. Playwright's clock hurries the pulse."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import Chat, Message, ReadMark
from tests.browser.watch import settled, tick
from tests.conversation_fixture import message

ADDRESS = "/chats/1001/310001/"
TOP_OF = "(id) => document.getElementById(id).getBoundingClientRect().top"
FROM_END = "() => Math.round(document.querySelector('#history').scrollTop)"
WIDER_THAN_THEY_SHOW = """[...document.querySelectorAll(".msg-text, #history, body")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1).length"""
HIDE = """() => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
SHOW = """() => {
  delete document.hidden;
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def opened(visit, agent, talk, market):
    def open_page(count: int = 60, **options) -> Page:
        talk(count, order_id=None, context_type="DIRECT")
        page = visit(agent, path=ADDRESS, clock=True, **options)
        tick(page, 1_000)
        return page

    return open_page


def news(count: int = 1, **details) -> None:
    chat, now = Chat.objects.get(), timezone.now()
    first = Message.objects.order_by("-message_id").first().message_id + 1
    for number in range(first, first + count):
        message(chat, number, at=now + timedelta(seconds=number), **details)


def marked(page: Page) -> None:
    """Waits for every mark that the page has set so far."""
    settled(page)
    for request in page.watch.requests:
        if request.url.endswith("/read/"):
            assert request.response().status == 204


def scroll_up(page: Page, by: int = 800) -> None:
    page.evaluate("(by) => document.querySelector('#history').scrollBy(0, -by)", by)
    expect(page.locator("#news-below")).to_be_visible()


def test_the_page_opens_at_the_newest_message(opened):
    page = opened()

    expect(page.locator("#m60")).to_be_in_viewport()
    expect(page.locator("#reply-text")).to_be_in_viewport()
    expect(page.locator("#m11")).not_to_be_in_viewport()
    expect(page.locator("#news-below")).to_be_hidden()


def test_a_new_message_appears_at_the_end_for_who_stands_there(opened):
    page = opened()
    news()

    tick(page)

    expect(page.locator("#m61")).to_be_in_viewport()
    assert page.evaluate(FROM_END) == 0


def test_who_has_scrolled_up_is_not_moved_but_told(opened):
    page = opened()
    scroll_up(page)
    before = page.evaluate(TOP_OF, "m50")
    news(3)

    tick(page)

    expect(page.locator("#news-below")).to_have_text("3 new below")
    assert abs(page.evaluate(TOP_OF, "m50") - before) <= 1
    page.locator("#news-below").click()
    expect(page.locator("#m63")).to_be_in_viewport()
    expect(page.locator("#news-below")).to_be_hidden()


def test_earlier_messages_are_asked_for_by_keyboard_and_the_focus_stays(opened):
    page = opened(120)
    page.evaluate("document.querySelector('#earlier-button').focus({ preventScroll: true })")
    before = page.evaluate(TOP_OF, "m71")

    page.keyboard.press("Enter")
    expect(page.locator("#m21")).to_be_attached()

    settled(page)
    # The line of the day goes to the older ones, and so do the name and the time.
    assert abs(page.evaluate(TOP_OF, "m71") - before) <= 60
    expect(page.locator("#earlier-button")).to_be_focused()
    days = page.locator(".day").evaluate_all("(days) => days.map((day) => day.id)")
    assert len(days) == len(set(days))


def test_the_same_message_is_never_shown_twice(opened):
    page = opened(5)
    news()
    again = page.locator("#freshness").get_attribute("hx-get")
    tick(page)
    expect(page.locator("#m6")).to_have_count(1)

    page.evaluate("(address) => document.querySelector('#freshness').setAttribute('hx-get', address)", again)
    page.evaluate("htmx.process(document.querySelector('#freshness'))")
    news()
    tick(page)

    expect(page.locator("#m7")).to_have_count(1)
    expect(page.locator("#m6")).to_have_count(1)


def test_new_messages_are_heard_as_plain_words(opened):
    page = opened(3)
    news(text="Где <b>посылка</b>?")

    tick(page)

    expect(page.locator("#live-log")).to_have_text("Иван П.: Где <b>посылка</b>?")
    expect(page.locator("#live-log p")).to_have_count(1)


def test_the_title_counts_what_came_while_nobody_looked(opened):
    page = opened(3)
    page.evaluate(HIDE)
    news(2)

    page.clock.fast_forward(61_000)

    expect(page).to_have_title(re.compile(r"^\(2\) "))
    page.evaluate(SHOW)
    expect(page).to_have_title(re.compile(r"^(?!\(2\)).*Chat 310001$"))


def test_what_was_on_screen_is_marked_as_read_and_the_rest_is_not(opened, agent):
    page = opened(60)
    page.clock.fast_forward(1_500)
    marked(page)
    assert ReadMark.objects.get(agent=agent).message_id == 60
    scroll_up(page)
    news(2)

    tick(page)
    page.clock.fast_forward(3_000)
    marked(page)

    assert ReadMark.objects.get(agent=agent).message_id == 60
    page.reload()
    expect(page.locator("#unread + #m61")).to_be_attached()


def test_the_page_opens_at_the_first_unread(visit, agent, talk, market):
    chat = talk(60)
    ReadMark.objects.create(agent=agent, chat=chat, message_id=30)

    page = visit(agent, path=ADDRESS)

    expect(page.locator("#unread")).to_be_in_viewport()
    expect(page.locator("#m60")).not_to_be_in_viewport()
    assert ReadMark.objects.get().message_id == 30


def test_a_message_is_copied_by_mouse_and_by_keyboard_alone(opened):
    script = (
        'Object.defineProperty(navigator, "clipboard", { value: { writeText: async (t) => { window.copied = t; } } });'
    )
    page = opened(5, script=script)
    page.locator("#m2 [data-copy-text]").click()
    expect(page.locator("#live-status")).to_have_text("Copied")
    assert page.evaluate("window.copied") == "Сообщение 2"

    expect(page.locator("[data-copy-text][tabindex='0']")).to_have_count(1)
    page.locator("#m5 [data-copy-text]").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    page.wait_for_function("window.copied === 'Сообщение 4'")


def test_the_columns_scroll_by_themselves_and_the_composer_stays(opened):
    page = opened()

    for width, height in ((1440, 900), (1024, 700), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("document.querySelector('#history').scrollTop = -1e6")
        expect(page.locator("#reply-text")).to_be_in_viewport()
        page.evaluate("document.querySelector('#history').scrollTop = 0")
        expect(page.locator("#m60")).to_be_in_viewport()


def test_a_word_of_four_thousand_characters_breaks_nothing(visit, agent, talk, market):
    chat = talk(0)
    for number, text in enumerate(
        ["Я" * 4000, "a\n" * 900, "\u202eобратно \u2066" + "ב" * 300, "e" + "\u0301" * 900], start=1
    ):
        message(chat, number, text=text)
    page = visit(agent, path=ADDRESS)

    for width in (320, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate(WIDER_THAN_THEY_SHOW)
        assert wide == 0


def test_the_conversation_is_read_with_scripts_off(visit, agent, talk, market):
    talk(120)
    page = visit(agent, path=ADDRESS, java_script_enabled=False)
    expect(page.locator("#m120")).to_be_in_viewport()

    page.locator("#earlier-button").click()
    page.wait_for_url("**/older/?before=71")
    expect(page.locator(".msg")).to_have_count(50)
    page.locator(".newest a").click()

    page.wait_for_url(f"**{ADDRESS}")


def test_paper_shows_all_messages_of_the_page(opened):
    page = opened(60)

    page.emulate_media(media="print")

    assert page.locator(".msg").first.bounding_box()["y"] < page.locator(".msg").last.bounding_box()["y"] - 1500
    expect(page.locator("#composer")).to_be_hidden()
