from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from chats import database
from chats.models import Chat, ReadMark

BASE_DIR = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.django_db(transaction=True)


def waits_for_the_disk() -> bool:
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous" if sqlite else "SHOW synchronous_commit")
        return cursor.fetchone()[0] == (2 if sqlite else "on")


def test_what_market_brings_back_does_not_wait_for_the_disk_and_all_else_does():
    with database.without_fsync():
        assert not waits_for_the_disk()
    assert waits_for_the_disk()

    with pytest.raises(ZeroDivisionError), database.without_fsync():
        1 / 0  # noqa: B018
    assert waits_for_the_disk()


def test_within_a_transaction_that_waits_for_the_disk_all_does():
    with transaction.atomic(), database.without_fsync():
        assert waits_for_the_disk()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer")
def test_whoever_locks_a_row_keeps_nobody_from_inserting_one_that_refers_to_it(home, known_chat, agent):
    chat = known_chat(home, 310001)

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        assert database.lock(Chat.objects.all()).get() == chat
        inserted = pool.submit(remark, agent, chat)
        assert inserted.result().chat == chat


def remark(agent: User, chat: Chat) -> ReadMark:
    try:
        with database.waiting_at_most(2):
            return ReadMark.objects.create(agent=agent, chat=chat, message_id=1)
    finally:
        connection.close()


def test_rows_are_locked_in_one_way():
    files = [file for folder in ("chats", "dashboard") for file in (BASE_DIR / folder).rglob("*.py")]

    assert [file.name for file in files if ".select_for_update(" in file.read_text()] == ["database.py"]
