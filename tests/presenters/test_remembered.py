import pytest
from chats.presenters.remembered import remembered
from django.utils import translation
from django.utils.translation import gettext

from chats.models import Seller
from chats.templatetags.desk import draw


def test_the_same_values_are_made_once_in_each_language():
    made = []

    @remembered(10)
    def word(msgid, *, mark=""):
        made.append(msgid)
        return gettext(msgid) + mark

    with translation.override("en"):
        english = [word("Seller"), word("Seller"), word("Seller", mark="!")]
    with translation.override("ru"):
        russian = [word("Seller"), word("Seller")]

    assert english == ["Seller", "Seller", "Seller!"]
    assert russian == ["Продавец", "Продавец"]
    assert len(made) == 3


def test_what_is_not_asked_for_any_more_is_forgotten():
    made = []
    square = remembered(2)(lambda value: made.append(value) or value * value)

    assert [square(value) for value in (1, 2, 3, 3, 1)] == [1, 4, 9, 9, 1]
    assert made == [1, 2, 3, 1]


def test_a_piece_is_drawn_in_the_language_of_its_reader():
    with translation.override("en"):
        english = draw("_shortcuts.html")
    with translation.override("ru"):
        russian = draw("_shortcuts.html")

    assert ("This sheet" in english, "This sheet" in russian) == (True, False)


def test_a_row_of_the_database_cannot_be_drawn_since_it_equals_its_older_self():
    with pytest.raises(TypeError, match=r"_row\.html .* row"):
        draw("chats/_row.html", row=Seller(pk=1, name="Уютный дом"))
