"""Rows that nothing makes due any more, until a person says so."""

from datetime import timedelta

from chats.models import History
from chats.problems import Problem
from chats.services import jobs
from chats.services.jobs import aside
from tests.desk_fixture import NOW

BROKEN = Problem(kind="broken", at=NOW, trace="00-1")


def claim(now=NOW):
    return jobs.claim(jobs.due(History.objects.order_by("due_at"), now=now), 10, now=now)


def test_n10_a_row_that_was_set_aside_is_due_again_when_a_person_says_so(history):
    history(1, due_at=None)  # nothing to do there
    history(2, attempts=4)
    (row,) = claim()
    jobs.set_aside(row, BROKEN, lease=row.leased_until)

    assert claim(NOW + timedelta(days=1)) == []
    assert [*aside.those_set_aside(History.objects.all())] == [row]
    assert aside.try_again(History.objects.all(), now=NOW) == 1

    (again,) = claim()
    assert (again.pk, again.attempts) == (row.pk, 1)
