import pytest

from chats.market.text import legible, one_line, storable, visible, without_invisible

NOTHING = [
    "",
    " ",
    "\u3164",
    "\u2800",
    "\ufe0f",
    "\u200b\u202e\x00",
    "\u115f\u1160\uffa0",
    "\u200d",
    "\U000e0100",
    "\u180b",
]
NOTHING += [
    "\U0001d159\U00016fe4\U00013441",
    "\ufdd0\uffff\U0001fffe\U0010ffff",
    "\ufff0\U000e0fff\u2065",
]
# Unicode 15, 16 and 17, a letter and a mark of a script of the future, and characters that fonts of the vendor have.
NEW = [
    "\U0001fa77",
    "\U0001fae9",
    "\U0001fac8",
    "\U0001fbfa",
    "\U0001e6c0",
    "a\u1adc",
    "\U000323b0",
    "\uf8ff",
    "\u0600\u0661",
]


@pytest.mark.parametrize("text", NOTHING)
def test_all_cleaners_agree_on_what_shows_nothing(text):
    assert visible(text) == legible(text).strip() == without_invisible(text).strip() == one_line(text) == ""


@pytest.mark.parametrize("text", NEW)
def test_r1_nothing_is_invisible_because_python_does_not_know_it(text):
    assert visible(text) == legible(text) == without_invisible(text) == one_line(text) == text


def test_r1_marks_that_python_does_not_know_build_no_tower():
    assert legible("a" + "\u1adf" * 9) == "a" + "\u1adf" * 3


@pytest.mark.parametrize("text", ["\u0301 \u0300", "\u3164\u0301\u2800"])
def test_r5_marks_on_no_letter_are_nothing_to_see(text):
    assert visible(text) == legible(text) == ""


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
