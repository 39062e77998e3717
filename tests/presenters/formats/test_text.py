import pytest

from chats.presenters.formats.text import clean, clean_lines


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Иван П.", "Иван П."),
        ("  two   words\n", "two words"),
        ("a\u202eb\u2066c\u200b\ufeffd", "abcd"),
        ("line\r\nbreak\ttab", "line break tab"),
        ("nul\x00bell\x07", "nulbell"),
        ("\u200b\u202e \x00", ""),
        ("\u200d\u200c", ""),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("עברית שלום", "עברית שלום"),
        ("محمد \u202eعلي", "محمد علي"),
        ("\u3164Иван\u3164", "Иван"),
        ("<b>{{ 7*7 }}</b>", "<b>{{ 7*7 }}</b>"),
    ],
)
def test_invisible_and_direction_marks_go_and_words_stay(raw, shown):
    assert clean(raw) == shown


def test_a_tower_of_combining_marks_is_cut_down():
    assert clean("e" + "\u0301" * 4096) == "e" + "\u0301" * 3


def test_a_very_long_name_ends_with_an_ellipsis():
    shown = clean("я" * 5000, 100)

    assert len(shown) == 100
    assert shown.endswith("…")


@pytest.mark.parametrize("nothing", ["\u3164", "\u2800 \u2800", "\ufe0f", "\u115f\u200d", "\U000e0100", "\u034f"])
def test_a_text_that_shows_nothing_is_empty(nothing):
    assert clean(nothing) == clean_lines(nothing) == ""


def test_lines_keep_what_people_write_in_them():
    written = "👩\u200d👧 ❤\ufe0f\n\u2800\u2836\nمی\u200cخواهم\nשלום"

    assert clean_lines(written) == written
