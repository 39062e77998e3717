"""What a reading stores, and what happened to the chat and its history while Market was asked."""

import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from chats.clock import Clock
from chats.models import Chat, History, Reply
from chats.services import jobs
from chats.services.conversation import history, look
from chats.services.conversation.reader import Reading
from chats.services.conversation.settle import make_due
from chats.services.conversation.unreadable import Unreadable
from chats.services.replies.outcome import Submission
from chats.services.replies.send import insert_row
from tests.desk_fixture import NOW, again
from tests.services.conversation.reading import read

LATER = NOW + timedelta(seconds=30)
# Other databases of the same server have locks of their own.
WAITING_HERE = """
SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN (
    SELECT pid FROM pg_locks WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()))
"""


def store(chat: Chat, before: History, *, lease=None) -> History:
    """Stores a reading that found nothing newer than the chat as it was, all messages read."""
    effect = {"read_at": LATER, "complete_upto": chat.updated_at}
    nothing_new = Reading(ended=True)
    state = {"starts_over": False, "before": before, "lease": lease}
    history.store_reading(chat, nothing_new, effect, Unreadable(), **state, now=LATER)
    return History.objects.get()


@pytest.fixture
def before(chat) -> History:
    read(chat)
    return History.objects.get()


def test_a_history_that_is_complete_has_nothing_to_do(chat, before):
    stored = store(again(chat), before)

    assert (stored.due_at, stored.complete_upto) == (None, again(chat).updated_at)


def test_a_chat_that_moves_while_its_history_is_read_leaves_the_history_due(chat, before):
    read_as = again(chat)
    Chat.objects.update(updated_at=LATER)

    stored = store(read_as, before)

    assert stored.due_at == LATER + jobs.SOONEST
    assert look.is_due(again(chat), stored, looking=False, now=stored.due_at)


def test_a_time_that_market_corrects_while_the_history_is_read_leaves_the_history_due(chat, before):
    read_as = again(chat)
    Chat.objects.update(updated_at=read_as.updated_at - timedelta(hours=1))

    stored = store(read_as, before)

    assert (stored.due_at, stored.complete_upto) == (LATER + jobs.SOONEST, None)


def test_a_reply_that_is_settled_while_the_history_is_read_leaves_the_history_due(chat, before):
    make_due(chat.pk, now=LATER - timedelta(seconds=1))

    stored = store(again(chat), before)

    assert (stored.due_at, stored.complete_upto) == (LATER - timedelta(seconds=1), None)


def test_who_lost_the_lease_stores_nothing(chat, before):
    History.objects.update(leased_until=LATER + timedelta(seconds=40))

    stored = store(again(chat), before, lease=LATER)

    assert (stored.read_at, stored.complete_upto) == (before.read_at, before.complete_upto)


def test_while_a_history_is_leased_other_pages_ask_the_database_for_nothing(chat, before, django_assert_num_queries):
    History.objects.update(leased_until=NOW + timedelta(seconds=40), complete_upto=None, due_at=NOW)
    Chat.objects.update(leased_until=NOW + timedelta(seconds=40), due_at=NOW)
    shown = Chat.objects.select_related("history").get()

    with django_assert_num_queries(0):
        look.read_on_if_due(shown, now=NOW)

    assert not jobs.is_due(shown, now=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite locks the whole database")
def test_a_reading_and_a_reply_that_is_settled_never_wait_for_each_other(chat):
    read(chat)
    reader = threading.Thread(target=stores_in_thread, args=[again(chat), History.objects.get()])

    with transaction.atomic():
        # As `settle.make_due` does it, with a reading that comes between its two statements.
        Chat.objects.filter(pk=chat.pk).update(due_at=NOW)
        reader.start()
        wait_until_someone_waits()
        History.objects.filter(pk=chat.pk).update(complete_upto=None, due_at=NOW)
    reader.join()

    assert History.objects.get().complete_upto is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite locks the whole database")
def test_a_reading_and_a_reply_that_begins_never_wait_for_each_other_and_lose_no_wish(chat, agent):
    read(chat)
    reader = threading.Thread(target=stores_in_thread, args=[again(chat), History.objects.get()])
    submission = Submission(agent=agent, chat=chat, clock=Clock(NOW))

    with transaction.atomic():
        # It has the history's row by then, and PostgreSQL looks for the chat's when the transaction ends.
        assert insert_row(submission, Reply(reply_id=uuid4(), text="Здравствуйте"))
        reader.start()
        wait_until_someone_waits()
    reader.join()

    assert History.objects.get().complete_upto is None


def stores_in_thread(chat: Chat, before: History) -> None:
    try:
        store(chat, before)
    finally:
        connection.close()


def wait_until_someone_waits() -> None:
    ends = time.monotonic() + 5
    while time.monotonic() < ends:
        with connection.cursor() as cursor:
            cursor.execute(WAITING_HERE)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("The reading did not wait for the chat's row.")
