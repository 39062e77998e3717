"""Which notes a page shows, and which an open page lacks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chats.services import chat_page, notes, people
from tests.conversation_fixture import message

NOW = timezone.now()


@pytest.fixture
def chat(talk, agent):
    """A chat of sixty messages, a second apart, the last of them an hour ago."""
    return people.chat_for(agent, 1001, talk(60).chat_id)


@pytest.fixture
def at_hand(agent):
    return lambda: people.chat_for(agent, 1001, 310001)


def noted(agent, chat, text, at):
    return notes.write(agent, chat, text, key=None, now=at)


def time_of(chat, number):
    return chat.messages.get(message_id=number).created_at


def words(found) -> list[str]:
    return [one.text for one in found]


def test_a_chat_without_notes_costs_no_query(chat, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert notes.notes_between(chat, None) == ()
        assert notes.notes_to_tell(chat, 1, None) == ((), ())


def test_each_note_stands_on_one_page_of_messages(agent, chat, at_hand):
    noted(agent, chat, "до всех", time_of(chat, 1) - timedelta(hours=1))
    noted(agent, chat, "на границе", time_of(chat, 11))
    noted(agent, chat, "рано", time_of(chat, 5) + timedelta(milliseconds=1))
    noted(agent, chat, "поздно", NOW)

    newest = chat_page.whole_page(agent, at_hand(), now=NOW).messages
    earlier = chat_page.earlier_page(agent, at_hand(), newest.found[0], now=NOW).messages

    assert words(newest.notes) == ["на границе", "поздно"]
    assert words(earlier.notes) == ["до всех", "рано"]


def test_a_pulse_brings_new_notes_and_changed_ones_and_the_next_one_nothing(agent, colleague, chat, at_hand):
    old = noted(agent, chat, "старая", time_of(chat, 58))
    before = noted(agent, chat, "после сообщений", NOW)
    cursor = chat_page.whole_page(agent, at_hand(), now=NOW).cursor
    notes.change(agent, old, "старая, исправлена", now=NOW)
    noted(colleague, chat, "новая", NOW + timedelta(seconds=1))

    page = chat_page.pulse(agent, people.chat_for_pulse(agent, 1001, 310001), cursor, now=NOW)

    assert words(page.messages.notes) == [before.text, "новая"]  # all below the last message, so that they keep order
    assert words(page.messages.renewed) == ["старая, исправлена"]
    assert chat_page.pulse(agent, people.chat_for_pulse(agent, 1001, 310001), page.cursor, now=NOW) is None


def test_an_old_note_that_has_not_changed_does_not_come_again(agent, chat, at_hand):
    noted(agent, chat, "старая", time_of(chat, 58))
    cursor = chat_page.whole_page(agent, at_hand(), now=NOW).cursor
    message(chat, 61)

    page = chat_page.pulse(agent, people.chat_for_pulse(agent, 1001, 310001), cursor, now=NOW)

    assert (words(page.messages.notes), words(page.messages.renewed)) == ([], [])


def test_of_a_deleted_note_no_earlier_words_are_given(agent, chat):
    note = notes.change(agent, noted(agent, chat, "раз", NOW), "два", now=NOW)
    notes.delete(agent, note, now=NOW)
    note.refresh_from_db()

    assert notes.versions_of(note) == ()
