"""Days of any zone as hours in UTC."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chats.services.reports.days import HOURS, Days, last_days

FIRST = date(2026, 3, 27)
ZONES = ["UTC", "Europe/Moscow", "Asia/Vladivostok", "America/Los_Angeles", "Pacific/Kiritimati", "Etc/GMT+12"]


@pytest.mark.parametrize("count", [1, 2, 3, 28])
@pytest.mark.parametrize("zone", [*ZONES, "Europe/Berlin", "Asia/Kolkata"])  # Berlin has its summer time from 29 March
def test_each_hour_of_the_range_is_in_it_once_and_no_other(zone, count):
    days = Days(first=FIRST, last=FIRST + timedelta(days=count - 1), zone=ZoneInfo(zone))
    begin, end = days.whole
    whole = [begin + timedelta(days=number) for number in range((end - begin).days + 1)]
    found = [(day, hour) for day in whole for hour in HOURS]
    found += [(day, hour) for day, hours in days.edges.items() for hour in hours]

    moments = {datetime(day.year, day.month, day.day, hour, tzinfo=UTC) for day, hour in found}

    assert len(moments) == len(found)
    every = [datetime(2026, 3, 25, tzinfo=UTC) + timedelta(hours=number) for number in range(24 * 35)]
    assert moments == {one for one in every if days.first <= one.astimezone(days.zone).date() <= days.last}
    assert all(days.in_utc[0] <= day <= days.in_utc[1] for day, _ in found)


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_of_whole_hours_is_exact(zone):
    assert Days(first=FIRST, last=FIRST, zone=ZoneInfo(zone)).is_exact


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Asia/Kathmandu"])
def test_one_of_half_hours_is_not(zone):
    assert not Days(first=FIRST, last=FIRST, zone=ZoneInfo(zone)).is_exact


def test_days_end_with_today_in_the_zone():
    days = last_days(7, now=datetime(2026, 11, 22, 22, 0, tzinfo=UTC), zone=ZoneInfo("Europe/Moscow"))

    assert (days.first, days.last, days.count) == (date(2026, 11, 17), date(2026, 11, 23), 7)
