"""Two tabs, a question that is open, a key: no text is lost, and nothing goes out that the agent has not decided."""

import pytest
from playwright.sync_api import Page, expect

from chats.models import Draft, Reply
from tests.browser.composer import ADDRESS, FIELD, TEXT, opened, sent

LONG = "Длинный и обстоятельный ответ, который писали десять минут."
OTHER = "Другие слова"


def write(page: Page, text: str) -> None:
    with page.expect_response("**/draft/"):
        page.locator(FIELD).fill(text)


@pytest.fixture
def tabs(page: Page) -> tuple[Page, Page]:
    second = page.context.new_page()
    second.goto(ADDRESS)
    expect(second.locator(".msg").first).to_be_visible()
    write(page, LONG)
    return page, second


def test_w5_the_second_tab_is_told_and_the_long_text_stays(tabs):
    first, second = tabs

    write(second, "ок")

    expect(second.locator(".other-text")).to_be_visible()
    expect(second.locator(".other-text")).to_contain_text(LONG)
    expect(second.locator(FIELD)).to_have_value("ок")
    assert Draft.objects.get().text == LONG
    write(first, LONG + "!")
    assert Draft.objects.get().text == LONG + "!"


@pytest.mark.parametrize(("button", "text", "aside"), [("Take that text", LONG, "ок"), ("Keep mine", "ок", LONG)])
def test_w5_either_text_can_be_taken_and_the_other_one_waits_beside_it(tabs, button, text, aside):
    _, second = tabs
    write(second, "ок")

    second.get_by_role("button", name=button).click()

    expect(second.locator(".other-text")).to_be_hidden()
    expect(second.locator(FIELD)).to_have_value(text)
    expect(second.locator(".aside")).to_contain_text(aside)
    second.reload()
    second.get_by_role("button", name="Insert the earlier text").click()
    expect(second.locator(FIELD)).to_have_value(f"{text}\n\n{aside}")
    expect(second.locator(".aside")).to_have_count(0)
    second.reload()
    expect(second.locator(FIELD)).to_have_value(f"{text}\n\n{aside}")


def test_w5_a_tab_that_is_closed_in_a_conflict_loses_nothing(tabs):
    _, second = tabs
    second.locator(FIELD).fill("ок")

    second.goto("/")
    expect(second.locator(".recents")).to_be_visible()
    second.goto(ADDRESS)

    expect(second.locator(FIELD)).to_have_value(LONG)
    expect(second.locator(".aside")).to_contain_text("ок")


def test_w5_one_tab_that_types_and_saves_over_and_over_is_never_told_of_itself(page):
    for end in range(5, len(LONG), 9):
        page.locator(FIELD).fill(LONG[:end])
        page.evaluate(
            "document.dispatchEvent(new Event('visibilitychange')); window.dispatchEvent(new Event('pagehide'))"
        )
    write(page, LONG)

    expect(page.locator(".other-text")).to_be_hidden()
    expect(page.locator("#draft-state")).to_have_text("Draft saved")


def test_w5_a_save_that_is_overtaken_by_the_next_one_of_its_tab_is_no_conflict(page):
    slow = []
    page.route("**/draft/", lambda route: slow.append(route), times=1)  # noqa: PLW0108  (Playwright writes on it)
    page.locator(FIELD).fill(LONG[:20])
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    write(page, LONG)

    with page.expect_response("**/draft/"):
        slow[0].continue_()

    expect(page.locator(".other-text")).to_be_hidden()
    expect(page.locator("#draft-state")).to_have_text("Draft saved")
    assert Draft.objects.get().text == LONG
    assert Draft.objects.get().aside == []


def test_w5_a_text_that_was_sent_in_another_tab_leaves_this_one(tabs, market):
    first, second = tabs
    second.reload()
    expect(second.locator(FIELD)).to_have_value(LONG)

    first.locator("#send").click()
    expect(first.locator(FIELD)).to_have_value("")
    second.locator("#refresh").click()

    expect(second.locator(FIELD)).to_have_value("")
    assert sent(market) == ["sendMessageToChat"]


@pytest.fixture
def asked(page: Page, market) -> Page:
    market.fail("500", operation="sendMessageToChat", taken=False)
    page.locator(FIELD).fill(TEXT)
    page.locator("#send").click()
    expect(page.locator("#tail [data-state=UNKNOWN]")).to_contain_text(TEXT)
    market.clear()
    return page


def test_f45_an_unknown_outcome_has_one_panel_at_its_message_and_send_is_off(asked):
    expect(asked.locator(".question")).to_have_count(1)
    expect(asked.locator("#reply-outcome .said")).to_have_count(0)
    expect(asked.locator("#compose-notice")).to_contain_text("First decide")
    expect(asked.locator("#send")).to_be_disabled()
    asked.reload()
    expect(asked.locator("#send")).to_be_disabled()


def test_f46_other_words_are_not_sent_before_the_question_is_answered(asked, market):
    asked.locator(FIELD).fill(OTHER)

    asked.locator(FIELD).press("Control+Enter")
    asked.wait_for_load_state("networkidle")

    expect(asked.locator(FIELD)).to_have_value(OTHER)
    assert sent(market) == ["sendMessageToChat"]


def test_f47_answering_no_keeps_both_texts_also_over_a_reload(asked, market):
    asked.locator(FIELD).fill(OTHER)

    asked.get_by_role("button", name="It is not there").click()

    expect(asked.locator(".question")).to_have_count(0)
    expect(asked.locator("#send")).to_be_enabled()
    expect(asked.locator(FIELD)).to_have_value(OTHER)
    expect(asked.locator(".aside")).to_contain_text(TEXT)
    asked.reload()
    expect(asked.locator(FIELD)).to_have_value(OTHER)
    asked.get_by_role("button", name="Insert the earlier text").click()
    expect(asked.locator(FIELD)).to_have_value(f"{OTHER}\n\n{TEXT}")


@pytest.mark.parametrize(
    ("button", "text"), [("Insert the earlier text", f"{OTHER}\n\n{TEXT}"), ("Throw the earlier text away", OTHER)]
)
def test_f47_what_is_done_with_the_text_beside_brings_no_other_text_back(asked, market, button, text):
    asked.locator(FIELD).fill(OTHER)
    asked.get_by_role("button", name="It is not there").click()
    expect(asked.locator(FIELD)).to_be_focused()

    asked.get_by_role("button", name=button).click()

    expect(asked.locator(".aside")).to_have_count(0)
    expect(asked.locator(FIELD)).to_be_focused()
    expect(asked.locator(FIELD)).to_have_value(text)
    assert sent(market) == ["sendMessageToChat"]


def test_f47_answering_yes_keeps_other_words_and_send_is_on(asked, market):
    asked.locator(FIELD).fill(OTHER)

    asked.get_by_role("button", name="It is there").click()

    expect(asked.locator("#send")).to_be_enabled()
    expect(asked.locator(FIELD)).to_have_value(OTHER)
    asked.locator("#send").click()
    expect(asked.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent")
    assert Reply.objects.filter(state="SENT").count() == 2


def test_f47_with_scripts_off_no_text_is_lost_either(asked, visit, agent):
    plain = opened(visit, agent, java_script_enabled=False)
    expect(plain.locator("#send")).to_be_disabled()
    plain.locator(FIELD).fill(OTHER)

    plain.get_by_role("button", name="It is not there").click()

    expect(plain.locator(FIELD)).to_have_value(OTHER)
    expect(plain.locator(".aside")).to_contain_text(TEXT)
    plain.get_by_role("button", name="Insert the earlier text").click()
    expect(plain.locator(FIELD)).to_have_value(f"{OTHER}\n\n{TEXT}")


def test_p6_a_key_is_held_back_once_and_stands_in_no_draft(page, market):
    key = f"ACMA:{'Q7' * 20}:0123abcd"
    write(page, f"Вот {key}")
    expect(page.locator("#draft-state")).to_have_text("Draft saved without the key")

    page.locator("#send").click()

    expect(page.locator("#reply-outcome .said")).to_contain_text("looks like an API key")
    expect(page.locator(FIELD)).to_have_value(f"Вот {key}")
    assert (sent(market), Draft.objects.get().text) == ([], "Вот ACMA:***")
    page.get_by_role("button", name="Send anyway").click()
    expect(page.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent")
    assert sent(market) == ["sendMessageToChat"]
