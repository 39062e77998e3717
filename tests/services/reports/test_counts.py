"""Counts in one whole number, and percentiles from their buckets."""

import random
from datetime import timedelta

import pytest

from chats.services.reports.counts import (
    BOUNDS,
    STEP,
    Clock,
    Counts,
    Lane,
    bucket_lane,
    from_bytes,
    hours_from_text,
    hours_to_text,
    one,
    to_bytes,
)


def replies(*seconds: float) -> Counts:
    spans = [timedelta(seconds=each) for each in seconds]
    return Counts(packed=sum(one(Lane.REPLIES) + one(bucket_lane(Clock.WALL, span)) for span in spans))


def test_each_count_has_a_lane_that_no_other_touches():
    day = 5 * one(Lane.IN) + 4_000_000_000 * one(Lane.OUT)
    counts = Counts(packed=day + one(bucket_lane(Clock.WORKING, timedelta(days=30))))

    assert [counts.of(lane) for lane in Lane] == [5, 4_000_000_000, 0, 0]


def test_what_is_taken_off_again_leaves_what_was_there():
    before, added = 3 * one(Lane.OUT) + one(Lane.REPLIES), 7 * one(Lane.OUT) + one(Clock.WALL + 4)

    assert (before + added) - added == before


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_percentile_is_off_by_a_bucket_at_most(share):
    chance = random.Random(1)
    spans = [chance.lognormvariate(7, 1.5) + 30 for _ in range(2_000)]

    read = replies(*spans).percentile(Clock.WALL, share)

    exact = sorted(spans)[int(share * len(spans)) - 1]
    assert 1 / STEP < read.total_seconds() / exact < STEP


def test_without_replies_there_is_neither_a_percentile_nor_a_share():
    assert Counts().percentile(Clock.WALL, 0.5) is None
    assert Counts().share_within is None


def test_the_buckets_reach_from_half_a_minute_to_two_weeks():
    assert BOUNDS[0] == 30
    assert timedelta(days=14) <= timedelta(seconds=BOUNDS[-1]) < timedelta(days=15)
    assert replies(0).percentile(Clock.WALL, 0.5) <= timedelta(seconds=30)
    assert replies(10**9).percentile(Clock.WALL, 0.5) == timedelta(seconds=BOUNDS[-1])


def test_rows_give_back_what_was_stored():
    hours = {13: 5 * one(Lane.IN) + one(Clock.WALL + 40), 14: 0}

    assert hours_from_text(hours_to_text(hours)) == {13: hours[13]}
    assert from_bytes(to_bytes(hours[13])) == hours[13]
    assert from_bytes(to_bytes(0)) == 0
