"""The inbox while one works in it: rows come up to date in place, and nothing moves under a hand."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import Chat
from chats.services import inbox
from chats.services.sightings import place_anew
from tests.browser.watch import settled

ENTRY = "#inbox-rows .entry"
ASK = "document.body.dispatchEvent(new CustomEvent('desk:ask'))"


@pytest.fixture
def waiting(seen):
    """waiting(310001, minutes): a chat that has waited for so long."""

    def make(number: int, minutes: int, **details) -> Chat:
        at = timezone.now().replace(microsecond=0) - timedelta(minutes=minutes)
        return seen(number, updated_at=at, customer_name=f"Покупатель {number}", **details)

    return make


@pytest.fixture
def three(waiting, market) -> list[Chat]:
    return [waiting(310001, 50), waiting(310002, 40), waiting(310003, 30)]


@pytest.fixture
def home_page(visit, agent, three) -> Page:
    page = visit(agent, path="/")
    settled(page)
    away(page)
    return page


def beat(page: Page) -> None:
    """The pulse beats, and the answer has been worked in."""
    with page.expect_response(re.compile(r"[?&]list=")) as answer:
        page.evaluate(ASK)
    answer.value.finished()
    settled(page)


def numbers(page: Page) -> list[str]:
    return page.locator(ENTRY).evaluate_all("all => all.map(one => one.pathname.split('/').at(-2))")


def hover(page: Page) -> None:
    page.locator(ENTRY).nth(1).hover()


def away(page: Page) -> None:
    page.mouse.move(900, 500)
    page.evaluate("document.activeElement.blur()")


def answered(chat: Chat) -> None:
    place_anew(chat.pk, now=timezone.now(), status="WAITING_FOR_CUSTOMER")


def test_a_chat_that_begins_to_wait_comes_by_itself_in_its_place(home_page, waiting):
    waiting(310004, 45)

    beat(home_page)

    assert numbers(home_page) == ["310001", "310004", "310002", "310003"]
    expect(home_page).to_have_title(re.compile(r"^\(4\) "))
    expect(home_page.locator(".list-head .count")).to_have_text("4")
    assert home_page.locator("#inbox-new").is_hidden()


def test_nothing_new_is_an_empty_answer(home_page):
    with home_page.expect_response(re.compile(r"[?&]list=")) as answer:
        home_page.evaluate(ASK)

    assert answer.value.status == 204


@pytest.mark.parametrize("hand", ["pointer", "focus"])
def test_no_row_moves_under_a_hand(home_page, waiting, hand):
    if hand == "pointer":
        hover(home_page)
    else:
        home_page.locator(ENTRY).nth(1).focus()
    before = home_page.locator(ENTRY).nth(1).bounding_box()
    waiting(310004, 59)
    waiting(310005, 58)

    beat(home_page)

    button = home_page.locator("#inbox-new")
    expect(button).to_have_text("2 new: show")
    assert numbers(home_page) == ["310001", "310002", "310003"]
    moved = home_page.locator(ENTRY).nth(1).bounding_box()["y"] - before["y"]
    assert moved == button.bounding_box()["height"]  # the button itself, once
    button.click()
    assert numbers(home_page) == ["310004", "310005", "310001", "310002", "310003"]
    expect(home_page.locator(ENTRY).first).to_be_focused()
    expect(button).to_be_hidden()


def test_what_waits_comes_when_the_hand_has_left(home_page, waiting):
    hover(home_page)
    waiting(310004, 59)
    beat(home_page)

    away(home_page)

    expect(home_page.locator(ENTRY)).to_have_count(4)
    expect(home_page.locator("#inbox-new")).to_be_hidden()


def test_a_row_changes_in_place_and_keeps_the_focus(home_page, three):
    entry = home_page.locator(ENTRY).nth(1)
    entry.focus()
    home_page.evaluate("window.kept = document.activeElement")
    Chat.objects.filter(pk=three[1].pk).update(version=9, last_text="Где мой заказ?", last_message_id=5)

    beat(home_page)

    expect(entry.locator(".row-line")).to_contain_text("Где мой заказ?")
    assert home_page.evaluate("window.kept === document.activeElement && window.kept.isConnected")


def test_a_row_that_was_answered_pales_and_goes(home_page, three):
    home_page.clock.install()
    hover(home_page)
    answered(three[2])

    beat(home_page)

    gone = home_page.locator("#inbox-rows li[data-gone]")
    expect(gone).to_have_count(1)
    expect(home_page.locator(".list-head .count")).to_have_text("2")
    home_page.clock.fast_forward(11_000)
    expect(gone).to_have_count(0)


def test_the_last_row_leaves_a_word_about_what_an_empty_list_means(home_page, three):
    home_page.clock.install()
    for chat in three:
        answered(chat)

    beat(home_page)
    home_page.clock.fast_forward(11_000)

    expect(home_page.locator(ENTRY)).to_have_count(0)
    expect(home_page.locator(".inbox-empty")).to_contain_text("There may be chats")


def test_two_windows_of_one_agent_agree(home_page, agent, three):
    second = home_page.context.new_page()
    second.goto("/")
    inbox.take(agent, three[0], now=timezone.now())

    for window in (home_page, second):
        beat(window)

    for window in (home_page, second):
        expect(window.locator(ENTRY).first.locator(".holder.me")).to_be_visible()
        expect(window.locator('.views [data-count="mine"]')).to_have_text("1")


def test_beside_a_chat_one_request_asks_for_both(visit, agent, three):
    page = visit(agent, path="/chats/1001/310001/?from=waiting")
    settled(page)
    asked = len(page.watch.requests)
    answered(three[1])

    beat(page)

    beats = [one.url for one in page.watch.requests[asked:] if "list=" in one.url]
    assert beats  # two where the page's own pulse was under way
    assert all("?v=" in one for one in beats)
    expect(page.locator("#inbox-rows li[data-gone], #inbox-rows .entry")).not_to_have_count(3)


def test_the_open_chat_keeps_its_row_when_it_no_longer_waits(visit, agent, three):
    page = visit(agent, path="/chats/1001/310002/?from=waiting")
    settled(page)
    away(page)
    answered(three[1])

    beat(page)

    assert set(numbers(page)) == {"310001", "310002", "310003"}
    expect(page.locator(f"{ENTRY}[aria-current]")).to_have_count(1)


def test_more_chats_come_while_scrolling_and_each_once(visit, agent, waiting, market):
    for number in range(1, 121):
        waiting(310000 + number, 500 - number)
    page = visit(agent, path="/")

    for count in (100, 120):
        page.locator(".inbox-scroll").evaluate("one => one.scrollTop = one.scrollHeight")
        expect(page.locator(ENTRY)).to_have_count(count)

    assert len(set(numbers(page))) == 120
    expect(page.locator("#inbox-next")).to_have_count(0)


def test_without_scripts_views_filters_and_pages_work(visit, agent, waiting, market):
    for number in range(1, 61):
        waiting(310000 + number, 100 - number)
    waiting(310090, 5, status="NEW", context_type="RETURN", return_id=5)
    page = visit(agent, path="/", java_script_enabled=False)

    page.get_by_role("link", name="More chats").click()
    assert page.locator(ENTRY).count() == 11
    page.locator(".filters summary").click()
    page.locator("#filter-context").select_option("RETURN")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(ENTRY)).to_have_count(1)
    page.locator(".filter-chip").click()
    page.locator(".more-views summary").click()
    page.locator(".more-views").get_by_role("link", name="New").click()
    page.locator(ENTRY).click()
    expect(page.locator("#chat-buyer")).to_have_text("Покупатель 310090")


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1200, 1440, 1920])
def test_nothing_is_wider_than_the_page_and_every_row_is_of_one_height(visit, agent, waiting, market, width):
    waiting(310001, 5, type="ARBITRAGE", assignee=agent)
    waiting(310002, 700)
    Chat.objects.update(
        customer_name="Константинопольская-Преображенская Александра Владиславовна" * 3,
        last_text="Здравствуйте! " * 20,
        last_message_id=1,
        context_type="НЕИЗВЕСТНЫЙ_КОД_МАРКЕТА_О_ЧЁМ_ЧАТ",
    )
    page = visit(agent, path="/", viewport={"width": width, "height": 800}, locale="ru-RU")

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heights = page.locator(ENTRY).evaluate_all("all => all.map(one => one.offsetHeight)")
    assert set(heights) == {86}
