"""The lead's board keeps itself up to date, and nothing moves under the pointer."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from chats.models import Chat
from chats.services.sightings import place_anew
from tests.browser.board_states import busy, team
from tests.browser.team_states import leading

WAITING = '[data-figure="waiting"] strong'


@pytest.fixture
def board(visit, world):
    leading(world)
    busy(world, team(world, 2))
    page = visit(world.agent)
    page.goto("/team/board/")
    return page


def finish(chat_id: int) -> None:
    place_anew(Chat.objects.get(chat_id=chat_id).pk, now=timezone.now(), status="FINISHED")


def calm(page) -> None:
    """As the pulse does four times a minute."""
    with page.expect_response(lambda answer: "/team/board/?known=" in answer.url):
        page.evaluate("document.body.dispatchEvent(new CustomEvent('desk:calm'))")


def test_a_change_comes_by_itself(board):
    expect(board.locator(WAITING)).to_have_text("7")
    finish(310001)

    calm(board)

    expect(board.locator(WAITING)).to_have_text("6")


def test_under_the_pointer_nothing_moves_until_it_leaves(board):
    board.locator("#board .row").first.hover()
    finish(310001)

    calm(board)
    expect(board.locator("#board-news")).to_be_visible()
    expect(board.locator(WAITING)).to_have_text("7")

    board.locator("h1").hover()
    expect(board.locator(WAITING)).to_have_text("6")
    expect(board.locator("#board-news")).to_be_hidden()


def test_with_the_focus_among_the_rows_the_button_shows_what_is_new(board):
    board.locator("#board .row").first.focus()
    finish(310001)

    calm(board)
    board.locator("#board-news").focus()
    board.keyboard.press("Enter")

    expect(board.locator(WAITING)).to_have_text("6")
