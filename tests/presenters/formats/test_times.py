from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from chats.presenters.formats import times

NOW = datetime(2026, 11, 22, 9, 4, 31, tzinfo=UTC)  # 12:04:31 in Moscow


@pytest.fixture(autouse=True)
def _moscow_in_english():
    with timezone.override(ZoneInfo("Europe/Moscow")), translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("age", "relative", "ago"),
    [
        (timedelta(hours=-2), "now", "now"),
        (timedelta(seconds=59), "now", "now"),
        (timedelta(seconds=60), "1 min", "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min", "59 min ago"),
        (timedelta(hours=1), "1 h", "1 h ago"),
        (timedelta(hours=23, minutes=59), "23 h", "23 h ago"),
        (timedelta(hours=24), "yesterday", "yesterday"),
        (timedelta(hours=36), "yesterday", "yesterday"),
        (timedelta(hours=37), "20 Nov", ""),
        (timedelta(days=10), "12 Nov", ""),
        (timedelta(days=365), "22 Nov 2025", ""),
    ],
)
def test_an_age_reads_as_a_person_says_it(age, relative, ago):
    shown = times.moment(NOW - age, now=NOW)

    assert (shown.relative, shown.ago) == (relative, ago)


def test_a_moment_is_exact_in_the_agents_zone_and_utc_for_machines():
    shown = times.moment(NOW - timedelta(minutes=42), now=NOW)

    assert shown.exact == "22 Nov 2026, 11:22"
    assert shown.clock == "11:22:31"
    assert shown.iso == "2026-11-22T08:22:31+00:00"


def test_yesterday_is_the_agents_yesterday():
    midnight_in_moscow = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)

    assert times.moment(midnight_in_moscow, now=NOW).relative == "yesterday"
    with timezone.override(UTC):
        assert times.moment(midnight_in_moscow, now=NOW).relative == "20 Nov"


def test_the_clock_names_the_day_when_it_is_another():
    assert times.clock(NOW - timedelta(days=1), now=NOW) == "21 Nov, 12:04:31"


@pytest.mark.parametrize(
    ("wait", "shown"),
    [
        (timedelta(seconds=39), "12:05:10"),
        (timedelta(minutes=55, seconds=29), "13:00"),
        (timedelta(hours=20), "23 Nov, 08:04"),
    ],
)
def test_a_next_try_says_seconds_only_when_they_matter(wait, shown):
    assert times.until(NOW + wait, now=NOW) == shown
