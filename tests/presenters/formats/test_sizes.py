import pytest
from django.utils import translation

from chats.presenters.formats.sizes import size_text

MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 KB"),
        (1, "0.1 KB"),
        (1024, "1 KB"),
        (7_600, "7.5 KB"),
        (MEGABYTE - 1, "1 MB"),
        (5 * MEGABYTE, "5 MB"),
        (5 * MEGABYTE + 1, "5.1 MB"),  # never as large as the limit
        (6 * MEGABYTE, "6 MB"),
        (2**63 - 1, "8796093022208 MB"),
    ],
)
def test_f53_a_size_is_in_kilobytes_or_megabytes_and_rounded_up(size, text):
    assert size_text(size) == text


@pytest.mark.parametrize(("language", "text"), [("en", "7.5 KB"), ("ru", "7,5 КБ"), ("zh-hans", "7.5 KB")])
def test_f53_in_each_language(language, text):
    with translation.override(language):
        assert size_text(7_600) == text
