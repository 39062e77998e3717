"""The loop claims what is due, in the order of the kinds, and never more of one seller than may be asked at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chats.models import History, Slot, Worker
from chats.services import jobs
from chats.services.upstream import ledger
from chats.worker import tasks
from chats.worker.heart import BEAT
from chats.worker.kinds import Kind
from chats.worker.loop import HELD_UP_SLEEP, LONGEST_SLEEP, Loop
from chats.worker.tasks import LEASE
from tests.desk_fixture import NOW
from tests.worker.conftest import MINUTE, AtOnce, Never

SECOND = timedelta(seconds=1)


@pytest.fixture
def loop(work, settings, monkeypatch):
    """Makes a loop over these kinds, at NOW, whose turns are taken at once or never."""
    monkeypatch.setattr(tasks.timezone, "now", lambda: NOW)
    loops = []

    def make(kinds=None, pool=AtOnce, threads=8, at_once=64):
        settings.WORK_THREADS, settings.WORK_AT_ONCE = threads, at_once
        loop = Loop(kinds or (work.kind,), clock=lambda: NOW)
        loop.turns.pool.shutdown()
        loop.turns.pool = pool()
        loops.append(loop)
        return loop

    yield make
    for loop in loops:
        loop.ear.close()


def under_way(loop):
    return [turn.pk for turn in loop.turns.turns]


def test_what_is_due_is_done_longest_due_first_and_the_rest_is_slept_for(loop, work, history):
    late = history(1, due_at=NOW + 2 * SECOND)
    second, first = history(2, due_at=NOW - MINUTE), history(3, due_at=NOW - 2 * MINUTE)

    loop = loop()

    assert (loop.round(NOW)[0], work.taken) == (2, [first.pk, second.pk])
    assert loop.round(NOW) == (0, 2 * SECOND)
    assert History.objects.get(pk=late.pk).leased_until < NOW


def test_with_nothing_due_it_sleeps_for_five_seconds_and_writes_nothing(loop, history, django_assert_num_queries):
    history(due_at=None)
    history(2, due_at=NOW + MINUTE)
    loop = loop()

    with django_assert_num_queries(2):  # the slots, and the one kind
        assert loop.round(NOW) == (0, LONGEST_SLEEP)


def test_kinds_are_claimed_in_their_order_while_there_are_threads(loop, work, home, tech, history):
    news, old = history(1, due_at=NOW), history(2, seller=tech, due_at=NOW - MINUTE)

    def of(row, name):
        return Kind(name=name, due=lambda *, now: work.due(now=now).filter(pk=row.pk), turn=work.take, seller=None)

    loop = loop([of(news, "news"), of(old, "old")], Never, threads=1)

    assert loop.round(NOW) == (1, LONGEST_SLEEP)
    assert under_way(loop) == [news.pk]


def test_no_more_than_two_turns_of_a_seller_are_begun_and_others_come_instead(loop, home, tech, history):
    burst = [history(number) for number in range(1, 71)]  # more than are looked at together
    other = history(99, seller=tech, due_at=NOW)
    loop = loop(pool=Never)

    assert loop.round(NOW) == (3, LONGEST_SLEEP)
    assert under_way(loop) == [burst[0].pk, burst[1].pk, other.pk]
    assert loop.round(NOW) == (0, LONGEST_SLEEP)

    loop.turns.pool.begun[0].set_result(True)

    assert loop.round(NOW)[0] == 1
    assert under_way(loop) == [burst[1].pk, other.pk, burst[2].pk]


def test_a_seller_of_whom_two_slots_are_leased_is_left_alone_without_spinning(loop, work, home, tech, history):
    history(1)
    free = history(2, seller=tech)
    for number in (1, 2):
        Slot.objects.create(seller=home, number=number, leased_until=NOW + 10 * SECOND)
    loop = loop()

    assert loop.round(NOW) == (1, HELD_UP_SLEEP)
    assert work.taken == [free.pk]
    assert loop.round(NOW + ledger.SLOT_LEASE)[0] == 1


def test_two_loops_share_the_rows_and_take_none_twice(loop, home, tech, history):
    rows = [history(number, seller=seller) for number, seller in enumerate((home, home, tech, tech), start=1)]
    first, second = loop(pool=Never, threads=3), loop(pool=Never)

    assert (first.round(NOW)[0], second.round(NOW)[0]) == (3, 1)
    assert sorted(under_way(first) + under_way(second)) == sorted(row.pk for row in rows)


def test_a_row_whose_worker_died_is_claimed_again_when_its_lease_is_over(loop, work, history):
    row = history()
    jobs.claim(work.due(now=NOW), 1, now=NOW, lease=LEASE)
    loop = loop()

    assert loop.round(NOW + LEASE - SECOND)[0] == 0
    assert loop.round(NOW + LEASE)[0] == 1
    assert work.taken == [row.pk]


def test_m7_rows_and_leases_of_a_clock_that_was_set_back_hold_nothing_up(loop, work, history):
    far_due = history(1, due_at=NOW + timedelta(days=1))
    far_leased = history(2, leased_until=NOW + timedelta(days=1))

    assert loop().round(NOW)[0] == 2
    assert sorted(work.taken) == sorted([far_due.pk, far_leased.pk])


def test_n10_a_poisoned_row_and_a_broken_kind_hold_up_nobody(loop, work, home, history, caplog):
    poison, good = history(1, due_at=NOW - 2 * MINUTE), history(2)

    def turn(row):
        if row.pk == poison.pk:
            raise KeyError

    def broken(*, now):
        raise RuntimeError

    work.turn = turn
    nothing = Kind(name="broken", due=broken, turn=work.take, seller=None)

    assert loop([nothing, work.kind]).round(NOW)[0] == 2
    assert History.objects.get(pk=good.pk).due_at is None
    assert History.objects.get(pk=poison.pk).due_at > NOW
    assert "due of broken" in caplog.text


def test_rows_that_are_due_now_are_found_behind_many_that_are_due_soon(loop, work, tech, history):
    for number in range(1, 66):
        history(number, due_at=NOW + SECOND)
    due = history(99, seller=tech)
    kind = replace(work.kind, due=lambda *, now: work.due(now=now).order_by("-due_at"))

    loop([kind]).round(NOW)

    assert work.taken == [due.pk]


class Engine:
    """A backend that takes tasks over and does nothing."""

    def __init__(self):
        self.taken = []

    def enqueue(self, *values):
        self.taken.append(values)
        return self

    is_finished = False


def test_another_engine_is_given_no_more_rows_than_it_may_have_in_hand(loop, work, home, tech, history, monkeypatch):
    rows = [history(number, seller=seller) for number, seller in enumerate((home, home, tech, tech), start=1)]
    engine = Engine()
    monkeypatch.setattr("chats.worker.under_way.perform", engine)
    loop = loop(at_once=3)

    assert (loop.round(NOW)[0], loop.round(NOW)[0]) == (3, 0)
    assert [(kind, pk) for kind, pk, _ in engine.taken] == [("history", row.pk) for row in rows[:3]]

    done = History.objects.get(pk=rows[0].pk)
    jobs.finish(done, None, lease=done.leased_until)

    begun, sleep = loop.round(NOW)
    assert (begun, sleep < SECOND) == (1, True)
    assert loop.round(NOW + LEASE)[0] == 3  # it lost them all: they are handed over again


def test_an_engine_that_is_away_costs_the_rows_nothing(loop, history, monkeypatch, caplog):
    history(attempts=2)

    class Away:
        def enqueue(self, *values):
            raise ConnectionError("redis://user:secret@host")

    monkeypatch.setattr("chats.worker.under_way.perform", Away())

    loop().round(NOW)

    row = History.objects.get()
    assert (row.attempts, row.problem_kind, row.leased_until < NOW) == (2, "", True)
    assert "ConnectionError" in caplog.text and "secret" not in caplog.text


def test_it_beats_every_ten_seconds_and_clears_away_who_died_long_ago(loop, home):
    for name, beat in (("dead", NOW - timedelta(hours=2)), ("ahead", NOW + MINUTE * 5), ("alive", NOW - 5 * SECOND)):
        Worker.objects.create(name=name, started_at=beat, beat_at=beat, threads=1)
    loop = loop()

    sleep = loop.step()
    loop.step()

    mine = Worker.objects.get(name=loop.heart.name)
    assert (mine.beat_at, mine.threads, sleep) == (NOW, 8, LONGEST_SLEEP)
    assert {worker.name for worker in Worker.objects.all()} == {"alive", mine.name}
    assert SECOND < loop.heart.due_in <= BEAT
    loop.heart.stop()
    assert [worker.name for worker in Worker.objects.all()] == ["alive"]


def test_it_rests_while_the_database_is_of_another_version(loop, work, history, monkeypatch, caplog):
    history()
    unfit = "chats.worker.loop.schema.misfit"
    loop = loop()
    with monkeypatch.context() as patched:
        patched.setattr(unfit, type("Unfit", (), {"advice": "Update the desk."}))
        assert (loop.step(), loop.step()) == (SECOND, SECOND)
    assert (work.taken, Worker.objects.count(), caplog.text.count("Update the desk.")) == ([], 0, 1)

    loop.step()

    assert len(work.taken) == 1


def test_a_worker_that_is_stopped_claims_nothing_more_and_waits_for_its_turns(loop, work, history):
    history()
    loop = loop()
    loop.stop()

    assert loop.run()
    assert work.taken == []
