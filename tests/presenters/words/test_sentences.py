"""How the words of all entries read when the pages join them."""

import re
from pathlib import Path

import polib
import pytest
from django.utils import translation

from chats.presenters.words.problems import ENTRIES

CATALOGS = Path(__file__).resolve().parents[3] / "locale"
LANGUAGES = ("en", "ru", "zh-hans")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ENTRIES)
def test_f57_every_text_and_advice_ends_its_sentence(kind, language):
    entry = ENTRIES[kind]
    with translation.override(language):
        sentences = [str(words) for words in (entry.text, entry.advice, entry.until, entry.gone) if words]

    assert [one for one in sentences if not re.search(r"[.?!。？！]$", one)] == []


@pytest.mark.parametrize("language", ["ru", "zh_Hans"])
def test_f57_no_sentence_sends_its_reader_to_the_administrator(language):
    """The reader may be the administrator."""
    catalog = polib.pofile(CATALOGS / language / "LC_MESSAGES" / "django.po")

    sent = [one.msgid for one in catalog if re.search(r"our administrator|administrator know|[Tt]ell the", one.msgid)]

    assert sent == []
    assert any(one.msgid.startswith("For the administrator: ") for one in catalog)
