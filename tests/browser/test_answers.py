import pytest
from playwright.sync_api import expect

from chats.models import PreparedAnswer
from tests.browser.composer import FIELD, opened


def test_a_prepared_answer_is_found_by_a_slash_and_a_few_letters(page):
    PreparedAnswer.objects.create(title="Где заказ", text="Здравствуйте! Заказ уже едет.")
    PreparedAnswer.objects.create(title="Возврат", text="Возврат оформлен.")
    page.keyboard.press("r")
    page.keyboard.type("/")
    expect(page.locator("#answers-find")).to_be_focused()
    expect(page.locator("#answers-list [role=option]")).to_have_count(2)

    page.keyboard.type("возв")
    expect(page.locator("#answers-list [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")

    expect(page.locator(FIELD)).to_have_value("Возврат оформлен.")
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator("#answers")).to_be_hidden()


def test_a_slash_inside_a_line_is_a_slash(page):
    page.keyboard.press("r")

    page.keyboard.type("3/4 и ")

    expect(page.locator(FIELD)).to_have_value("3/4 и ")
    expect(page.locator("#answers")).to_be_hidden()


def test_the_list_of_answers_obeys_arrows_and_escape(page):
    PreparedAnswer.objects.create(title="Возврат", text="Возврат оформлен.")
    PreparedAnswer.objects.create(title="Где заказ", text="Здравствуйте! Заказ уже едет.")
    options = page.locator("#answers-list [role=option]")
    page.keyboard.press("r")
    page.keyboard.type("/")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")

    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.type("ъъъ")
    expect(page.locator("#answers-none")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#answers")).to_be_hidden()
    expect(page.locator(FIELD)).to_be_focused()

    page.locator("#open-answers").click()
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.type("з")  # both have it; a word begins with it in one
    expect(options.nth(0)).to_contain_text("Где заказ")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_have_value("Здравствуйте! Заказ уже едет.")


def press(page, *, key: str, code: str) -> bool:
    """A key of another layout, which Playwright cannot type. Says whether the page took it."""
    return page.evaluate(
        """([key, code]) => !document.querySelector("#reply-text").dispatchEvent(
          new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }))""",
        [key, code],
    )


def test_f50_the_place_of_the_slash_opens_the_answers_on_the_russian_layout_too(page):
    page.keyboard.press("r")

    assert press(page, key=".", code="Slash")

    expect(page.locator("#answers-find")).to_be_focused()
    expect(page.locator(FIELD)).to_have_value("")


def test_f50_other_keys_in_that_place_and_a_full_stop_inside_a_line_are_written(page):
    page.keyboard.press("r")
    assert not press(page, key="-", code="Slash")  # German
    page.keyboard.type("Да")
    assert not press(page, key=".", code="Slash")

    expect(page.locator("#answers")).to_be_hidden()


def test_f50_one_shortcut_that_no_layout_moves_opens_the_answers_in_the_middle_of_a_line(page):
    PreparedAnswer.objects.create(title="Возврат", text="Возврат оформлен.")
    page.keyboard.press("r")
    page.keyboard.type("Здравствуйте! ")

    page.keyboard.press("Control+j")
    expect(page.locator("#answers-list [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")

    expect(page.locator(FIELD)).to_have_value("Здравствуйте! Возврат оформлен.")
    page.locator("body").press("Shift+?")


def test_f54_escape_takes_the_stroke_away_and_the_next_one_is_written(page):
    page.keyboard.press("r")
    page.keyboard.press("/")
    expect(page.locator("#answers-find")).to_be_focused()

    page.keyboard.press("Escape")
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator(FIELD)).to_have_value("")
    page.keyboard.press("/")

    expect(page.locator(FIELD)).to_have_value("/")
    expect(page.locator("#answers")).to_be_hidden()


def test_f54_the_buyers_last_message_stays_in_sight_and_the_marked_answer_is_shown_whole(page):
    long = "Здравствуйте! Заказ уже едет.\n" * 5
    for number in range(8):
        PreparedAnswer.objects.create(title=f"Ответ {number}", text=long)
    page.keyboard.press("r")
    page.keyboard.press("/")
    expect(page.locator("#answers-list [role=option]")).to_have_count(8)

    last, box = page.locator(".msg").last.bounding_box(), page.locator("#answers").bounding_box()

    assert last["y"] + last["height"] <= box["y"]
    assert last["y"] >= page.locator("#history").bounding_box()["y"]
    expect(page.locator("#answers-preview")).to_have_text(long.strip())


@pytest.mark.parametrize("height", [568, 640, 844])
def test_on_a_small_phone_the_answers_leave_the_composer_in_sight(visit, agent, talk, settings, height):
    settings.DEMO = True  # with its ribbon below the bar
    for number in range(6):
        PreparedAnswer.objects.create(title=f"Ответ {number}", text="Здравствуйте! Заказ уже едет. " * 5)
    talk(20)
    page = opened(visit, agent, viewport={"width": 320, "height": height}, has_touch=True)

    page.locator("#open-answers").tap()
    expect(page.locator("#answers-list [role=option]")).to_have_count(6)

    expect(page.locator("#send")).to_be_in_viewport(ratio=0.95)  # pages scroll by whole pixels
    bar, box = page.locator(".bar").bounding_box(), page.locator("#answers").bounding_box()
    assert box["y"] >= bar["height"]


def test_f54_what_lacks_a_value_in_this_chat_goes_last(page):
    PreparedAnswer.objects.create(title="А", text="Возврат {возврат} оформлен.")
    PreparedAnswer.objects.create(title="Б", text="Заказ едет.")
    page.keyboard.press("r")
    page.keyboard.press("/")

    options = page.locator("#answers-list [role=option]")
    expect(options).to_have_count(2)
    expect(options.nth(1)).to_contain_text("Возврат")
    expect(options.nth(1)).to_have_attribute("data-missing", "")


def test_another_language_is_a_key_away_and_a_click_in_the_list(page):
    PreparedAnswer.objects.create(title="Возврат", text="Возврат оформлен.", text_en="The return is done.")
    page.keyboard.press("r")
    page.keyboard.press("Control+j")
    expect(page.locator("#answers-languages button")).to_have_text("EN")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_have_value("The return is done.")
    expect(page.locator(FIELD)).to_be_focused()

    page.locator(FIELD).fill("")
    page.keyboard.press("Control+j")
    page.locator(".answer-language[data-text]").click()
    expect(page.locator(FIELD)).to_have_value("The return is done.")


def test_what_was_sent_with_an_answer_counts_once(page):
    one = PreparedAnswer.objects.create(title="Возврат", text="Возврат оформлен, деньги придут завтра.")
    page.keyboard.press("r")
    page.keyboard.press("Control+j")
    expect(page.locator("#answers-list [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator(FIELD)).to_have_value("")
    expect(page.locator("#used-answers")).to_have_value("")

    page.keyboard.press("Control+j")

    expect(page.locator(".answer-used")).to_have_text("in 1 reply")
    one.refresh_from_db()
    assert one.used == 1
