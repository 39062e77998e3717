"""Which language a text is in, and which text of an answer a buyer gets."""

import pytest

from chats.models import PreparedAnswer
from chats.services.prepared.languages import best_language, language_of, texts_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Где мой заказ?", "ru"),
        ("Where is my order?", "en"),
        ("我的订单在哪里？", "zh"),
        ("Не включается Xiaomi Redmi Note 12 Pro Plus", "ru"),
        ("Samsung не включается", "ru"),
        ("iPhone 15 Pro Max 坏了怎么办", "zh"),
        ("Привет, where is my order, please answer me soon", "en"),
        ("54810000102 !!! 👍", ""),
        ("", ""),
        ("مرحبا", ""),
        ("Ґанок і їжа", "ru"),
    ],
)
def test_a_language_is_told_by_the_letters(text, language):
    assert language_of(text) == language


def answer(text: str, **own: str) -> PreparedAnswer:
    return PreparedAnswer(title="t", text=text, **own)


@pytest.mark.parametrize(
    ("of", "wanted", "text"),
    [
        (answer("Заказ едет", text_en="On its way"), "en", "On its way"),
        (answer("Заказ едет", text_en="On its way"), "ru", "Заказ едет"),
        (answer("Заказ едет", text_en="On its way"), "zh", "Заказ едет"),
        (answer("Заказ едет", text_en="On its way"), "", "Заказ едет"),
        (answer("On its way", text_ru="Заказ едет"), "ru", "Заказ едет"),
        (answer("On its way", text_ru="Заказ едет"), "en", "On its way"),
        (answer("Сначала", text_ru="По-русски"), "ru", "По-русски"),
        (answer("Сначала", text_ru="По-русски"), "zh", "Сначала"),
        (answer("{заказ}: on its way", text_ru="Едет"), "en", "{заказ}: on its way"),
    ],
)
def test_a_buyer_gets_the_text_in_their_language_and_else_the_first(of, wanted, text):
    texts = texts_of(of)

    assert texts[best_language(texts, wanted)] == text
