import pytest

from chats.presenters.formats.text import clean


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
