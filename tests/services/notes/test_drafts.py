"""What has been begun of a note is kept, and no text of another tab is lost."""

from uuid import uuid4

import pytest
from django.utils import timezone

from chats.models import Draft, NoteDraft
from chats.services import notes
from chats.services.drafts import Base
from tests.security.canary import TOKEN

NOW = timezone.now()


@pytest.fixture
def save(agent, chat):
    """save(text, "known >new"): what a page saves that has shown these versions."""
    return lambda text, base="", **more: notes.save_draft(agent, chat, text, now=NOW, base=Base.parse(base), **more)


def kept() -> str:
    return NoteDraft.objects.get().text


def test_it_is_kept_apart_from_the_reply(save, agent, chat):
    save("начато", "0 >a-1")

    assert notes.draft_of(agent, chat).text == "начато"
    assert not Draft.objects.exists()


def test_a_tab_that_knows_what_is_there_overwrites_it(save):
    save("раз", "0 >a-1")

    saved = save("два", "0 a-1 >a-2")

    assert (saved.conflict, kept()) == (False, "два")


def test_one_that_does_not_is_told_what_is_there(save):
    save("раз", "0 >a-1")

    saved = save("два", "0 >b-1")

    assert (saved.conflict, saved.draft.text, kept()) == (True, "раз", "раз")


@pytest.mark.parametrize(("second", "both"), [("два", "раз\n\nдва"), ("раз и два", "раз и два"), ("ра", "раз")])
def test_of_a_tab_that_is_being_left_both_texts_are_kept(save, second, both):
    save("раз", "0 >a-1")

    save(second, "0 >b-1", leaving=True)

    assert kept() == both


def test_a_save_that_was_overtaken_on_the_way_changes_nothing(save):
    save("раз, два", "0 a-1 >a-2")

    save("раз", "0 >a-1")

    assert kept() == "раз, два"


def test_what_has_been_noted_is_no_draft_any_more(save, noted):
    key = uuid4()
    save("готово", "0 >a-1", key=key)
    noted("готово", key=key)

    save("готово", "0 a-1 >a-2", key=key)

    assert NoteDraft.objects.filter(text="готово").count() == 0


def test_a_sellers_key_is_cut_out(save):
    save(f"вот {TOKEN}", "0 >a-1")

    assert TOKEN not in kept()


def test_a_text_too_long_for_a_note_is_kept(save):
    save("я" * 6_000, "0 >a-1")

    assert len(kept()) == 6_000
