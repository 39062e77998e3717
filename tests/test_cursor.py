from uuid import UUID

import pytest
from django.http import QueryDict

from chats.cursor import Cursor
from chats.models import Chat
from tests.desk_fixture import NOW

REPLY = UUID("8f7a2f5e-0d5c-4b8e-9a59-0c1d2e3f4a5b")


@pytest.mark.parametrize(
    "cursor",
    [
        Cursor(version=3, seen_ms=1_795_348_800_000, last=2**63 - 1, tail="a1b2", presence="c3d4", reply=REPLY),
        Cursor(version=0, seen_ms=0),
        Cursor(),
    ],
)
def test_what_a_page_says_is_read_as_it_was_written(cursor):
    assert Cursor.sent(QueryDict(cursor.query)) == cursor


def test_a_cursor_shows_the_chat_until_it_changes_or_is_seen_anew():
    chat = Chat(version=3, seen_at=NOW)
    cursor = Cursor.at(chat, last=7, tail="", reply=None)

    assert cursor.shows(chat)
    assert not cursor.shows(Chat(version=4, seen_at=NOW))
    assert not cursor.shows(Chat(version=3, seen_at=NOW.replace(microsecond=2000)))


@pytest.mark.parametrize("value", ["", "x", "-1", "1.5", "٣", "9" * 40, "0x1", " 1", "\0"])
def test_what_no_page_has_written_is_nothing(value):
    fields = QueryDict(mutable=True)
    fields.update(dict.fromkeys(("v", "seen", "last", "reply"), value))

    assert Cursor.sent(fields) == Cursor()


@pytest.mark.parametrize("last", ["0", str(2**63)])
def test_an_id_that_market_cannot_have_given_is_none(last):
    assert Cursor.sent(QueryDict(f"last={last}")).last is None
