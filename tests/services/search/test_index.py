"""The index is where the messages are: it gets and loses them in the same transactions."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection, transaction

from chats.models import Chat, Message, SearchBackfill, SearchEntry
from chats.services import search
from chats.services.search import index
from tests.conversation_fixture import message
from tests.desk_fixture import NOW

pytestmark = pytest.mark.django_db
MOMENTS = (
    datetime(2026, 11, 22, 12, 0, tzinfo=UTC),
    datetime(2026, 11, 22, 12, 0, 0, 1, tzinfo=UTC),
    datetime(2026, 11, 22, 12, 59, 59, 999_999, tzinfo=UTC),
    datetime(2026, 11, 22, 1, 0, tzinfo=timezone(timedelta(hours=3))),
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(1, 1, 2, tzinfo=UTC),
    datetime(9999, 12, 31, tzinfo=UTC),
)


@pytest.mark.parametrize("at", MOMENTS, ids=str)
def test_a_message_of_any_time_is_found_and_leaves_nothing_behind(say, found, at):
    say("Посылка", at=at)
    assert found("посылка") == ["Посылка"]

    Message.objects.all().delete()

    assert SearchEntry.objects.count() == 0
    assert terms_left() == []


def test_deleting_one_message_leaves_the_others(say, found):
    one, _other = say("Первая посылка"), say("Вторая посылка")

    one.delete()

    assert found("посылка") == ["Вторая посылка"]
    assert found("первая") == []


def test_deleting_a_seller_leaves_nothing(say, home):
    say("Посылка")

    home.delete()

    assert (SearchEntry.objects.count(), terms_left()) == (0, [])


def test_a_message_that_is_rolled_back_is_not_in_the_index(say, found):
    with pytest.raises(RuntimeError), transaction.atomic():
        say("Посылка")
        assert found("посылка")
        raise RuntimeError

    assert (found("посылка"), terms_left()) == ([], [])


def test_a_message_without_words_needs_no_entry(say):
    say("")
    say("👍 …")

    assert SearchEntry.objects.count() == 0


@pytest.fixture
def older(chat, monkeypatch) -> list[Message]:
    """Five messages from before there was an index, in batches of two."""
    monkeypatch.setattr(index, "BATCH", 2)
    told = [message(chat, number, text=f"Посылка {number}", at=NOW - timedelta(days=number)) for number in range(1, 6)]
    SearchBackfill.objects.create(below=told[-1].pk + 1, total=told[-1].pk + 1)
    return told


def test_messages_from_before_the_index_come_into_it_newest_first(older, found):
    assert (search.index_one_batch(), len(found("посылка"))) == ((2, True), 2)
    assert found("посылка") == ["Посылка 4", "Посылка 5"]
    assert 0 < search.backfill().share < 1

    assert [search.index_one_batch() for _ in range(3)] == [(2, True), (1, False), (0, False)]

    assert len(found("посылка")) == 5
    assert search.backfill() is None


def test_a_batch_that_fails_is_done_again(older, found, monkeypatch):
    monkeypatch.setattr(index, "terms_of", lambda text: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        search.index_one_batch()
    monkeypatch.undo()

    while search.index_one_batch()[1]:
        pass

    assert len(found("посылка")) == 5


def test_what_is_stored_meanwhile_is_found_once(older, say, found):
    search.index_one_batch()
    said = say("Новая посылка", message_id=9)
    SearchBackfill.objects.update(below=said.pk + 1)  # as where the index was emptied while this was being stored

    while search.index_one_batch()[1]:
        pass

    assert sorted(found("посылка")) == sorted(["Новая посылка", *(f"Посылка {number}" for number in range(1, 6))])


def test_the_index_can_be_made_afresh(older, say, found):
    while search.index_one_batch()[1]:
        pass

    search.begin_afresh()
    assert found("посылка") == []
    while search.index_one_batch()[1]:
        pass

    assert len(found("посылка")) == 5


def test_an_empty_desk_has_nothing_to_index(db):
    search.begin_afresh()

    assert search.backfill() is None
    assert search.index_one_batch() == (0, False)


def test_a_name_of_another_seller_stays_with_its_chat(say, chat):
    said = say("Посылка")

    entry = SearchEntry.objects.get()

    assert (entry.message_id, entry.seller_id, entry.sender) == (said.pk, chat.seller_id, "CUSTOMER")
    assert Chat.objects.get(messages=entry.message_id) == chat


def terms_left() -> list[str]:
    """What the index itself still knows, beside its rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.left USING fts5vocab(main, chats_searchentry, row)")
            cursor.execute("SELECT term FROM temp.left")
        else:
            cursor.execute("SELECT word FROM ts_stat('SELECT terms FROM chats_searchentry')")
        return [term for (term,) in cursor.fetchall()]
