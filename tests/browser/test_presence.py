"""Two agents at one chat, each in a browser of their own."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import Chat, Presence, Reply
from tests.browser.beside import FIRST, SECOND, opened, row
from tests.browser.composer import FIELD, TEXT, sent
from tests.browser.watch import settled

OUTCOME = "#reply-outcome"
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
    with theirs.expect_response(re.compile("[?]v=")):
        beat(theirs)
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


@pytest.mark.parametrize("how", ["button", "key"])
def test_a_reply_into_a_colleagues_writing_is_held_once(visit, agent, olga, seen, market, how):
    seen(310001, status="NEW")
    page, theirs = opened(visit(agent, path=FIRST)), opened(visit(olga, path=FIRST))
    write(theirs, "Здравствуйте")
    page.locator(FIELD).fill(TEXT)

    page.locator(FIELD).press("Control+Enter")
    expect(page.locator(OUTCOME)).to_have_attribute("data-outcome", "held")
    expect(page.locator(OUTCOME)).to_contain_text("Ольга Л. is writing a reply. Send it all the same?")
    expect(page.locator(FIELD)).to_have_value(TEXT)
    assert sent(market) == []
    if how == "key":
        page.locator(FIELD).press("Control+Enter")
    else:
        page.get_by_role("button", name="Send anyway").click()

    expect(page.locator(OUTCOME)).to_have_attribute("data-outcome", "sent")
    assert sent(market) == ["sendMessageToChat"]
    expect(theirs.locator(FIELD)).to_have_value("Здравствуйте")


def test_of_two_replies_side_by_side_the_second_is_held_and_told_of_the_first(visit, agent, olga, seen, market):
    chat = seen(310001, status="NEW")
    page = opened(visit(agent, path=FIRST))
    page.locator(FIELD).fill(TEXT)
    now = timezone.now()
    times = {"started_at": now, "leased_until": now + timedelta(seconds=40)}
    Reply.objects.create(reply_id=uuid4(), chat=chat, agent=olga, text="Уже отвечаю", **times)

    page.locator(FIELD).press("Control+Enter")

    expect(page.locator(OUTCOME)).to_have_attribute("data-outcome", "held")
    expect(page.locator(f"{OUTCOME} .held")).to_contain_text("Уже отвечаю")
    assert sent(market) == []
    page.locator(FIELD).press("Control+Enter")
    expect(page.locator(OUTCOME)).to_have_attribute("data-outcome", "sent")


def test_a_colleagues_reply_that_was_there_before_one_began_to_write_holds_nothing_back(
    visit, agent, olga, seen, market
):
    chat = seen(310001, status="NEW")
    page = opened(visit(agent, path=FIRST))
    now = timezone.now()
    times = {"started_at": now, "leased_until": now}
    Reply.objects.create(reply_id=uuid4(), chat=chat, agent=olga, text="Уже", state="SENT", **times)
    Chat.objects.update(version=chat.version + 1)
    beat(page)
    expect(page.locator("#tail .msg")).to_contain_text("Уже")
    settled(page)

    page.locator(FIELD).fill(TEXT)
    page.locator(FIELD).press("Control+Enter")

    expect(page.locator(OUTCOME)).to_have_attribute("data-outcome", "sent")
