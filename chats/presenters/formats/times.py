"""Moments as a person reads them, in the active time zone and language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from chats.presenters.formats.cached import cached_by_language

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One point in time in every form a page uses. `ago` is empty where the exact form says as much."""

    iso: str
    exact: str  # 22 Nov 2026, 11:22
    clock: str  # 11:22:31, with the date when that is another day
    relative: str  # 42 min
    ago: str  # 42 min ago
    date: str  # 22 Nov; what `relative` becomes after yesterday


def moment(value: datetime, *, now: datetime) -> Moment:
    zone = timezone.get_current_timezone()
    return _moment(value, zone, now.astimezone(zone).date(), whole(max(now - value, timedelta(0))))


def moments(values: Iterable[datetime], *, now: datetime) -> list[Moment]:
    """The same for many at once."""
    zone, language = timezone.get_current_timezone(), get_language()
    today = now.astimezone(zone).date()
    ages = ((value, max(now - value, timedelta(0))) for value in values)
    return [_moment.in_language(language, value, zone, today, whole(age)) for value, age in ages]


def whole(age: timedelta) -> timedelta:
    """What of an age is read: minutes, then hours, then nothing."""
    return age - age % (MINUTE if age < HOUR else HOUR) if age < DAY else DAY


@cached_by_language(4096)
def _moment(value: datetime, zone: tzinfo, today: date, age: timedelta) -> Moment:
    day = _day(value, zone, today)
    return Moment(
        iso=day.iso,
        exact=day.exact,
        clock=day.clock,
        relative=_brief(age) or day.yesterday or day.date,
        ago=_since(age) or day.yesterday,
        date=day.date,
    )


@dataclass(frozen=True, kw_only=True)
class Day:
    """What of a moment reads the same all day long."""

    iso: str
    exact: str
    clock: str
    date: str
    yesterday: str  # empty on other days


@cached_by_language(4096)
def _day(value: datetime, zone: tzinfo, today: date) -> Day:
    """`zone` is the active one."""
    local = value.astimezone(zone)
    return Day(
        iso=value.astimezone(UTC).isoformat(timespec="seconds"),
        exact=exact(value),
        clock=_clock(local, today),
        date=_short_date(local, today),
        yesterday=_("yesterday") if local.date() == today - DAY else "",
    )


def exact(value: datetime) -> str:
    return date_format(_local(value), pgettext("Django date format: exact time", "j M Y, H:i"))


def clock(value: datetime, *, now: datetime) -> str:
    return _clock(_local(value), _local(now).date())


def until(value: datetime, *, now: datetime) -> str:
    """When something comes: seconds only when they matter, the date only when it is another day."""
    soon = value - now < 10 * MINUTE
    return _clock(_local(value), _local(now).date(), form="H:i:s" if soon else "H:i")


def _clock(local: datetime, today: date, *, form: str = "H:i:s") -> str:
    time = date_format(local, form)
    return time if local.date() == today else f"{_short_date(local, today)}, {time}"


def _short_date(local: datetime, today: date) -> str:
    if local.year == today.year:
        return date_format(local, pgettext("Django date format: this year", "j M"))
    return date_format(local, pgettext("Django date format: another year", "j M Y"))


def _brief(age: timedelta) -> str:
    """An age in a list; empty when only the day says it."""
    if age < MINUTE:
        return _("now")
    if age < HOUR:
        return _("%(count)s min") % {"count": age // MINUTE}
    return _("%(count)s h") % {"count": age // HOUR} if age < DAY else ""


def _since(age: timedelta) -> str:
    """An age beside an exact time; empty when that says it."""
    if age < MINUTE:
        return _("now")
    if age < HOUR:
        return _("%(count)s min ago") % {"count": age // MINUTE}
    return _("%(count)s h ago") % {"count": age // HOUR} if age < DAY else ""


def _local(value: datetime) -> datetime:
    return timezone.localtime(value)
