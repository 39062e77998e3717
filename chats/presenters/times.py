"""Moments as a person reads them, in the active time zone and language."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

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
    date = short_date(value, now=now)
    return Moment(
        iso=timezone.localtime(value, timezone.get_fixed_timezone(0)).isoformat(timespec="seconds"),
        exact=exact(value),
        clock=clock(value, now=now),
        relative=brief(value, now=now) or date,
        ago=since(value, now=now),
        date=date,
    )


def exact(value: datetime) -> str:
    return _dated(value, pgettext("Django date format: exact time", "j M Y, H:i"))


def clock(value: datetime, *, now: datetime) -> str:
    time = _dated(value, "H:i:s")
    return time if _same_day(value, now) else f"{short_date(value, now=now)}, {time}"


def until(value: datetime, *, now: datetime) -> str:
    """When something comes: seconds only when they matter, the date only when it is another day."""
    soon = value - now < 10 * MINUTE
    time = _dated(value, "H:i:s" if soon else "H:i")
    return time if _same_day(value, now) else f"{short_date(value, now=now)}, {time}"


def short_date(value: datetime, *, now: datetime) -> str:
    if _local(value).year == _local(now).year:
        return _dated(value, pgettext("Django date format: this year", "j M"))
    return _dated(value, pgettext("Django date format: another year", "j M Y"))


def brief(value: datetime, *, now: datetime) -> str:
    """The age in a list; empty when only the date says it."""
    age = max(now - value, timedelta(0))
    if age < MINUTE:
        return _("now")
    if age < HOUR:
        return _("%(count)s min") % {"count": age // MINUTE}
    if age < DAY:
        return _("%(count)s h") % {"count": age // HOUR}
    return _yesterday(value, now)


def since(value: datetime, *, now: datetime) -> str:
    """The age beside an exact time; empty when that says it."""
    age = max(now - value, timedelta(0))
    if age < MINUTE:
        return _("now")
    if age < HOUR:
        return _("%(count)s min ago") % {"count": age // MINUTE}
    if age < DAY:
        return _("%(count)s h ago") % {"count": age // HOUR}
    return _yesterday(value, now)


def _yesterday(value: datetime, now: datetime) -> str:
    return _("yesterday") if _local(value).date() == _local(now).date() - DAY else ""


def _local(value: datetime) -> datetime:
    return timezone.localtime(value)


def _same_day(value: datetime, now: datetime) -> bool:
    return _local(value).date() == _local(now).date()


def _dated(value: datetime, form: str) -> str:
    return date_format(_local(value), form)
