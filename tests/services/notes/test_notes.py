"""Writing notes, and changing and deleting one's own."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from chats.models import Chat, Note, NoteDraft, NoteVersion
from chats.services import notes
from chats.services.notes import LONGEST_NOTE, NotNoted, Refusal
from chats.services.notes import notes as rules
from chats.services.upkeep import prune
from tests.desk_fixture import again
from tests.security.canary import TOKEN

NOW = timezone.now()


def test_a_note_moves_the_chats_version_and_nothing_else_that_pages_sort_by(chat, agent):
    before = again(chat)

    note = notes.write(agent, chat, "  Склад\r\nподтвердил ", key=None, now=NOW)

    after = again(chat)
    assert (note.text, note.author, note.told) == ("Склад\nподтвердил", agent, after.version)
    assert (after.version, after.noted_at) == (before.version + 1, NOW)
    assert (after.updated_at, after.queue_at, after.message_at) == (before.updated_at, before.queue_at, None)


def test_the_same_form_sent_twice_is_one_note_and_with_other_words_another(noted):
    key = uuid4()

    first, again, other = noted("раз", key=key), noted("раз", key=key), noted("два", key=key)

    assert first == again
    assert sorted(Note.objects.values_list("text", flat=True)) == ["два", "раз"]
    assert other.key != key


def test_a_key_that_somebody_else_has_used_hides_nothing(noted, colleague):
    key = uuid4()

    noted("раз", key=key)
    noted("раз", key=key, by=colleague)

    assert Note.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Refusal.EMPTY),
        (" \n\0", Refusal.EMPTY),
        ("я" * (LONGEST_NOTE + 1), Refusal.TOO_LONG),
        (f"ключ {TOKEN}", Refusal.TOKEN),
        ("ключ ACMA:***", Refusal.TOKEN),
    ],
)
def test_what_is_no_note_changes_nothing(chat, agent, text, why):
    version = again(chat).version

    with pytest.raises(NotNoted) as stopped:
        notes.write(agent, chat, text, key=None, now=NOW)

    assert stopped.value.why is why
    assert (Note.objects.count(), again(chat).version) == (0, version)


def test_an_emoji_is_one_character_of_the_longest_note(noted):
    assert noted("🙂" * LONGEST_NOTE).text.startswith("🙂")


def test_a_chat_has_room_for_so_many_and_no_more(noted, monkeypatch):
    monkeypatch.setattr(rules, "MOST_NOTES", 2)
    noted("раз")
    noted("два")

    with pytest.raises(NotNoted) as stopped:
        noted("три")

    assert stopped.value.why is Refusal.TOO_MANY


def test_a_change_keeps_what_it_said_before_the_latest_first(noted, agent, chat):
    note = noted("раз")
    for minutes, text in enumerate(("два", "три"), start=1):
        note = notes.change(agent, note, text, now=NOW + timedelta(minutes=minutes))

    assert (note.text, note.changed_at, note.told) == ("три", NOW + timedelta(minutes=2), again(chat).version)
    assert [one.text for one in notes.versions_of(note)] == ["два", "раз"]


def test_the_same_words_are_no_change(noted, agent, chat):
    note = noted("раз")
    version = again(chat).version

    notes.change(agent, note, "раз ", now=NOW)

    assert (again(chat).version, NoteVersion.objects.count()) == (version, 0)


def test_nobody_changes_or_deletes_or_brings_back_what_another_wrote(noted, colleague, boss):
    note = noted("раз")

    for person in (colleague, boss):
        with pytest.raises(Note.DoesNotExist):
            notes.change(person, note, "два", now=NOW)
        with pytest.raises(Note.DoesNotExist):
            notes.delete(person, note, now=NOW)
        with pytest.raises(Note.DoesNotExist):
            notes.restore(person, note, now=NOW)

    note.refresh_from_db()
    assert (note.text, note.deleted_at) == ("раз", None)


def test_a_deleted_note_cannot_be_changed_and_comes_back_as_it_was(noted, agent, chat):
    note = noted("раз")
    notes.delete(agent, note, now=NOW)
    deleted_at = again(chat).version

    with pytest.raises(NotNoted) as stopped:
        notes.change(agent, note, "два", now=NOW)
    notes.restore(agent, note, now=NOW)

    note.refresh_from_db()
    assert stopped.value.why is Refusal.GONE
    assert (note.text, note.deleted_at, note.told) == ("раз", None, deleted_at + 1)


def test_to_delete_twice_is_to_delete_once(noted, agent, chat):
    note = noted("раз")
    notes.delete(agent, note, now=NOW)
    version = again(chat).version

    notes.delete(agent, note, now=NOW + timedelta(hours=1))

    note.refresh_from_db()
    assert (note.deleted_at, again(chat).version) == (NOW, version)


def test_the_words_of_a_deleted_note_are_erased_after_a_month_and_the_trace_stays(noted, agent):
    old, young, kept = noted("старая"), noted("новая"), noted("живая")
    notes.change(agent, old, "старая, исправлена", now=NOW)
    notes.delete(agent, old, now=NOW - timedelta(days=31))
    notes.delete(agent, young, now=NOW - timedelta(days=29))

    done, _more = prune.one_batch(NOW)

    texts = dict(Note.objects.values_list("pk", "text"))
    assert (done["notes"], texts) == (1, {old.pk: "", young.pk: "новая", kept.pk: "живая"})
    assert not NoteVersion.objects.exists()
    notes.restore(agent, old, now=NOW)
    assert Note.objects.get(pk=old.pk).deleted_at


def test_notes_go_with_their_chat(noted, chat, agent):
    notes.change(agent, noted("раз"), "два", now=NOW)
    notes.save_draft(agent, chat, "начато", now=NOW)

    Chat.objects.filter(pk=chat.pk).delete()

    assert not (Note.objects.exists() or NoteVersion.objects.exists() or NoteDraft.objects.exists())
