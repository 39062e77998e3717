"""Words that come and go beside the messages."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.watch import tick

ADDRESS = "/chats/1001/310001/"


def test_a_press_that_changes_nothing_is_answered_for_two_seconds(visit, agent, talk, market, monkeypatch):
    monkeypatch.setattr("chats.services.jobs.FRESH_ENOUGH", timedelta(hours=1))
    talk(3, order_id=None, context_type="DIRECT")
    page = visit(agent, path=ADDRESS, clock=True)
    tick(page, 1_000)

    page.locator("#refresh").click()

    expect(page.locator("#freshness [data-brief]")).to_have_text("· nothing newer")
    expect(page.locator("#live-status")).to_contain_text("nothing newer")
    page.clock.fast_forward(2_100)
    expect(page.locator("#freshness [data-brief]")).to_have_count(0)
    expect(page.locator("#freshness")).to_contain_text("as of")


def test_a_chat_that_was_just_begun_waits_for_the_first_words(visit, agent, talk, market):
    talk(0, order_id=None, context_type="DIRECT")

    page = visit(agent, path=ADDRESS)

    expect(page.locator("#reply-text")).to_be_focused()
    expect(page.locator("#no-messages")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_a_notice_is_one_line_until_somebody_wants_to_know(visit, agent, talk, market, width):
    talk(30, order_id=None, context_type="DIRECT", problem_kind="broken", problem_at=timezone.now())
    page = visit(agent, path=ADDRESS, viewport={"width": width, "height": 844})
    notice, area = page.locator("#chat-notice details"), page.locator("#chat-notice")

    assert notice.bounding_box()["height"] <= (44 if width > 400 else 64)
    below = area.bounding_box()["y"] + area.bounding_box()["height"]
    assert below - notice.bounding_box()["y"] - notice.bounding_box()["height"] >= 8

    page.locator("#chat-notice summary").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#chat-notice .notice-text")).to_be_visible()
    expect(page.locator("#reply-text")).to_be_in_viewport()
