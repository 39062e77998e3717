"""One turn on a claimed row: under its lease or not at all, and whatever goes wrong stays with that row."""

import logging
from datetime import timedelta

import pytest
from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from chats import schema
from chats.market.errors import Broken, RateLimited
from chats.models import History
from chats.models.due import LONG_AGO
from chats.problems import BUSY, CIRCUIT_OPEN, FAILED, NO_TOKEN, RESERVE, NotNow
from chats.services import jobs
from chats.worker import tasks
from chats.worker.tasks import LEASE, MOST_CLAIMS, MOST_FAILURES
from tests.desk_fixture import NOW

SECOND = timedelta(seconds=1)
BUYER = "a buyer’s words"


def claimed(work, now=NOW):
    (row,) = jobs.claim(work.due(now=now), 1, now=now, lease=LEASE)
    return row


def turn(work, now=NOW):
    row = claimed(work, now)
    tasks.take_turn(work.kind, row.pk, row.leased_until, now=now)
    return History.objects.get(pk=row.pk)


def failing(error):
    def turn(row):
        raise error

    return turn


def test_a_turn_works_on_the_row_under_its_lease(work, history):
    row = history()

    kept = turn(work)

    assert work.taken == [row.pk]
    assert (kept.due_at, kept.leased_until, kept.attempts, kept.read_at is None) == (None, LONG_AGO, 0, False)


def test_a_task_that_comes_late_or_twice_does_nothing(work, history):
    history()
    first = claimed(work)
    tasks.take_turn(work.kind, first.pk, first.leased_until, now=NOW + LEASE)
    second = claimed(work, NOW + LEASE)
    tasks.take_turn(work.kind, first.pk, first.leased_until, now=NOW + LEASE)
    assert work.taken == []

    for _ in range(2):
        tasks.take_turn(work.kind, second.pk, second.leased_until, now=NOW + LEASE)

    assert work.taken == [second.pk]


def test_a_row_that_is_gone_is_no_error(work, history, caplog):
    row = history()
    lease = claimed(work).leased_until
    row.delete()

    tasks.take_turn(work.kind, row.pk, lease, now=NOW)

    assert (work.taken, caplog.records) == ([], [])


def test_a_lease_that_is_nearly_over_is_renewed_before_a_call_begins(work, history):
    history()
    row = claimed(work)
    seen = []
    work.turn = lambda row: seen.append(row.leased_until)

    tasks.take_turn(work.kind, row.pk, row.leased_until, now=NOW + 10 * SECOND)

    assert seen == [NOW + 10 * SECOND + LEASE]
    assert History.objects.get().due_at is None  # finished under the new lease


@pytest.mark.parametrize("kind", [BUSY, RESERVE, CIRCUIT_OPEN, NO_TOKEN])
def test_a_call_that_the_desk_holds_back_puts_the_row_off_and_counts_for_nothing(work, history, kind):
    history(attempts=3)
    until = None if kind == NO_TOKEN else NOW + 40 * SECOND
    work.turn = failing(NotNow(kind, until))

    kept = turn(work)

    soonest = until or NOW + timedelta(minutes=1)
    assert soonest <= kept.due_at < soonest + 5 * SECOND
    assert (kept.attempts, kept.leased_until) == (3, LONG_AGO)
    assert kept.problem_kind == ("" if kind in {BUSY, RESERVE} else kind)


def test_a_row_is_never_put_off_further_than_its_kind_may_be(work, history):
    history()
    work.turn = failing(NotNow(CIRCUIT_OPEN, NOW + timedelta(days=30)))

    kept = turn(work)

    assert kept.due_at <= NOW + History.longest_wait + 5 * SECOND


def test_an_error_of_market_puts_off_with_growing_pauses_and_never_sets_aside(work, history):
    history()
    work.turn = failing(Broken("getChatHistory", 500))
    pauses, now = [], NOW

    for _ in range(9):
        kept = turn(work, now)
        pauses.append((kept.due_at - now).total_seconds() // 1)
        now = kept.due_at

    assert pauses == [10, 20, 40, 80, 160, 320, 640, 900, 900]
    assert kept.problem_kind == "broken"


def test_a_night_without_market_sets_nothing_aside(work, history):
    history()
    work.turn = failing(Broken("getChatHistory", 500))
    now = NOW

    for _ in range(2 * MOST_CLAIMS):
        now = turn(work, now).due_at

    assert len(work.taken) == 2 * MOST_CLAIMS


def test_a_limit_that_market_names_is_waited_for(work, history):
    history()
    limited = RateLimited("getChatHistory", 420, kind="hourly_limit")
    limited.until = NOW + timedelta(minutes=20)
    work.turn = failing(limited)

    assert turn(work).due_at == NOW + timedelta(minutes=20)


def test_n10_a_row_that_always_fails_is_set_aside_after_five_tries(work, history, caplog):
    history()
    work.turn = failing(KeyError(BUYER))
    now = NOW

    for _ in range(MOST_FAILURES):
        assert History.objects.get().due_at is not None
        kept = turn(work, now)
        now = kept.due_at or now

    assert len(work.taken) == MOST_FAILURES
    assert (kept.due_at, kept.problem_kind, kept.leased_until) == (None, FAILED, LONG_AGO)
    assert "tests/worker/test_tasks.py:" in kept.problem_trace
    assert "KeyError" in caplog.text and "tests/worker/test_tasks.py:" in caplog.text
    assert BUYER not in caplog.text + kept.problem_trace


def test_a_first_failure_of_our_own_after_many_of_markets_is_tried_again(work, history):
    history(attempts=8, problem_kind="broken", problem_at=NOW)
    work.turn = failing(KeyError())

    assert turn(work).due_at is not None


def test_n10_a_row_that_ends_every_process_that_begins_it_is_set_aside_unseen(work, history, caplog):
    history(attempts=MOST_CLAIMS)

    kept = turn(work)

    assert (work.taken, kept.due_at, kept.problem_kind) == ([], None, FAILED)
    assert "never ended" in caplog.text


@pytest.mark.parametrize("error", [OperationalError("database is locked"), ProgrammingError("no such column")])
def test_a_database_that_is_away_or_of_another_version_is_no_fault_of_the_row(
    work, history, monkeypatch, error, caplog
):
    history()
    work.turn = failing(error)
    monkeypatch.setattr(schema, "misfit", lambda: schema.Misfit(lacking=("chats.0099",), unknown=()))

    with caplog.at_level(logging.WARNING):
        kept = turn(work)

    assert (kept.due_at, kept.problem_kind, kept.leased_until) == (NOW - timedelta(minutes=1), "", NOW + LEASE)
    assert "does not answer" in caplog.text


def test_a_turn_that_lost_its_lease_puts_nothing_off(work, history):
    row = history()

    def turn_of_a_slow_process(_):
        History.objects.update(leased_until=NOW + timedelta(hours=1))  # another's by now
        raise KeyError

    work.turn = turn_of_a_slow_process

    turn(work)

    row.refresh_from_db()
    assert (row.problem_kind, row.leased_until) == ("", NOW + timedelta(hours=1))


def test_the_task_finds_its_kind_by_name_and_speaks_json(work, history):
    row = history(due_at=timezone.now() - SECOND)
    (claimed,) = jobs.claim(work.due(now=timezone.now()), 1, now=timezone.now(), lease=LEASE)

    result = tasks.perform.enqueue("history", row.pk, claimed.leased_until.isoformat())

    assert result.is_finished and not result.errors
    assert work.taken == [row.pk]
