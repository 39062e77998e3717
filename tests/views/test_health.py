"""`/healthz` and `/readyz`, which anybody may ask."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from chats.models import History, Sync, WebhookEvent, Worker
from chats.services.workers import ready
from tests.desk_fixture import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def worker(db) -> Worker:
    now = timezone.now()
    return Worker.objects.create(name="host:1:secret", started_at=now, beat_at=now, threads=8)


def answer(client) -> tuple[int, str]:
    response = client.get("/readyz")
    return response.status_code, response.text


def test_healthz_says_no_more_than_it_has_to(client, db):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


class GoneDatabase:
    def cursor(self):
        raise OperationalError("secret detail")


def test_healthz_says_when_the_database_is_gone(client, monkeypatch):
    monkeypatch.setattr("chats.views.health.connection", GoneDatabase())

    response = client.get("/healthz")

    assert (response.status_code, response.content) == (503, b"database\n")


def test_readyz_is_ok_while_a_worker_lives_and_nothing_is_late(client, worker):
    assert answer(client) == (200, "ok\n")


def test_readyz_says_that_no_worker_lives_while_healthz_stays_ok(client, worker):
    Worker.objects.update(beat_at=timezone.now() - MINUTE)

    assert answer(client) == (503, "no worker is alive\n")
    assert client.get("/healthz").status_code == 200


@pytest.fixture
def late_work(home, known_chat):
    """Makes one piece of work of a kind that has been due since then."""
    chat = known_chat(home, 310001)
    make = {
        "event": lambda **due: WebhookEvent.objects.create(seller=home, key="1", kind="PING", received_at=NOW, **due),
        "waiting": lambda **due: Sync.objects.create(seller=home, part="WAITING", **due),
        "all": lambda **due: Sync.objects.create(seller=home, part="ALL", **due),
        "history": lambda **due: History.objects.create(chat=chat, **due),
    }

    def due_for(kind: str, seconds: int, **values):
        return make[kind](due_at=timezone.now() - timedelta(seconds=seconds), **values)

    return due_for


@pytest.mark.parametrize(
    ("kind", "seconds", "said"),
    [
        ("event", 125, "work is late\n"),
        ("event", 100, "ok\n"),
        ("waiting", 125, "work is late\n"),
        # After the first start these rightly wait for hours, behind what buyers wait for.
        ("all", 10_000, "ok\n"),
        ("history", 10_000, "ok\n"),
    ],
)
def test_readyz_says_when_what_buyers_wait_for_has_been_due_for_two_minutes(
    client, worker, late_work, kind, seconds, said
):
    late_work(kind, seconds)

    assert answer(client)[1] == said


def test_readyz_counts_nothing_that_somebody_works_on_or_whose_seller_is_switched_off(client, worker, late_work, home):
    row = late_work("event", 500, leased_until=timezone.now() + MINUTE)
    under_way = answer(client)
    row.leased_until = timezone.now()
    row.save()
    home.active = False
    home.save()

    assert under_way == answer(client) == (200, "ok\n")


def test_readyz_says_when_the_database_takes_no_writes(client, worker, monkeypatch):
    def refuse():
        raise OperationalError("attempt to write a readonly database: secret detail")

    monkeypatch.setattr(ready, "take_a_write", refuse)

    assert answer(client) == (503, "the database takes no writes\n")


def test_readyz_names_all_that_is_wrong_and_nothing_that_helps_an_attacker(client, worker, late_work, home):
    Worker.objects.update(beat_at=timezone.now() - MINUTE)
    late_work("event", 500)

    assert answer(client) == (503, "no worker is alive\nwork is late\n")


@pytest.mark.parametrize("version", ["0004_due", "9999_of_the_future"])
def test_o7_readyz_says_that_the_database_is_of_another_version(client, worker, version):
    recorder = MigrationRecorder(connection)
    if version.startswith("9999"):
        recorder.record_applied("chats", version)
    else:
        recorder.record_unapplied("chats", version)

    status, text = answer(client)

    assert (status, version in text) == (503, False)
    assert "version" in text
