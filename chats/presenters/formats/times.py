"""Times as a person reads them, in the active time zone and language."""

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
    """One point in time in every form that a page uses. `ago` is empty where the exact time alone says enough."""

    iso: str
    exact: str  # 22 Nov 2026, 11:22
    clock: str  # 11:22:31, with the date when that is another day
    relative: str  # 42 min
    ago: str  # 42 min ago
    date: str  # 22 Nov; `relative` is this too, from the day before yesterday back


def moment(value: datetime, *, now: datetime) -> Moment:
    zone = timezone.get_current_timezone()
    return cached_moment(value, zone, now.astimezone(zone).date(), rounded_down(max(now - value, timedelta(0))))


def moments(values: Iterable[datetime], *, now: datetime) -> list[Moment]:
    """`moment` for many values; asks for the active zone and language only once."""
    zone, language = timezone.get_current_timezone(), get_language()
    today = now.astimezone(zone).date()
    ages = ((value, max(now - value, timedelta(0))) for value in values)
    return [cached_moment.in_language(language, value, zone, today, rounded_down(age)) for value, age in ages]


def rounded_down(age: timedelta) -> timedelta:
    """The age as exactly as it is shown: to the minute, then to the hour, then not at all. So equal texts share one
    cache entry."""
    return age - age % (MINUTE if age < HOUR else HOUR) if age < DAY else DAY


@cached_by_language(4096)
def cached_moment(value: datetime, zone: tzinfo, today: date, age: timedelta) -> Moment:
    day = day_forms(value, zone, today)
    return Moment(
        iso=day.iso,
        exact=day.exact,
        clock=day.clock,
        relative=brief_age(age) or day.yesterday or day.date,
        ago=age_ago(age) or day.yesterday,
        date=day.date,
    )


@dataclass(frozen=True, kw_only=True)
class DayForms:
    """The forms of a Moment that stay the same all day. Cached apart from the age, which changes every minute."""

    iso: str
    exact: str
    clock: str
    date: str
    yesterday: str  # empty on other days


@cached_by_language(4096)
def day_forms(value: datetime, zone: tzinfo, today: date) -> DayForms:
    """`zone` must be the active one; it is an argument because it is part of the cache key."""
    local = value.astimezone(zone)
    return DayForms(
        iso=value.astimezone(UTC).isoformat(timespec="seconds"),
        exact=exact(value),
        clock=clock_text(local, today),
        date=short_date(local, today=today),
        yesterday=_("yesterday") if local.date() == today - DAY else "",
    )


def exact(value: datetime) -> str:
    return date_format(timezone.localtime(value), pgettext("Django date format: exact time", "j M Y, H:i"))


def on_paper(value: datetime) -> str:
    """22 November 2026, 11:22"""
    return date_format(timezone.localtime(value), pgettext("Django date format: on paper", "j F Y, H:i"))


def clock(value: datetime, *, now: datetime) -> str:
    return clock_text(timezone.localtime(value), timezone.localtime(now).date())


def until(value: datetime, *, now: datetime) -> str:
    """The time until which something lasts: with seconds when that is soon, with the date when it is another day."""
    soon = value - now < 10 * MINUTE
    form = "H:i:s" if soon else "H:i"
    return clock_text(timezone.localtime(value), timezone.localtime(now).date(), form=form)


def clock_text(local: datetime, today: date, *, form: str = "H:i:s") -> str:
    time = date_format(local, form)
    return time if local.date() == today else f"{short_date(local, today=today)}, {time}"


def short_date(day: date, *, today: date) -> str:
    if day.year == today.year:
        return date_format(day, pgettext("Django date format: this year", "j M"))
    return date_format(day, pgettext("Django date format: another year", "j M Y"))


def brief_age(age: timedelta) -> str:
    """The age for a list; empty from 24 hours on, when a date takes its place."""
    if age < MINUTE:
        return _("now")
    if age < HOUR:
        return _("%(count)s min") % {"count": age // MINUTE}
    return _("%(count)s h") % {"count": age // HOUR} if age < DAY else ""


def age_ago(age: timedelta) -> str:
    """The age shown next to an exact time; empty from 24 hours on, when the exact time is enough."""
    if age < MINUTE:
        return _("now")
    if age < HOUR:
        return _("%(count)s min ago") % {"count": age // MINUTE}
    return _("%(count)s h ago") % {"count": age // HOUR} if age < DAY else ""
