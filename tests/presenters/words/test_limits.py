"""Translated sentences spell Market's limits out; here they are held against the constants."""

import pytest
from django.utils import translation

from chats import problems
from chats.market.limits import LARGEST_FILE, LONGEST_MESSAGE
from chats.presenters.attachments import file_limits
from chats.presenters.words.replies import REPLY_ENTRIES
from chats.services.replies import MOST_FILES

MEGABYTES = {"en": f"{LARGEST_FILE // 1024**2} MB", "ru": f"{LARGEST_FILE // 1024**2} МБ"}


@pytest.mark.parametrize("language", MEGABYTES)
def test_the_words_about_a_file_say_its_largest_size(language):
    with translation.override(language):
        limits, entry = file_limits(), REPLY_ENTRIES[problems.TOO_LARGE]
        said = [limits.most, limits.words.too_big, entry.title, entry.text]

        assert all(MEGABYTES[language] in str(text).replace("\u00a0", " ") for text in said)


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_the_words_about_many_files_say_how_many_there_may_be(language):
    with translation.override(language):
        entry = REPLY_ENTRIES[problems.TOO_MANY_FILES]

        assert all(str(MOST_FILES) in str(text) for text in (entry.title, entry.text, file_limits().words.too_many))


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_the_words_about_a_long_text_say_how_long_it_may_be(language):
    with translation.override(language):
        assert str(LONGEST_MESSAGE) in str(REPLY_ENTRIES[problems.TOO_LONG].text)
