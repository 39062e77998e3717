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
