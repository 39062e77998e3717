"""Who is at a chat, and for how long."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from chats import database
from chats.models import Presence
from chats.services import presence
from chats.services.presence import note
from tests.desk_fixture import NOW

SECOND = timedelta(seconds=1)


@pytest.fixture
def chat(home, known_chat):
    return known_chat(home, 310001)


def names(people) -> list[str]:
    return [one.username for one in people]


def seen_by(agent, chat, after=0):
    others = presence.others_at(agent, chat, now=NOW + after * SECOND)
    return names(others.readers), names(others.writers)


def look(agent, chat, after=0, *, looking=True):
    return presence.keep_up(agent, chat, looking=looking, now=NOW + after * SECOND)


def test_a_colleague_at_the_chat_is_seen_and_oneself_is_not(agent, colleague, chat):
    look(colleague, chat)
    look(agent, chat)

    assert seen_by(agent, chat) == (["colleague"], [])
    assert seen_by(colleague, chat) == (["agent"], [])


def test_whoever_is_gone_counts_for_half_a_minute_and_nobody_has_to_write_anything(agent, colleague, chat):
    look(colleague, chat)
    presence.note_writing(colleague, chat, writes=True, now=NOW)

    assert seen_by(agent, chat, 29) == ([], ["colleague"])
    assert seen_by(agent, chat, 30) == ([], [])
    assert presence.writers_for(agent, now=NOW + 29 * SECOND).keys() == {chat.pk}
    assert presence.writers_for(agent, now=NOW + 30 * SECOND) == {}


def test_writing_ends_half_a_minute_after_the_last_change_though_the_page_is_still_read(agent, colleague, chat):
    presence.note_writing(colleague, chat, writes=True, now=NOW)
    for after in (10, 20, 30):
        look(colleague, chat, after)

    assert seen_by(agent, chat, 29) == ([], ["colleague"])
    assert seen_by(agent, chat, 30) == (["colleague"], [])


@pytest.mark.parametrize("end", ["emptied", "sent"])
def test_writing_ends_at_once_when_the_text_is_emptied_or_on_its_way(agent, colleague, chat, end):
    presence.note_writing(colleague, chat, writes=True, now=NOW)

    if end == "sent":
        presence.stop_writing(colleague, chat)
    else:
        presence.note_writing(colleague, chat, writes=False, now=NOW)

    assert seen_by(agent, chat) == (["colleague"], [])
    assert presence.writers_for(agent, now=NOW) == {}


def test_a_hidden_tab_reads_nothing_and_still_learns_who_does(agent, colleague, chat):
    look(colleague, chat)

    others = look(agent, chat, looking=False)

    assert names(others.readers) == ["colleague"]
    assert seen_by(colleague, chat) == ([], [])


def test_many_pulses_write_once_in_ten_seconds(agent, chat, django_assert_num_queries):
    look(agent, chat)

    with django_assert_num_queries(2):
        look(agent, chat, 5)
        look(agent, chat, 9)

    assert Presence.objects.get().seen_at == NOW
    look(agent, chat, 10)
    assert Presence.objects.get().seen_at == NOW + 10 * SECOND


def test_who_moves_from_chat_to_chat_leaves_no_rows_behind(agent, home, known_chat):
    for number in range(5):
        look(agent, known_chat(home, 310001 + number), 31 * number)

    assert Presence.objects.count() == 1


def test_several_colleagues_keep_their_order(agent, colleague, boss, chat):
    look(boss, chat)
    look(colleague, chat)
    first = presence.others_at(agent, chat, now=NOW)
    look(boss, chat, 10)

    later = presence.others_at(agent, chat, now=NOW + 10 * SECOND)

    assert names(first.readers) == ["boss", "colleague"]
    assert later.digest == first.digest != presence.NOBODY.digest == ""


def test_a_digest_tells_reading_from_writing(agent, colleague, chat):
    look(colleague, chat)
    reading = presence.others_at(agent, chat, now=NOW).digest

    presence.note_writing(colleague, chat, writes=True, now=NOW)

    assert presence.others_at(agent, chat, now=NOW).digest not in (reading, "")


def test_a_sign_from_before_the_clock_was_set_back_counts_for_nothing(agent, colleague, chat):
    look(colleague, chat, 3600)

    assert seen_by(agent, chat) == ([], [])
    look(colleague, chat)
    assert seen_by(agent, chat) == (["colleague"], [])


def test_a_database_that_takes_no_writes_fails_nothing(agent, colleague, chat, monkeypatch):
    look(colleague, chat)

    def locked(*_args, **_kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(note.database, "waiting_at_most", locked)

    assert names(look(agent, chat).readers) == ["colleague"]
    presence.note_writing(agent, chat, writes=True, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_chat_that_was_just_deleted_fails_nothing(agent, chat):
    pk = chat.pk
    chat.delete()
    chat.pk = pk

    look(agent, chat)

    assert not Presence.objects.exists()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has many writers")
@pytest.mark.django_db(transaction=True)
def test_a_pulse_does_not_wait_for_another_writer(agent, chat, monkeypatch):
    waited = []
    monkeypatch.setattr(database.time, "sleep", waited.append)
    held, done = threading.Event(), threading.Event()

    def hold():
        with connection.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            held.set()
            done.wait(10)
            cursor.execute("ROLLBACK")
        connection.close()

    writer = threading.Thread(target=hold)
    writer.start()
    held.wait(10)
    try:
        look(agent, chat)
    finally:
        done.set()
        writer.join()

    assert not Presence.objects.exists()


def test_what_has_ended_is_deleted(agent, colleague, chat):
    look(agent, chat)
    look(colleague, chat, 31)

    presence.ended_before(NOW + SECOND).delete()

    assert [one.agent for one in Presence.objects.all()] == [colleague]
