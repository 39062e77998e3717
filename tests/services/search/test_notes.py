"""Private notes are found by their words, beside messages and in the same order."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from chats.models import Note, NoteEntry
from chats.services import notes, search
from chats.services.search import find
from tests.desk_fixture import NOW

LATER = timezone.now()


@pytest.fixture
def note(agent, chat):
    """note("text", hours): a note written so many hours after the first message."""
    return lambda text, hours=0.0, to=chat: notes.write(agent, to, text, key=None, now=NOW + timedelta(hours=hours))


def test_a_note_is_found_with_the_messages_by_its_hour(say, note, found):
    say("Где посылка?", at=NOW)
    note("Посылку ищет склад", 2)
    say("Посылка нашлась", at=NOW + timedelta(hours=4))

    assert found("посылки") == ["Посылка нашлась", "Посылку ищет склад", "Где посылка?"]


@pytest.mark.parametrize("query", ["склад", "скла", '"ищет склад"', "ПОСЫЛКА", "物流"])
def test_by_the_same_rules_as_a_message(note, found, query):
    note("Посылку ищет склад 物流中心")

    assert len(found(query)) == 1


@pytest.mark.parametrize(
    ("query", "within", "who"),
    [
        ("посылка", {}, ["note", "message"]),
        ("посылка", {"sender": "NOTE"}, ["note"]),
        ("посылка", {"sender": "CUSTOMER"}, ["message"]),
        ("от:заметки посылка", {}, ["note"]),
        ("from:note посылка", {}, ["note"]),
        ("来自：备注 посылка", {}, ["note"]),
        ("от:покупателя посылка", {}, ["message"]),
    ],
)
def test_one_may_ask_for_notes_alone_or_for_messages_alone(say, note, agent, query, within, who):
    say("посылка", at=NOW)
    note("посылка", 1)

    hits = search.find_messages(agent, search.read_query(query), search.Within(**within)).hits

    assert [type(one).__name__.lower() for one in hits] == who


def test_a_changed_note_is_found_by_its_new_words_alone(note, agent, found):
    notes.change(agent, note("Склад подтвердил"), "Курьер передумал", now=LATER)

    assert (found("склад"), found("курьер")) == ([], ["Курьер передумал"])


def test_a_deleted_note_is_found_by_nobody_until_it_is_back(note, agent, found):
    one = note("Склад подтвердил")

    notes.delete(agent, one, now=LATER)
    assert found("склад") == []
    notes.restore(agent, one, now=LATER)

    assert found("склад") == ["Склад подтвердил"]


@pytest.mark.parametrize("written", [NOW, NOW.replace(microsecond=999_999), NOW.replace(year=1969)])
def test_the_database_itself_drops_the_entry_of_a_note_that_is_gone(chat, agent, written):
    notes.write(agent, chat, "Склад подтвердил", key=None, now=written)

    Note.objects.all().delete()

    assert not NoteEntry.objects.exists()


def test_of_other_sellers_nothing_is_found(note, known_chat, foreign, boss, found):
    note("Посылка чужая", to=known_chat(foreign, 5))

    assert found("посылка") == []
    assert found("посылка", by=boss) == ["Посылка чужая"]


def test_times_are_exact(note, found):
    note("посылка раньше")
    note("посылка позже", 0.5)

    since = NOW + timedelta(minutes=10)
    assert found("посылка", since=since) == ["посылка позже"]
    assert found("посылка", until=since) == ["посылка раньше"]


def test_pages_follow_each_other_and_leave_nothing_out(say, note, agent, monkeypatch):
    monkeypatch.setattr(find, "PAGE", 3)
    for number in range(5):
        say(f"посылка м{number}", at=NOW + timedelta(hours=number))
        note(f"посылка з{number}", number)

    seen, before = [], None
    while True:
        page = search.find_messages(agent, search.read_query("посылка"), search.Within(before=before))
        seen += [one.text.removeprefix("посылка ") for one in page.hits]
        if (before := page.next) is None:
            break

    assert sorted(seen) == sorted([f"{kind}{number}" for kind in "мз" for number in range(5)])
    assert len(set(seen)) == 10


def test_a_search_that_finds_no_note_asks_for_none(say, agent, django_assert_max_num_queries):
    say("посылка")

    with django_assert_max_num_queries(9 if connection.vendor == "postgresql" else 5):
        search.find_messages(agent, search.read_query("посылка"), search.Within())


def test_all_are_indexed_anew_in_batches(note, found, agent, monkeypatch):
    monkeypatch.setattr("chats.services.search.notes_index.BATCH", 2)
    for number in range(3):
        note(f"посылка {number}", number)
    notes.delete(agent, note("посылка удалена"), now=LATER)
    NoteEntry.objects.all().delete()

    total, after = 0, 0
    while after is not None:
        count, after = search.reindex_notes(after)
        total += count

    assert total == 4
    assert found("посылка") == ["посылка 2", "посылка 1", "посылка 0"]
