import re

from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from chats.services import replies
from tests.browser.composer import ADDRESS, FIELD, TEXT, opened, sent


def test_a_draft_survives_reload_and_another_browser(visit, page, agent):
    page.locator(FIELD).focus()
    with page.expect_response("**/draft/"):
        page.keyboard.type("Начало ответа")
    expect(page.locator("#draft-state")).to_have_text("Draft saved")

    page.reload()
    expect(page.locator(FIELD)).to_have_value("Начало ответа")
    elsewhere = opened(visit, agent)

    expect(elsewhere.locator(FIELD)).to_have_value("Начало ответа")


def test_a_draft_is_kept_when_the_page_is_left_at_once(page, agent):
    page.locator(FIELD).fill("Последние слова")

    page.locator("a.brand").click()
    expect(page.locator(".recents")).to_be_visible()
    page.goto(ADDRESS)

    expect(page.locator(FIELD)).to_have_value("Последние слова")


def test_a_draft_that_is_longer_than_any_message_is_saved_too(page, agent):
    long = "Длинный ответ. " * 1300

    page.locator(FIELD).fill(long)

    expect(page.locator("#draft-state")).to_have_text("Draft saved")
    page.goto("/")
    page.goto(ADDRESS)
    expect(page.locator(FIELD)).to_have_value(long)


def test_b1_when_the_session_ends_the_text_stays_and_can_be_sent_afterwards(page, agent, market):
    """B1."""
    Session.objects.all().delete()
    page.locator(FIELD).focus()
    with page.expect_response("**/draft/"):
        page.keyboard.type(TEXT)

    expect(page.locator("#live-alert")).to_contain_text("signed out")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('desk:tick'))")
    expect(page.locator(FIELD)).to_have_value(TEXT)
    with page.context.expect_page() as sign_in:
        page.locator("#reply-error a").click()
    sign_in.value.locator("#id_username").fill("agent")
    sign_in.value.locator("#id_password").fill("a long enough password")
    sign_in.value.keyboard.press("Enter")
    sign_in.value.wait_for_url(re.compile(f"^[^?]*{ADDRESS}$"))  # not the sign-in page, which names it after the "?"
    page.locator("#send").click()
    expect(page.locator("#live-alert")).to_contain_text("renewed")
    expect(page.locator(FIELD)).to_have_value(TEXT)
    page.locator("#send").click()

    expect(page.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent")
    assert sent(market) == ["sendMessageToChat"]


def test_a_draft_of_a_closed_chat_stays_on_screen(visit, agent, talk, market):
    chat = talk(2, status="FINISHED")
    replies.keep_draft(agent, chat, "Не успела", now=timezone.now())

    page = visit(agent, path=ADDRESS)

    expect(page.locator("#composer")).to_contain_text("finished")
    expect(page.locator("#composer")).to_contain_text("Не успела")
    expect(page.locator(FIELD)).to_have_count(0)
