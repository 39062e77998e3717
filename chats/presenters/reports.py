"""A report in words and numbers: its table, and its plots of the same rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from chats.presenters.formats.numbers import amount
from chats.presenters.formats.text import clean
from chats.presenters.formats.times import DAY, HOUR, MINUTE, short_date
from chats.presenters.waiting import span_text
from chats.presenters.words import reports as words
from chats.presenters.words.badges import context_tag
from chats.services.reports import By, Clock, Counts, Lane, Report, Row, Unit

Value = int | timedelta | float | None
MOST_ROWS: Final = 50  # on a page; the file has all
HALF, MOST = 0.5, 0.9


@dataclass(frozen=True, kw_only=True)
class Column:
    """`value` is what a cell says: a count, a time, or a share of 1."""

    name: Promise
    value: Callable[[Counts], Value]
    of_agents: bool = True  # it has a meaning in a report by agents


COLUMNS: Final = (
    Column(name=words.IN, value=lambda counts: counts.of(Lane.IN), of_agents=False),
    Column(name=words.OUT, value=lambda counts: counts.of(Lane.OUT)),
    Column(name=words.REPLIES, value=lambda counts: counts.of(Lane.REPLIES)),
    Column(name=words.HALF, value=lambda counts: counts.percentile(Clock.WALL, HALF)),
    Column(name=words.MOST, value=lambda counts: counts.percentile(Clock.WALL, MOST)),
    Column(name=words.HALF_WORKING, value=lambda counts: counts.percentile(Clock.WORKING, HALF)),
    Column(name=words.MOST_WORKING, value=lambda counts: counts.percentile(Clock.WORKING, MOST)),
    Column(name=words.WITHIN, value=lambda counts: counts.share_within),
)


@dataclass(frozen=True, kw_only=True)
class Cell:
    head: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TableRow:
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    head: str
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    total: TableRow
    left_out: int
    in_time: bool


def table_of(report: Report) -> Table:
    columns, rows = columns_of(report.by), rows_of(report)
    shown = rows if in_time(report.by) else rows[:MOST_ROWS]
    return Table(
        head=str(head_of(report)),
        heads=tuple(str(column.name) for column in columns),
        rows=tuple(table_row(name_of(row, report), row.counts, columns) for row in shown),
        total=table_row(_("Total"), report.total, columns),
        left_out=0 if in_time(report.by) else max(len(rows) - MOST_ROWS, 0),
        in_time=in_time(report.by),
    )


def in_time(by: By) -> bool:
    """Whether what is compared has an order in time: then all of it is shown."""
    return by in (By.DAY, By.HOUR)


def columns_of(by: By) -> Sequence[Column]:
    return [column for column in COLUMNS if column.of_agents or by is not By.AGENT]


def rows_of(report: Report) -> Sequence[Row]:
    """Without whoever wrote nothing: buyers' messages are nobody's."""
    return [row for row in report.rows if report.by is not By.AGENT or row.counts.of(Lane.OUT)]


def table_row(name: str, counts: Counts, columns: Sequence[Column]) -> TableRow:
    cells = (Cell(head=str(column.name), text=value_text(column.value(counts))) for column in columns)
    return TableRow(name=name, cells=tuple(cells))


def head_of(report: Report) -> Promise:
    return words.UNITS[report.unit] if report.by is By.DAY else words.HEADS[report.by]


# ---- names of rows


def name_of(row: Row, report: Report) -> str:
    if isinstance(row.value, date):
        return date_text(row.value, report)
    if report.by is By.HOUR:
        return f"{row.value:02}:00"
    if report.by is By.CONTEXT:
        return context_tag(str(row.value)).word
    return clean(row.name, 100) or nameless(row, report.by)


def nameless(row: Row, by: By) -> str:
    number = {"number": row.value}
    if by is By.AGENT:
        return str(words.ELSEWHERE if row.value == "0" else words.GONE % number)
    if by is By.STORE:
        return str(words.NOBODY_NAMED % number if row.value else words.NO_STORE)
    return str(words.NO_SELLER)


def date_text(day: date, report: Report) -> str:
    """With the day of the week, where it is one day; with the year, where the report is about more than one."""
    same_year = report.days.first.year == report.days.last.year
    text = short_date(day, today=report.days.last if same_year else date.min)
    return f"{date_format(day, 'D')}, {text}" if report.unit is Unit.DAY else text


# ---- values


def value_text(value: Value) -> str:
    if value is None:
        return "–"
    if isinstance(value, timedelta):
        return about(value)
    return amount(value) if isinstance(value, int) else percent(value)


def about(span: timedelta) -> str:
    """A time that is known to a quarter of itself: without minutes that say nothing."""
    if span < MINUTE:
        return _("under 1 min")
    step = MINUTE if span < HOUR else 10 * MINUTE if span < 10 * HOUR else HOUR
    rounded = round(span / step) * step
    if rounded >= 2 * DAY and not rounded % DAY:
        return _("%(days)s d") % {"days": rounded // DAY}
    return span_text(rounded)


def percent(share: float) -> str:
    """Rounded down, so that only all are a hundred."""
    return _("%(count)s %%") % {"count": int(100 * share + 1e-9)}
