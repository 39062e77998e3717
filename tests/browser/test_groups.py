"""Messages that stand together, and earlier ones that come by themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import Chat, ReadMark
from tests.browser.test_accessible import barriers
from tests.browser.watch import settled, tick
from tests.conversation_fixture import message

ADDRESS = "/chats/1001/310001/"
TOP_OF_TEXT = "(id) => document.querySelector(`#${id} .msg-text`).getBoundingClientRect().top"
TO_TOP = "document.querySelector('#history').scrollTop = -1e6"
SIDEWAYS = "() => { const one = document.querySelector('#history'); return one.scrollWidth - one.clientWidth }"
SENDERS = {"C": "CUSTOMER", "P": "PARTNER"}


@pytest.fixture
def opened(visit, agent, talk, market):
    """A chat with a message for each letter, ten seconds apart: opened("CCP")."""

    def open_page(senders: str, **options) -> Page:
        chat = talk(0, order_id=None, context_type="DIRECT")
        first = timezone.now() - timedelta(seconds=10 * len(senders))
        for number, letter in enumerate(senders, start=1):
            message(chat, number, sender=SENDERS[letter], at=first + timedelta(seconds=10 * number))
        page = visit(agent, path=ADDRESS, clock=True, **options)
        tick(page, 1_000)
        return page

    return open_page


def shown_at(page: Page, number: int) -> float:
    """How much of the message's time is seen, from 0 to 1."""
    return float(page.locator(f"#m{number} .msg-at").evaluate("(one) => getComputedStyle(one).opacity"))


def test_one_name_and_time_stand_above_what_one_person_wrote_in_a_row(opened):
    page = opened("CCPP")

    expect(page.locator("[data-follows]")).to_have_count(2)
    assert [shown_at(page, number) for number in (1, 2, 3, 4)] == [1, 0, 1, 0]
    page.locator("#m2 .msg-text").hover()
    expect(page.locator("#m2 .msg-at")).to_have_css("opacity", "1")
    page.locator("#m4 .copy").focus()
    expect(page.locator("#m4 .msg-at")).to_have_css("opacity", "1")
    box, time = (page.locator(f"#m4 {part}").bounding_box() for part in (".msg-text", ".msg-at"))
    assert time["x"] + time["width"] <= box["x"]


def test_who_listens_hears_name_and_time_of_each(opened):
    page = opened("CC")

    heard = page.locator("#m2").aria_snapshot()

    assert "Иван П." in heard and "buyer" in heard and "time" in heard


def test_a_message_that_a_pulse_brings_joins_the_group(opened):
    page = opened("PC")
    chat, now = Chat.objects.get(), timezone.now()
    message(chat, 3, at=now)
    message(chat, 4, at=now + timedelta(seconds=1), sender="PARTNER")

    tick(page)

    expect(page.locator("#m2 + #m3[data-follows]")).to_be_attached()
    expect(page.locator("#m4:not([data-follows])")).to_be_attached()


def test_earlier_messages_come_by_themselves_without_a_jump_and_join_the_group(opened):
    page = opened("C" * 60)
    page.locator("#m12").scroll_into_view_if_needed()
    page.evaluate(TO_TOP)

    expect(page.locator("#m10 + #m11[data-follows]")).to_be_attached()

    settled(page)
    history = page.locator("#history").bounding_box()
    assert page.evaluate(TOP_OF_TEXT, "m11") - history["y"] < 200
    expect(page.locator("#m11")).to_be_in_viewport()
    expect(page.locator(".day")).to_have_count(1)
    expect(page.locator("#earlier")).to_contain_text("begins here")


def test_the_line_of_the_first_unread_is_not_joined_over(opened, agent, visit):
    opened("C" * 60)
    ReadMark.objects.update_or_create(agent=agent, chat=Chat.objects.get(), defaults={"message_id": 10})
    page = visit(agent, path=ADDRESS)

    page.evaluate(TO_TOP)
    expect(page.locator("#m10")).to_be_attached()

    settled(page)
    expect(page.locator("#unread + #m11:not([data-follows])")).to_be_attached()


def test_what_could_not_be_fetched_is_not_asked_for_again_and_again(opened, market):
    page = opened("C" * 60)
    page.context.route("**/older/**", lambda route: route.fulfill(status=500, body=""))

    page.evaluate(TO_TOP)
    expect(page.locator("#live-alert")).not_to_be_empty()
    settled(page)

    asked = [one for one in page.watch.requests if "/older/" in one.url]
    assert len(asked) == 1


def test_the_composer_is_as_wide_as_the_messages_and_both_stand_in_the_middle(opened):
    page = opened("CP", viewport={"width": 1920, "height": 900})

    messages, line, column = (
        page.locator(one).bounding_box() for one in ("#messages", "#reply-form .compose-line", "#history")
    )

    assert abs(messages["x"] - line["x"]) <= 1
    assert abs(messages["width"] - line["width"]) <= 1
    left, right = messages["x"] - column["x"], column["x"] + column["width"] - messages["x"] - messages["width"]
    assert abs(left - right) <= 16  # the scroll bar


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1440, 1920])
@pytest.mark.parametrize("size", ["100%", "200%"])
def test_groups_fit_every_screen(opened, width, size):
    page = opened("CCCPPP", viewport={"width": width, "height": 800})
    chat, now = Chat.objects.get(), timezone.now()
    for number, sender in enumerate(("CUSTOMER", "CUSTOMER", "PARTNER", "PARTNER"), start=7):
        message(chat, number, sender=sender, text="Длинное сообщение. " * 12, at=now + timedelta(seconds=number))
    page.reload()

    page.evaluate("(size) => { document.documentElement.style.fontSize = size }", size)

    assert page.evaluate(SIDEWAYS) <= 0
    assert page.locator("#m8 .msg-text").bounding_box()["width"] > 120


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_a_short_message_is_as_wide_after_another_as_alone(opened, width):
    page = opened("CCPP", viewport={"width": width, "height": 800})

    boxes = [page.locator(f"#m{number} .msg-text").bounding_box() for number in (1, 2, 3, 4)]

    assert len({(box["width"], box["height"]) for box in boxes}) == 1


def test_axe_finds_nothing_in_groups(opened):
    page = opened("CCPP", reduced_motion="reduce")

    found = barriers(page)

    assert not found, "\n".join(found)
