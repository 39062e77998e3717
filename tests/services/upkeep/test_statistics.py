"""SQLite's planner knows how many chats there are."""

import pytest
from django.db import connection

from chats.models import Chat
from chats.services.upkeep import statistics

pytestmark = pytest.mark.django_db(transaction=True)
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps its own statistics")


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(statistics, "FEW", 3)


@pytest.fixture
def chats(home, known_chat):
    numbers = iter(range(1, 1_000))

    def make(count: int) -> None:
        for _ in range(count):
            known_chat(home, next(numbers), campaign_id=1)

    yield make
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sqlite_stat1" if "sqlite_stat1" in statistics.sqlite_tables() else "SELECT 1")


@on_sqlite
def test_they_are_made_when_there_are_enough_chats_and_again_when_these_have_doubled(few, chats):
    chats(2)
    assert not statistics.refresh()
    chats(3)
    assert statistics.refresh()
    assert statistics.chats_when_made() == 5
    chats(4)
    assert not statistics.refresh()
    chats(1)
    assert statistics.refresh()
    Chat.objects.filter(chat_id__gt=5).delete()
    assert statistics.refresh()


@on_sqlite
def test_no_connection_is_kept_that_does_not_know_them():
    assert 0 < connection.settings_dict["CONN_MAX_AGE"] <= 3600


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite needs them made")
def test_postgresql_keeps_its_own(few, chats):
    chats(5)

    assert not statistics.refresh()
