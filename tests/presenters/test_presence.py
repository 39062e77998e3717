"""Who else is at a chat, in words."""

import pytest

from chats.presenters.presence import presence_view, row_writing
from chats.services.people import Person
from chats.services.presence import NOBODY, Others

OLGA = Person(1, "olga", "Ольга", "Лебедева")
MARIA = Person(2, "maria", "Мария", "Кац")
PLAIN = Person(3, "anna87", "", "")
FOURTH = Person(4, "boris", "Борис", "")
HOSTILE = Person(5, "x", "<b>Зло\u202e", "\u200b&amp;")


@pytest.mark.parametrize(
    ("people", "reading", "writing"),
    [
        ((), "", ""),
        ((OLGA,), "Ольга Л. is reading", "Ольга Л. is writing a reply"),
        ((PLAIN, FOURTH), "anna87 and Борис are reading", "anna87 and Борис are writing a reply"),
        ((OLGA, MARIA, PLAIN), "Ольга Л. and 2 others are reading", "Ольга Л. and 2 others are writing a reply"),
    ],
)
def test_one_two_or_many_are_named(people, reading, writing):
    read, written = presence_view(Others(readers=people)), presence_view(Others(writers=people))

    assert (read.reading, read.writing) == (reading, "")
    assert (written.reading, written.writing) == ("", writing)


def test_the_tooltip_has_all_names_in_full():
    view = presence_view(Others(readers=(OLGA, PLAIN), writers=(MARIA,)))

    assert (view.readers, view.writers) == ("Ольга Лебедева, anna87", "Мария Кац")
    assert presence_view(NOBODY).readers == ""


def test_a_row_has_room_for_initials():
    assert row_writing([]) is None
    one, many = row_writing([MARIA]), row_writing([MARIA, OLGA, PLAIN])
    assert (one.short, one.text, one.names) == ("МК is writing", "Мария К. is writing a reply", "Мария Кац")
    assert (many.short, many.names) == ("МК +2 are writing", "Мария Кац, Ольга Лебедева, anna87")


def test_a_name_is_shown_without_what_would_turn_the_line_around():
    view = presence_view(Others(readers=(HOSTILE,)))

    assert "\u202e" not in view.reading and "\u200b" not in view.reading
