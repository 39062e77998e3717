"""The page of a report: what may be chosen, the plots and the table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from urllib.parse import urlencode

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.presenters.formats.text import clean
from chats.presenters.formats.times import short_date
from chats.presenters.report_plots import Plot, plots_of
from chats.presenters.reports import Cell, Table, percent, table_of
from chats.presenters.words import reports as words
from chats.services.reports import STEP, By, Lane, Report

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A link to another report: `query` is that of its address."""

    name: str
    query: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class ReportView:
    """`is_empty`: nothing was written in these days. `counted` says how much of what was here before there were reports
    is in them, empty where all is. `facts` are the cells of the total."""

    caption: str
    query: str
    choices: tuple[Choice, ...]
    ranges: tuple[Choice, ...]
    facts: tuple[Cell, ...]
    plots: tuple[Plot, ...]
    table: Table
    is_empty: bool
    counted: str
    error: str
    is_exact: bool


def report_view(report: Report) -> ReportView:
    table = table_of(report)
    is_empty = not report.total.of(Lane.IN) and not report.total.of(Lane.OUT)
    days = (report.days.first, report.days.last)
    return ReportView(
        caption=caption_of(report),
        query=query_of(report, report.by, *days),
        choices=tuple(
            Choice(name=str(name), query=query_of(report, by, *days), chosen=by is report.by)
            for by, name in words.CHOICES.items()
        ),
        ranges=tuple(
            Choice(name=name, query=query_of(report, report.by, *others), chosen=others == days)
            for name, others in ranges(localdate())
        ),
        facts=table.total.cells,
        plots=() if is_empty else plots_of(report),
        table=table,
        is_empty=is_empty,
        counted="" if report.counted is None else percent(report.counted),
        error=percent(ceil(100 * (STEP - 1)) / 100),
        is_exact=report.days.is_exact,
    )


def caption_of(report: Report) -> str:
    """What the table is about: on paper there is no form."""
    days = " – ".join(short_date(day, today=date.min) for day in (report.days.first, report.days.last))
    seller = clean(report.seller.name, 100) if report.seller else _("All sellers")
    return " · ".join([str(words.CHOICES[report.by]), days, seller])


def query_of(report: Report, by: By, first: date, last: date) -> str:
    fields: dict[str, object] = {"by": by, "since": first.isoformat(), "until": last.isoformat()}
    return urlencode(fields | ({"seller": report.seller.business_id} if report.seller else {}))


def ranges(today: date) -> Iterator[tuple[str, tuple[date, date]]]:
    for count in (7, 28):
        yield ngettext("%(count)s day", "%(count)s days", count) % {"count": count}, (today - (count - 1) * DAY, today)
    first = today.replace(day=1)
    yield _("This month"), (first, today)
    yield _("Last month"), ((first - DAY).replace(day=1), first - DAY)
