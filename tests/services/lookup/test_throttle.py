from datetime import timedelta

import pytest

from chats.models import Lookup
from chats.services.lookup.throttle import too_fast
from tests.desk_fixture import NOW

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def five_a_minute(settings):
    settings.LOOKUPS_PER_MINUTE = 5


@pytest.fixture
def looked_up(agent):
    def note(*ages, person=agent):
        Lookup.objects.bulk_create(
            [Lookup(agent=person, at=NOW - age * SECOND, number=1, outcome="FOUND") for age in ages]
        )

    return note


def until(agent, numbers=1):
    problem = too_fast(agent, numbers, now=NOW)
    return problem and round((problem.until - NOW) / SECOND)


def test_a_person_who_just_came_may_look_up(agent):
    assert until(agent) is None
    assert until(agent, numbers=5) is None


@pytest.mark.parametrize(
    ("ages", "numbers", "wait"),
    [
        ((50, 40, 30, 20), 1, None),
        ((50, 40, 30, 20), 2, 10),
        ((50, 40, 30, 20), 3, 20),
        ((50, 40, 30, 20, 10), 1, 10),
        ((61, 40, 30, 20, 10), 1, None),
        ((1, 1, 1, 1, 1, 1, 1), 1, 59),
    ],
)
def test_the_wait_ends_when_enough_lookups_are_a_minute_old(agent, looked_up, ages, numbers, wait):
    looked_up(*ages)

    assert until(agent, numbers) == wait


def test_more_numbers_at_once_than_a_minute_has_wait_for_a_calm_minute_and_not_for_ever(agent, looked_up):
    looked_up(10)

    assert until(agent, numbers=10) == 50
    assert too_fast(agent, 10, now=NOW + 51 * SECOND) is None


def test_an_hour_has_ten_full_minutes(agent, looked_up):
    looked_up(*range(100, 3600, 70))

    assert until(agent) == 70  # of the fifty lookups in this hour the oldest has seventy seconds to go


def test_one_persons_lookups_are_not_anothers(agent, boss, looked_up):
    looked_up(*range(10), person=boss)

    assert until(agent) is None


def test_m7_a_clock_that_was_set_back_keeps_nobody_waiting(agent, looked_up):
    looked_up(*(-3600 - number for number in range(10)))

    assert until(agent) is None


def test_it_costs_two_queries_and_reads_no_more_rows_than_the_limit(agent, looked_up, django_assert_num_queries):
    looked_up(*range(60, 3600, 100))

    with django_assert_num_queries(2):
        too_fast(agent, 1, now=NOW)


def test_it_costs_one_query_for_who_looks_up_little(agent, looked_up, django_assert_num_queries):
    looked_up(*range(60, 3600, 1000))

    with django_assert_num_queries(1):
        too_fast(agent, 1, now=NOW)
