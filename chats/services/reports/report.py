"""A report: the tallies of some sellers and days, added up by what it is asked to compare.

What it costs depends on the number of days and of what it compares, never on how much was written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from django.contrib.auth.models import User
from django.db.models import QuerySet

from chats.models import Campaign, Seller, Tally
from chats.services import people
from chats.services.people import Action
from chats.services.reports.counting import share_counted
from chats.services.reports.counts import Counts, Lane, from_bytes, hours_from_text
from chats.services.reports.days import HOURS, Days

MOST_DAYS_SHOWN: Final = 62  # one by one; more are put together by weeks, and more than a year by months
MOST_WEEKS_SHOWN: Final = 400

Facet = Tally.Facet
Value = date | int | str
Packed = dict[Value, int]


class By(StrEnum):
    """What a report compares."""

    DAY = "day"
    HOUR = "hour"
    SELLER = "seller"
    STORE = "store"
    AGENT = "agent"
    CONTEXT = "context"


FACETS: Final[Mapping[By, Facet]] = {By.STORE: Facet.STORE, By.AGENT: Facet.AGENT, By.CONTEXT: Facet.CONTEXT}


class Unit(StrEnum):
    """How long the stretches are that a report by days compares."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, kw_only=True)
class Row:
    """`value` is a day (the first one of a week or month), an hour of the day, the key of a seller or an agent, or as
    the tally has it. `name` is that of a seller, a store or an agent, empty where nobody knows it."""

    value: Value
    counts: Counts
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """`rows` are in order of time, or those with the most messages first. `counted` is the share of the chats from
    before there were reports that are in them; None: all are."""

    by: By
    days: Days
    unit: Unit
    rows: Sequence[Row]
    total: Counts
    seller: Seller | None
    counted: float | None


def report(person: User, by: By, days: Days, *, seller: Seller | None = None) -> Report:
    """About the sellers that this person leads, or one of them."""
    sellers = [seller] if seller else people.sellers_where(person, Action.SEE_REPORTS)
    found = in_time(by, sellers, days) if by in (By.DAY, By.HOUR) else compared(by, sellers, days)
    names = names_of(by, found, sellers)
    rows = [
        Row(value=value, counts=Counts(packed=packed), name=names.get(value, "")) for value, packed in found.items()
    ]
    return Report(
        by=by,
        days=days,
        unit=unit_of(days),
        rows=rows if by in (By.DAY, By.HOUR) else sorted(rows, key=most_first),
        total=Counts(packed=sum(found.values())),
        seller=seller,
        counted=share_counted(),
    )


def most_first(row: Row) -> tuple[int, str]:
    return -row.counts.of(Lane.IN) - row.counts.of(Lane.OUT), str(row.value)


def tallies_of(sellers: Sequence[Seller], facet: int) -> QuerySet[Tally]:
    """Of several sellers, the tally of all together serves where they are all that there are."""
    if len(sellers) > 1 and len(sellers) == Seller.objects.count():
        return Tally.objects.filter(seller=None, facet=facet)
    return Tally.objects.filter(seller__in=[seller.pk for seller in sellers], facet=facet)


# ---- by days and by hours of the day


def in_time(by: By, sellers: Sequence[Seller], days: Days) -> Packed:
    """With the days and hours in which nothing was written."""
    unit = unit_of(days)

    def place(day: date, hour: int) -> Value:
        local = days.local(day, hour)
        return beginning_of(unit, local.date(), days) if by is By.DAY else local.hour

    places: Iterable[Value] = (beginning_of(unit, day, days) for day in days.each()) if by is By.DAY else HOURS
    found = dict.fromkeys(places, 0)
    for day, hour, packed in hours_in(tallies_of(sellers, Facet.ALL), days):
        found[place(day, hour)] += packed
    return found


def hours_in(tallies: QuerySet[Tally], days: Days) -> Iterator[tuple[date, int, int]]:
    """Each hour in UTC of the range with its counts, of all sellers together."""
    by_day = defaultdict[date, defaultdict[int, int]](lambda: defaultdict(int))
    for day, stored in tallies.filter(day__range=days.in_utc).values_list("day", "hours"):
        for hour, packed in hours_from_text(stored).items():
            by_day[day][hour] += packed
    edges = days.edges
    for day, hours in by_day.items():
        for hour in hours.keys() & edges.get(day, HOURS):
            yield day, hour, hours[hour]


def unit_of(days: Days) -> Unit:
    if days.count <= MOST_DAYS_SHOWN:
        return Unit.DAY
    return Unit.WEEK if days.count <= MOST_WEEKS_SHOWN else Unit.MONTH


def beginning_of(unit: Unit, day: date, days: Days) -> date:
    """The first day of the range that is in the same week or month."""
    if unit is Unit.DAY:
        return day
    begin = day - timedelta(days=day.weekday()) if unit is Unit.WEEK else day.replace(day=1)
    return max(begin, days.first)


# ---- by sellers, stores, agents and contexts


def compared(by: By, sellers: Sequence[Seller], days: Days) -> Packed:
    if by is By.SELLER:
        tallies, name = Tally.objects.filter(seller__in=[one.pk for one in sellers], facet=Facet.ALL), "seller_id"
    else:
        tallies, name = tallies_of(sellers, FACETS[by]), "value"
    found = defaultdict[Any, int](int)
    for value, total in tallies.filter(day__range=days.whole).values_list(name, "total"):
        found[value] += from_bytes(total)
    edges = days.edges
    for value, day, stored in tallies.filter(day__in=edges).values_list(name, "day", "hours"):
        for hour, packed in hours_from_text(stored).items():
            if hour in edges[day]:
                found[value] += packed
    return {value: packed for value, packed in found.items() if packed}


def names_of(by: By, values: Iterable[Value], sellers: Sequence[Seller]) -> Mapping[Value, str]:
    if by is By.SELLER:
        return {seller.pk: seller.name for seller in sellers}
    if by is By.STORE:
        stores = Campaign.objects.filter(seller__in=[seller.pk for seller in sellers])
        return {str(campaign_id): name for campaign_id, name in stores.values_list("campaign_id", "name")}
    if by is By.AGENT:
        agents = User.objects.filter(pk__in=[int(str(value)) for value in values])
        return {str(one.pk): one.get_full_name() or one.get_username() for one in agents}
    return {}
