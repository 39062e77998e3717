"""Translated sentences spell Market's limits out; here they are held against the constants."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import get_template
from django.utils import translation

from chats import problems
from chats.forms import FileForm
from chats.market.limits import LARGEST_FILE, LONGEST_MESSAGE
from chats.presenters.words.replies import REPLY_ENTRIES

MEGABYTES = {"en": f"{LARGEST_FILE // 1024**2} MB", "ru": f"{LARGEST_FILE // 1024**2} МБ"}


@pytest.mark.parametrize("language", MEGABYTES)
def test_the_words_about_a_file_say_its_largest_size(language):
    file = SimpleUploadedFile("a.png", b"x")
    file.size = LARGEST_FILE + 1

    with translation.override(language):
        errors = FileForm({"reply_id": "0" * 32}, {"file": file}).errors["file"]
        words = REPLY_ENTRIES[problems.TOO_LARGE]
        label = get_template("chats/chat/composer.html#file-chosen").render()

        said = [str(text).replace("\u00a0", " ") for text in (*errors, words.title, words.text, label)]

    assert all(MEGABYTES[language] in text for text in said)


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_the_words_about_a_long_text_say_how_long_it_may_be(language):
    with translation.override(language):
        assert str(LONGEST_MESSAGE) in str(REPLY_ENTRIES[problems.TOO_LONG].text)
