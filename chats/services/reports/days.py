"""A range of days in a time zone, as hours in UTC: what tallies are kept by."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

DAY: Final = timedelta(days=1)
HOURS: Final = range(24)


@dataclass(frozen=True, kw_only=True)
class Days:
    """From `first` to `last`, both included. An hour belongs to the day in which it begins."""

    first: date
    last: date
    zone: tzinfo

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def in_utc(self) -> tuple[date, date]:
        """The first and the last day in UTC that share an hour with the range, wherever on earth its zone is."""
        return self.first - DAY, self.last + DAY

    @property
    def whole(self) -> tuple[date, date]:
        """The first and the last of the days in UTC that lie within the range wherever its zone is. The first is after
        the last where there are none."""
        return self.first + DAY, self.last - DAY

    @property
    def edges(self) -> dict[date, frozenset[int]]:
        """The hours of all other days in UTC that are within the range."""
        begin, end = self.in_utc
        days = {begin, self.first, self.last, end}
        return {
            day: frozenset(hour for hour in HOURS if self.first <= self.local(day, hour).date() <= self.last)
            for day in days
        }

    @property
    def is_exact(self) -> bool:
        """Whether the zone is a whole number of hours off UTC."""
        return not any(self.local(day, 0).minute for day in (self.first, self.last))

    def local(self, day: date, hour: int) -> datetime:
        """An hour in UTC by the clock of the zone."""
        return datetime.combine(day, time(hour), UTC).astimezone(self.zone)

    def each(self) -> Iterator[date]:
        return (self.first + number * DAY for number in range(self.count))


def last_days(count: int, *, now: datetime, zone: tzinfo) -> Days:
    """So many days up to today."""
    today = now.astimezone(zone).date()
    return Days(first=today - (count - 1) * DAY, last=today, zone=zone)
