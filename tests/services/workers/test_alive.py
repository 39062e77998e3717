"""Whether a worker lives, by its beat."""

from datetime import timedelta

import pytest

from chats.models import Worker
from chats.services import workers
from chats.services.workers.alive import any_alive
from tests.desk_fixture import NOW

SECOND = timedelta(seconds=1)


@pytest.fixture
def worker(db):
    def make(beat_at, name="host:1:x") -> Worker:
        return Worker.objects.create(name=name, started_at=NOW - timedelta(hours=1), beat_at=beat_at, threads=8)

    return make


@pytest.mark.parametrize(
    ("seconds", "lives"),
    [
        (0, True),
        (-39, True),
        (-40, False),
        (30, True),  # of a machine whose clock is ahead
        (3600, False),  # m7: the clock was set back
    ],
)
def test_m7_a_worker_lives_by_a_beat_of_the_last_40_seconds(worker, seconds, lives):
    worker(NOW + seconds * SECOND)

    assert any_alive(now=NOW) is lives


def test_without_any_worker_none_is_alive(db):
    assert not any_alive(now=NOW)


def test_one_that_died_does_not_hide_one_that_lives(worker):
    worker(NOW - timedelta(hours=2), "dead")
    living = worker(NOW)

    assert [*workers.alive(now=NOW)] == [living]
