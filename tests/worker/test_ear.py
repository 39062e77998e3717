"""What wakes a worker: its bell, a commit of anybody's on SQLite, `jobs.wake` on PostgreSQL, and at last the time."""

import threading
import time

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from chats.models import Worker
from chats.services import jobs
from chats.worker.ear import ear

pytestmark = pytest.mark.django_db(transaction=True)
LONG = 20.0  # seconds, of which none is waited for when it works


@pytest.fixture
def listening():
    one = ear()
    one.wait(0.01)  # the first time it rings for what came before
    yield one
    one.close()


def woken(listening) -> bool:
    """Whether it is woken before its time."""
    began = time.monotonic()
    listening.wait(LONG)
    return time.monotonic() - began < LONG / 2


def elsewhere(work):
    """Does the work on a connection of its own."""

    def run():
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def commit():
    with transaction.atomic():
        Worker.objects.create(name="someone", started_at=timezone.now(), beat_at=timezone.now(), threads=1)
        jobs.wake()


def test_its_bell_wakes_it_also_when_it_rang_before(listening):
    listening.ring()
    assert woken(listening)

    threading.Timer(0.05, listening.ring).start()
    assert woken(listening)


def test_a_bell_that_rings_as_the_time_runs_out_is_heard_the_next_time(listening, monkeypatch):
    def too_late(_seconds: float) -> list[object]:
        listening.ring()
        return []

    with monkeypatch.context() as patch:
        patch.setattr(listening.selector, "select", too_late)
        assert not listening.rung_within(0)

    assert listening.rung_within(0)


def test_what_someone_else_has_committed_wakes_it(listening):
    elsewhere(commit)

    assert woken(listening)


def test_it_is_woken_once_for_what_was_committed_before_and_then_sleeps(listening):
    elsewhere(commit)
    woken(listening)
    began = time.monotonic()

    listening.wait(0.1)

    assert time.monotonic() - began >= 0.1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection that could be lost")
def test_m9_a_lost_connection_is_made_again(listening):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [listening.database.connection.info.backend_pid])
    for _ in range(3):  # notices, makes a new one, rings
        listening.wait(0.01)
    elsewhere(commit)

    assert woken(listening)


@pytest.mark.skipif(connection.vendor == "postgresql", reason="only SQLite's workers see every commit")
def test_nothing_is_said_to_the_server_where_there_is_none(django_assert_num_queries):
    with django_assert_num_queries(0):
        jobs.wake()
