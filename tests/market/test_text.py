import pytest

from chats.market.text import legible, one_line, storable, visible, without_invisible

NOTHING = ["", " ", "\u3164", "\u2800", "\ufe0f", "\u200b\u202e\x00", "\u115f\u1160\uffa0", "\u200d", "\U000e0100"]


@pytest.mark.parametrize("text", NOTHING)
def test_all_cleaners_agree_on_what_shows_nothing(text):
    assert visible(text) == legible(text).strip() == without_invisible(text).strip() == one_line(text) == ""


def test_a_storable_text_fits_a_row():
    assert storable("a\0b\ud800c", most=3) == "ab\ufffd"


def test_visible_text_is_one_line():
    assert visible(" Фото\n\u202eгод.png\u3164\t2\u00a03 ") == "Фото год.png 2 3"


@pytest.mark.parametrize(
    "text", ["👩\u200d👧", "❤\ufe0f", "می\u200cخواهم", "שלום עולם", "  two\u00a0spaces  ", "한글", "\u2836\u2800\u2836"]
)
def test_legible_text_keeps_what_shapes_its_neighbours(text):
    assert legible(text) == text


def test_legible_text_neither_turns_around_nor_hides():
    assert legible("a\u202eb\u2066c\u200bd\x07\x85e") == "abcd e"


def test_a_token_does_not_hide_behind_invisible_characters():
    assert one_line("key AC\u200bMA:abc\u2060def here") == "key […] here"
