"""Fingers, paper, forced colours and stillness."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from chats.services import replies
from tests.browser.clipboard import drop
from tests.browser.composer import FIELD, opened
from tests.browser.states import STATES

SMALL_TARGETS = """(least) => {
  const small = (node) => {
    const box = (node.type === "checkbox" ? node.closest(".check") : node).getBoundingClientRect();
    const inText = node.localName === "a" && getComputedStyle(node).display === "inline";
    const shown = node.checkVisibility() && box.width > 1 && !node.closest(".skip, .sr");
    return shown && !inText && (box.height < least - 0.5 || box.width < least - 0.5);
  };
  const size = (box) => `${Math.round(box.width)} x ${Math.round(box.height)}`;
  return [...document.querySelectorAll("a[href], button, input, select, summary")].filter(small)
    .map((node) => `${size(node.getBoundingClientRect())}: ${node.outerHTML.slice(0, 140)}`);
}"""


@pytest.mark.parametrize(
    "name",
    [
        *("order", "start", "choices", "not-found", "settings", "login", "not-fetched-quota", "menu-open"),
        *("answers", "answer-own", "answer-shared"),
    ],
)
def test_fingers_find_what_they_press(visit, world, person_of, name):
    """WCAG 2.5.8: 24 px with a mouse; 44 px on touch."""
    state = next(one for one in STATES if one.name == name)
    page = visit(person_of(state))
    state.come(world, page)
    touched = visit(person_of(state), path=page.url, has_touch=True, viewport={"width": 390, "height": 800})
    if name == "menu-open":
        touched.locator(".bar .menu summary").tap()

    for looked_at, least in ((page, 24), (touched, 44)):
        small = looked_at.evaluate(SMALL_TARGETS, least)
        assert not small, "\n".join(small)


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}])
def test_with_every_notice_open_there_is_room_for_the_messages(visit, agent, talk, viewport):
    chat = talk(20)
    page = opened(visit, agent, viewport=viewport)
    replies.keep_draft(agent, chat, "Длинный и обстоятельный ответ из другой вкладки. " * 9, now=timezone.now())
    page.locator(FIELD).fill("ок")
    expect(page.locator(".other-text")).to_be_visible()
    drop(
        page, files=[*((f"{number}.pdf", "application/pdf", b"%PDF-1.7") for number in range(8)), ("x.html", "", b"x")]
    )
    expect(page.locator("#file-error")).not_to_be_empty()

    for with_answers in (False, True):
        if with_answers:
            page.locator(FIELD).press("Control+j")
            expect(page.locator("#answers")).to_be_visible()
        assert page.locator("#history").evaluate("(history) => history.clientHeight / innerHeight") > 0.15
        for needed in (FIELD, "#send"):
            box = page.locator(needed).bounding_box()
            assert 0 < box["y"] + box["height"] <= viewport["height"]
    page.locator("#answers-find").press("Escape")
    expect(page.locator("#file-error")).to_be_visible()


def test_the_page_of_a_chat_is_as_high_as_the_window(visit, agent, talk):
    talk(20)
    page = opened(visit, agent, viewport={"width": 1440, "height": 340})

    assert page.locator(".about").evaluate("(about) => about.scrollHeight > about.clientHeight")
    assert page.evaluate("document.documentElement.scrollHeight") == page.evaluate("innerHeight")


BADGE = """() => {
  const badge = document.querySelector("#chat-status .badge");
  const style = getComputedStyle(badge);
  return [style.color, style.backgroundColor, style.borderTopColor, badge.textContent.trim(), badge.checkVisibility()];
}"""


@pytest.mark.parametrize("media", [{"media": "print"}, {"forced_colors": "active"}])
@pytest.mark.parametrize("status", ["WAITING_FOR_PARTNER", "FINISHED", "PAUSED"])
def test_a_badge_keeps_its_word_on_paper_and_in_forced_colours(visit, agent, seen, media, status):
    seen(310001, status=status)
    page = visit(agent, path="/chats/1001/310001/")

    page.emulate_media(**media)
    text, ground, border, word, visible = page.evaluate(BADGE)

    assert visible
    assert word
    assert text != ground
    assert border != ground
    if "media" in media:
        assert (text, ground) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")


def test_paper_shows_the_chat_and_nothing_to_press(visit, agent, seen):
    seen(310001)
    page = visit(agent, path="/chats/1001/310001/")

    page.emulate_media(media="print")

    expect(page.locator("#chat-about")).to_be_visible()
    for selector in (".bar", ".list", ".strip", "button"):
        for one in page.locator(selector).all():
            expect(one).to_be_hidden()


def test_nothing_moves_for_those_who_asked_for_stillness(visit, agent, home, market):
    market.latency = 1.0
    page = visit(agent, path="/", reduced_motion="reduce")
    page.keyboard.press("Tab")
    page.keyboard.press("?")
    assert page.evaluate("document.getAnimations().length") == 0
    page.keyboard.press("Escape")

    page.locator("#q").fill("310001")
    page.keyboard.press("Enter")
    expect(page.locator(".lookup.htmx-request")).to_be_visible()
    moving = page.evaluate("document.getAnimations().filter((one) => one instanceof CSSAnimation).length")

    assert moving == 0
    page.wait_for_url("**/chats/**")
