"""Rows that are due: claimed by one at a time, finished once, and never held up by a clock or a process that died."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from chats.models import History
from chats.models.due import LONG_AGO
from chats.problems import Problem
from chats.services import jobs
from chats.services.jobs.leases import LEASE, LONGEST_LEASE
from tests.desk_fixture import NOW

SECOND = timedelta(seconds=1)
BROKEN = Problem(kind="broken", at=NOW, trace="00-1")


def claim(now=NOW, most=10, **options):
    return jobs.claim(jobs.due(History.objects.order_by("due_at"), now=now), most, now=now, **options)


@pytest.mark.parametrize(
    ("due_at", "is_due"),
    [
        (None, False),
        (NOW - SECOND, True),
        (NOW, True),
        (NOW + SECOND, False),
        (NOW + timedelta(hours=2), False),
        (NOW + timedelta(hours=3), True),  # no row is put so far ahead: the clock was set back
    ],
)
def test_a_row_is_due_from_its_time_on_and_when_a_clock_was_set_back(history, due_at, is_due):
    row = history(due_at=due_at)

    assert jobs.is_due(row, now=NOW) == is_due
    assert [*jobs.due(History.objects.all(), now=NOW)] == [row] * is_due


def test_a_claim_takes_the_first_rows_that_nobody_holds_and_counts_the_attempt(history):
    rows = [history(number, due_at=NOW - number * SECOND) for number in (1, 2, 3)]

    first, second = claim(most=2), claim(most=2)

    assert first == [rows[2], rows[1]]
    assert second == [rows[0]]
    assert claim() == []
    assert {(row.leased_until, row.attempts) for row in History.objects.all()} == {(NOW + LEASE, 1)}
    assert [(row.leased_until, row.attempts) for row in first] == [(NOW + LEASE, 1)] * 2


def test_a_lease_that_has_run_out_is_taken_over(history):
    row = history()
    claim()

    assert claim(NOW + LEASE - SECOND) == []
    assert claim(NOW + LEASE) == [row]
    assert History.objects.get().attempts == 2


def test_a_lease_of_a_clock_that_was_set_back_holds_nothing_up(history):
    row = history(leased_until=NOW + LONGEST_LEASE + timedelta(minutes=2))

    assert claim() == [row]


def test_a_lease_longer_than_any_is_refused(history):
    history()

    with pytest.raises(ValueError, match="longer than"):
        claim(lease=LONGEST_LEASE + SECOND)


def test_a_row_that_fails_for_months_can_still_be_claimed(history):
    row = history(attempts=2**15)

    assert claim() == [row]
    assert History.objects.get().attempts == 2**15 + 1


def test_a_row_that_someone_works_on_is_not_due_to_those_who_have_loaded_it(history):
    history()
    (row,) = claim()

    assert (jobs.is_due(row, now=NOW), jobs.is_free(row, now=NOW)) == (False, False)
    assert (jobs.is_due(row, now=NOW + LEASE), jobs.is_free(row, now=NOW + LEASE)) == (True, True)


def test_finishing_says_when_again_ends_the_lease_and_forgets_the_problem(history):
    history(problem_kind="broken", problem_at=NOW, attempts=3)
    (row,) = claim()

    assert jobs.finish(row, NOW + timedelta(minutes=5), lease=row.leased_until, read_at=NOW)

    kept = History.objects.get()
    assert (kept.due_at, kept.leased_until, kept.attempts) == (NOW + timedelta(minutes=5), LONG_AGO, 0)
    assert (kept.read_at, kept.problem) == (NOW, None)
    assert (row.due_at, row.read_at, row.problem) == (kept.due_at, kept.read_at, None)


def test_a_problem_stays_beside_the_row_with_the_count_of_attempts(history):
    history(attempts=3)
    (row,) = claim()

    jobs.finish(row, jobs.next_try(BROKEN, now=NOW), lease=row.leased_until, problem=BROKEN)

    kept = History.objects.get()
    assert (kept.problem, kept.attempts, kept.due_at) == (BROKEN, 4, NOW + timedelta(seconds=30))


def test_a_row_without_a_next_time_is_set_aside_until_something_makes_it_due(history):
    history()
    (row,) = claim()

    jobs.finish(row, None, lease=row.leased_until, problem=BROKEN)

    assert claim(NOW + timedelta(days=1)) == []
    assert History.objects.get().problem == BROKEN


def test_who_lost_the_lease_changes_nothing_any_more(history):
    history()
    (late,) = claim()
    (owner,) = claim(NOW + LEASE)

    assert not jobs.finish(late, None, lease=late.leased_until, read_at=NOW)

    kept = History.objects.get()
    assert (kept.leased_until, kept.read_at, kept.due_at) == (owner.leased_until, None, NOW - timedelta(minutes=1))
    assert jobs.finish(owner, None, lease=owner.leased_until, read_at=NOW)
    assert not jobs.finish(late, NOW, lease=late.leased_until)


def test_a_person_out_of_turn_is_heard_and_leaves_the_lease_to_its_owner(history):
    asked = history()
    (owner,) = claim()

    assert jobs.finish(asked, NOW + timedelta(minutes=5), lease=None, read_at=NOW)

    kept = History.objects.get()
    assert (kept.leased_until, kept.read_at) == (owner.leased_until, NOW)
    assert jobs.finish(owner, None, lease=owner.leased_until)


@pytest.mark.parametrize(
    ("until", "next_at"), [(None, 30), (NOW + SECOND, 5), (NOW + timedelta(seconds=40), 40), (NOW - SECOND, 5)]
)
def test_the_next_try_is_when_the_problem_says_but_not_at_once(until, next_at):
    assert jobs.next_try(Problem(kind="busy", at=NOW, until=until), now=NOW) == NOW + timedelta(seconds=next_at)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_claim_at_once_each_row_goes_to_one(history):
    rows = [history(number) for number in range(1, 9)]
    claimed, together = [], threading.Barrier(4)

    def work() -> None:
        together.wait()
        try:
            while found := claim(most=1):
                claimed.extend(found)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(row.pk for row in claimed) == sorted(row.pk for row in rows)


def test_a_row_that_is_put_off_keeps_what_it_knew_and_counts_only_where_it_is_at_fault(history):
    history(problem_kind="broken", problem_at=NOW, problem_trace="00-1", attempts=3)
    (row,) = claim()

    assert jobs.put_off(row, NOW + SECOND, lease=row.leased_until, counted=False)

    kept = History.objects.get()
    assert (kept.due_at, kept.leased_until, kept.attempts, kept.problem) == (NOW + SECOND, LONG_AGO, 3, BROKEN)

    (row,) = claim(NOW + SECOND)
    slow = Problem(kind="slow", at=NOW)
    assert jobs.put_off(row, NOW + 2 * SECOND, lease=row.leased_until, problem=slow)

    kept = History.objects.get()
    assert (kept.due_at, kept.attempts, kept.problem) == (NOW + 2 * SECOND, 4, slow)


def test_who_lost_the_lease_neither_puts_off_nor_renews_nor_sets_aside(history):
    history()
    (late,) = claim()
    (owner,) = claim(NOW + LEASE)
    lost = late.leased_until

    assert not jobs.put_off(late, NOW + timedelta(hours=1), lease=lost)
    assert not jobs.renew(late, lease=lost, now=NOW + LEASE)
    assert not jobs.set_aside(late, BROKEN, lease=lost)

    kept = History.objects.get()
    assert (kept.leased_until, kept.due_at, kept.problem) == (owner.leased_until, owner.due_at, None)


def test_a_lease_that_is_renewed_ends_later_and_is_carried_on(history):
    history()
    (row,) = claim()
    first = row.leased_until

    assert jobs.renew(row, lease=first, now=NOW + 30 * SECOND, by=20 * SECOND)

    assert History.objects.get().leased_until == row.leased_until == NOW + 50 * SECOND
    assert not jobs.finish(row, None, lease=first)
    assert jobs.finish(row, None, lease=row.leased_until)
