"""Files in the composer: they are chips beside the text, which keeps the focus, and leave with it at one press."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from chats.models import History
from tests.browser.clipboard import drop, paste
from tests.browser.composer import ADDRESS, FIELD, PICTURE, TEXT, sent

SIZE = 5 * 1024 * 1024


def chip(page, name: str):
    return page.locator(".chip", has_text=name)


def names(page) -> list[str]:
    return page.locator(".chip-name").all_inner_texts()


def outcome(page):
    return page.locator("#reply-outcome")


def test_f42_after_a_pasted_picture_one_writes_on_and_nothing_is_sent(page, market):
    field = page.locator(FIELD)
    field.focus()
    page.keyboard.type("Смотрите: ")

    paste(page, files=[("снимок.png", "image/png", None)])
    expect(field).to_be_focused()
    for key, code in [("в", "KeyD"), ("о", "KeyJ"), ("т", "KeyN"), (" ", "Space"), ("ф", "KeyA"), ("о", "KeyJ")]:
        page.evaluate(
            """([key, code]) => document.activeElement.dispatchEvent(
              new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }))""",
            [key, code],
        )
        page.keyboard.insert_text(key)
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    expect(field).to_have_value("Смотрите: вот фо \n")
    expect(chip(page, "снимок.png").locator("img")).to_have_attribute("src", re.compile("^blob:"))
    assert sent(market) == []


def test_f43_one_press_sends_the_text_and_then_the_files_as_they_stand(page, market):
    page.locator(FIELD).focus()
    paste(page, files=[("1.png", "image/png", None), ("2.png", "image/png", None)])
    drop(page, files=[("2.png", "image/png", None)])
    page.keyboard.type(TEXT)
    expect(page.locator("#file-order")).to_be_visible()
    assert names(page) == ["1.png", "2.png", "2.png"]
    assert page.locator("#composer .primary").count() == 1

    page.keyboard.press("Control+Enter")

    expect(outcome(page)).to_contain_text("Arrived: text, 1.png, 2.png, 2.png.")
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator(FIELD)).to_have_value("")
    assert sent(market) == ["sendMessageToChat", "sendFileToChat", "sendFileToChat", "sendFileToChat"]
    assert page.locator("#send").is_enabled()


def test_w2_what_stops_one_file_stops_the_rest_and_a_second_press_sends_nothing_twice(page, market):
    paste(page, files=[("1.png", "image/png", None), ("2.png", "image/png", None), ("3.png", "image/png", None)])
    chip(page, "2.png").get_by_role("button").click()
    expect(page.locator(FIELD)).to_be_focused()
    paste(page, files=[("4.txt", "text/plain", b"<svg/>"), ("5.png", "image/png", None)])

    page.locator("#send").click()

    expect(outcome(page)).to_have_attribute("data-outcome", "invalid")
    expect(outcome(page)).to_contain_text("4.txt")
    expect(outcome(page)).to_contain_text("Arrived: 1.png, 3.png.")
    expect(outcome(page)).to_contain_text("Not sent: 5.png.")
    assert names(page) == ["4.txt", "5.png"]
    chip(page, "4.txt").get_by_role("button").click()
    expect(outcome(page)).not_to_contain_text("4.txt")
    page.locator("#send").click()

    expect(outcome(page)).to_have_attribute("data-outcome", "sent")
    expect(page.locator(".chip")).to_have_count(0)
    assert sent(market) == ["sendFileToChat"] * 3


def test_w2_a_file_whose_outcome_is_not_known_is_not_sent_again(page, market):
    market.fail("400", operation="getChatHistory")
    market.fail("500", operation="sendFileToChat", taken=True, times=1)
    paste(page, files=[("1.png", "image/png", None), ("2.png", "image/png", None)])

    page.locator("#send").click()

    expect(outcome(page)).to_contain_text("Not known whether it arrived: 1.png.")
    expect(outcome(page)).to_contain_text("Not sent: 2.png.")
    expect(page.locator("#tail [data-state=UNKNOWN]")).to_contain_text("1.png")
    assert sent(market) == ["sendFileToChat"]
    market.clear()
    History.objects.update(due_at=timezone.now())
    page.locator("#refresh").click()  # the history answers the question

    expect(chip(page, "1.png")).to_have_count(0)
    page.locator("#send").click()
    expect(page.locator(".chip")).to_have_count(0)
    assert sent(market) == ["sendFileToChat"] * 2


def test_w2_a_lost_connection_keeps_the_file_and_its_id(page, market):
    paste(page, files=[("1.png", "image/png", None)])
    page.context.set_offline(True)
    page.locator("#send").click()
    expect(chip(page, "1.png")).to_have_attribute("data-state", "failed")
    page.context.set_offline(False)

    page.locator("#send").click()

    expect(page.locator(".chip")).to_have_count(0)
    assert sent(market) == ["sendFileToChat"]


def test_w2_a_file_of_which_the_desk_says_nothing_is_not_called_unsent_and_goes_once(page, market):
    def sent_but_the_answer_is_lost(route) -> None:
        route.fetch()
        route.fulfill(status=502, body="")

    page.route("**/file/", sent_but_the_answer_is_lost, times=1)
    paste(page, files=[("1.png", "image/png", None), ("2.png", "image/png", None)])

    page.locator("#send").click()

    expect(page.locator("#reply-error")).to_contain_text("it may have been sent or not")
    expect(chip(page, "1.png")).to_contain_text("not known whether it arrived")
    expect(outcome(page)).to_contain_text("Not known whether it arrived: 1.png.")
    expect(outcome(page)).to_contain_text("Not sent: 2.png.")
    page.locator("#send").click()
    expect(page.locator(".chip")).to_have_count(0)
    assert sent(market) == ["sendFileToChat"] * 2


def test_w2_more_files_than_ten_are_left_out_by_name(page):
    paste(page, files=[(f"{number}.png", "image/png", None) for number in range(12)])

    assert len(names(page)) == 10
    expect(page.locator("#file-error")).to_contain_text("10.png, 11.png")


@pytest.mark.parametrize(
    ("name", "kind", "content", "words"),
    [
        ("big.mp4", "video/mp4", SIZE + 1, ["big.mp4", "5.1 MB", "up to 5 MB"]),
        ("a.png", "image/png", 0, ["a.png", "empty"]),
        ("page.html", "text/html", 10, ["page.html", "JPG"]),
        ("archive.zip", "application/zip", 10, ["archive.zip", "PDF"]),
    ],
)
def test_f52_a_file_of_no_use_does_not_leave_the_browser_and_is_named_until_the_next_action(
    page, name, kind, content, words
):
    """S9, W4."""
    paste(page, files=[(name, kind, content)])

    for word in words:
        expect(page.locator("#file-error")).to_contain_text(word)
    expect(page.locator(".chip")).to_have_count(0)
    page.locator(FIELD).type("д")
    expect(page.locator("#file-error")).to_be_empty()
    assert not [one for one in page.watch.requests if one.url.endswith("/file/")]


def test_f53_a_file_has_the_same_size_before_and_after(page, market):
    paste(page, files=[("a.pdf", "application/pdf", b"%PDF-1.7".ljust(7_600))])
    before = page.locator(".chip-size").inner_text()

    page.locator("#send").click()

    expect(page.locator(".files .num").last).to_have_text(before)
    assert before == "7.5 KB"


def test_w3_leaving_the_chat_with_a_file_asks_first(page):
    page.locator(FIELD).click()
    page.set_input_files("#file", PICTURE)
    expect(page.locator(FIELD)).to_be_focused()

    page.locator("a.brand").click(no_wait_after=True)
    expect(chip(page, "снимок.png")).to_be_visible()

    assert [one.partition(":")[0] for one in page.watch.troubles] == ["dialog"]
    page.watch.troubles.clear()
    chip(page, "снимок.png").get_by_role("button").click()
    page.locator("a.brand").click()
    page.wait_for_url("**/")


def test_w3_a_session_that_ended_keeps_the_files(page, market):
    """B1."""
    paste(page, files=[("1.png", "image/png", None)])
    Session.objects.all().delete()
    page.evaluate("document.body.dispatchEvent(new CustomEvent('desk:tick'))")
    expect(page.locator("#live-alert")).to_contain_text("signed out")
    expect(chip(page, "1.png")).to_be_visible()
    with page.context.expect_page() as sign_in:
        page.locator("#reply-error a").click()
    sign_in.value.locator("#id_username").fill("agent")
    sign_in.value.locator("#id_password").fill("a long enough password")
    sign_in.value.keyboard.press("Enter")
    sign_in.value.wait_for_url(re.compile(f"^[^?]*{ADDRESS}$"))

    page.locator("#send").click()
    expect(page.locator("#live-alert")).to_contain_text("renewed")
    page.locator("#send").click()

    expect(page.locator(".chip")).to_have_count(0)
    assert sent(market) == ["sendFileToChat"]


def test_f55_a_limit_counts_down_on_the_button_and_frees_it_by_itself(page, market):
    market.fail("420_hourly", operation="sendFileToChat")
    page.clock.install()
    paste(page, files=[("1.png", "image/png", None)])
    page.locator("#send").click()
    expect(page.locator("#send")).to_be_disabled()
    expect(page.locator("#send-word")).to_have_text(re.compile(r"Can be sent at \d\d:\d\d"))
    expect(page.locator("#send-left")).to_have_text(re.compile(r"\d+:\d\d"))
    market.clear()

    page.clock.fast_forward("01:05:00")

    expect(page.locator("#send")).to_be_enabled()
    expect(page.locator("#send-word")).to_have_text("Send")
    expect(chip(page, "1.png")).to_be_visible()
