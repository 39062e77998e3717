"""Work that recurs by itself stands in rows like any other, which the worker makes."""

from datetime import timedelta

import pytest

from chats.models import Upkeep
from chats.worker import tasks
from chats.worker.kinds import KINDS, Kind
from chats.worker.loop import Loop
from tests.desk_fixture import NOW
from tests.worker.conftest import AtOnce


@pytest.fixture
def loop(db, monkeypatch):
    monkeypatch.setattr(tasks.timezone, "now", lambda: NOW)
    loops = []

    def make(*kinds) -> Loop:
        monkeypatch.setattr(tasks, "KINDS", kinds)
        loop = Loop(kinds, clock=lambda: NOW)
        loop.turns.pool.shutdown()
        loop.turns.pool = AtOnce()
        loops.append(loop)
        return loop

    yield make
    for one in loops:
        one.ear.close()


def test_the_worker_makes_the_rows_with_its_first_beat_and_when_it_runs_once(loop, work):
    made = []
    kind = Kind(name="recurring", due=work.due, turn=work.take, seller=None, prepare=lambda *, now: made.append(now))

    loop(kind).step()
    loop(kind).run_dry()

    assert made == [NOW, NOW]


def test_the_worker_keeps_house(loop):
    [upkeep] = [kind for kind in KINDS if kind.name == "upkeep"]

    loop(upkeep).step()

    row = Upkeep.objects.get(name="prune")
    assert row.ran_at is not None and row.ran_at - NOW < timedelta(minutes=1)
    assert (row.due_at, row.attempts) == (row.ran_at + timedelta(hours=1), 0)
