import pytest
from django.db import connection, transaction

from chats import database

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
