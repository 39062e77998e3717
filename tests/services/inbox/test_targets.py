"""How long a chat has waited by its seller's target, which counts working hours only."""

from datetime import UTC, datetime, time, timedelta

import pytest

from chats.models import Seller
from chats.services.inbox.targets import MOSCOW, Patience, overdue_since, target_of, turns_of, working_time

HOUR = timedelta(hours=1)


def at(hour: int, minute: int = 0, *, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW)


def patience(by: Seller, since: datetime, *, now: datetime) -> Patience:
    return turns_of(target_of(by), since).patience(now)


def seller(**details) -> Seller:
    return Seller(**{"answer_within": 60, "works_from": time(9), "works_until": time(21), **details})


@pytest.mark.parametrize(
    ("since", "now", "hours"),
    [
        (at(10), at(12), 2),
        (at(10), at(12).astimezone(UTC), 2),
        (at(7), at(10), 1),
        (at(20), at(23), 1),
        (at(22), at(8, day=24), 0),
        (at(20), at(10, day=24), 2),
        (at(0), at(0, day=26), 36),
        (at(12), at(10), 0),
    ],
)
def test_working_time_is_what_lies_within_the_hours(since, now, hours):
    assert working_time(seller(), since, now) == hours * HOUR


@pytest.mark.parametrize(
    ("works", "since", "now", "hours"),
    [
        ((time(0), time(0)), at(22), at(8, day=24), 10),  # around the clock
        ((time(20), time(4)), at(19), at(5, day=24), 8),  # past midnight
        ((time(20), time(4)), at(3), at(21), 2),
    ],
)
def test_hours_may_run_past_midnight_or_around_the_clock(works, since, now, hours):
    by = seller(works_from=works[0], works_until=works[1])

    assert working_time(by, since, now) == hours * HOUR


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, Patience.FINE), (44, Patience.FINE), (45, Patience.NEAR), (60, Patience.OVER)]
)
def test_three_quarters_of_the_target_are_near(minutes, said):
    assert patience(seller(), at(12), now=at(12) + timedelta(minutes=minutes)) == said


def test_a_night_costs_no_patience():
    assert patience(seller(), at(20, 50), now=at(9, 20, day=24)) == Patience.FINE
    assert patience(seller(), at(20, 50), now=at(9, 50, day=24)) == Patience.OVER


@pytest.mark.parametrize("works", [(9, 21), (20, 4), (0, 0), (9, 10), (23, 1)])
@pytest.mark.parametrize("minutes", [1, 60, 300, 1500])
@pytest.mark.parametrize("since", [at(0), at(8, 59), at(20, 30), at(3, 59), at(23, 59)])
def test_a_wait_turns_when_the_working_time_reaches_the_target(works, minutes, since):
    by = seller(answer_within=minutes, works_from=time(works[0]), works_until=time(works[1]))

    for share, moment in zip((0.75, 1), turns_of(target_of(by), since), strict=True):
        amount, tick = timedelta(minutes=minutes) * share, timedelta(microseconds=1)
        if moment - since < timedelta(days=14):  # working_time looks back no further
            assert working_time(by, since, moment) == amount
            assert working_time(by, since, moment - tick) < amount


def test_a_week_with_a_minute_of_work_a_day_ends_somewhere():
    by = seller(answer_within=10_080, works_from=time(9), works_until=time(9, 1))

    assert turns_of(target_of(by), at(12)).patience(at(12, day=24)) is Patience.FINE


@pytest.mark.parametrize("works", [(9, 21), (20, 4), (0, 0), (9, 10), (23, 1)])
@pytest.mark.parametrize("minutes", [1, 60, 300, 1500])
@pytest.mark.parametrize("now", [at(0), at(8, 59), at(9), at(12, 34), at(21), at(20, 30), at(3, 59), at(23, 59)])
def test_overdue_is_all_that_has_waited_since_one_moment_and_nothing_later(works, minutes, now):
    target = target_of(seller(answer_within=minutes, works_from=time(works[0]), works_until=time(works[1])))

    moment, tick = overdue_since(target, now), timedelta(microseconds=1)

    assert turns_of(target, moment).over_at <= now
    assert turns_of(target, moment + tick).over_at > now
