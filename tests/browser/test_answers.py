from playwright.sync_api import expect

from chats.models import PreparedAnswer
from tests.browser.composer import FIELD


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
