"""The plots of a report: how many messages, how long replies took by either clock, how many were within the target."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from chats.presenters.formats.numbers import amount
from chats.presenters.plots import PLACE, Bar, Series, columns, lines, round_span, round_top
from chats.presenters.reports import HALF, MOST, Value, about, in_time, name_of, percent, rows_of, value_text
from chats.presenters.words import reports as words
from chats.services.reports import By, Clock, Counts, Lane, Report, Row

MOST_PLOTTED: Final = 12  # of what has no order in time
LABELS: Final = 4  # on an axis of time


@dataclass(frozen=True, kw_only=True)
class PlotLine:
    """One of several things, with its bars lying."""

    name: str
    bars: tuple[Bar, ...]
    text: str


@dataclass(frozen=True, kw_only=True)
class Plot:
    """`bars` stand on an axis of time, its `width` in units of the drawing; or else there are `lines`. `top` is what
    the end of the other axis stands for."""

    name: str
    legend: tuple[tuple[str, str], ...]  # kind, word
    top: str
    bars: tuple[Bar, ...] = ()
    width: int = 0
    labels: tuple[str, ...] = ()
    lines: tuple[PlotLine, ...] = ()


def plots_of(report: Report) -> tuple[Plot, ...]:
    rows = report.rows if in_time(report.by) else rows_of(report)[:MOST_PLOTTED]
    names = [name_of(row, report) for row in rows]

    def plot(name: str, shown: Sequence[Series], top: float, text: str, *, beside: bool = True) -> Plot:
        legend = tuple((one.kind, one.word) for one in shown) if len(shown) > 1 else ()
        if not in_time(report.by):
            lying = tuple(line_of(shown, top, place, name, beside) for place, name in enumerate(names))
            return Plot(name=name, legend=legend, top=text, lines=lying)
        bars = columns(shown, top, names, beside=beside)
        return Plot(name=name, legend=legend, top=text, bars=bars, width=PLACE * len(rows), labels=labels_of(names))

    messages, wall, working = messages_of(rows, report.by), times_of(rows, Clock.WALL), times_of(rows, Clock.WORKING)
    most, longest, longest_working = (
        round_top(most_of(messages)),
        round_span(most_of(wall)),
        round_span(most_of(working)),
    )
    within = series("out", words.WITHIN, rows, lambda counts: counts.share_within)
    return (
        plot(_("Messages"), messages, most, amount(most)),
        plot(_("Time until the reply"), wall, longest, span(longest), beside=False),
        plot(_("The same in working time"), working, longest_working, span(longest_working), beside=False),
        plot(_("Replies within the target"), [within], 1, percent(1)),
    )


def line_of(shown: Sequence[Series], top: float, place: int, name: str, beside: bool) -> PlotLine:
    text = " / ".join(one.texts[place] for one in (shown if beside else reversed(shown)))
    return PlotLine(name=name, bars=lines(shown, top, place, beside=beside), text=text)


def labels_of(names: Sequence[str]) -> tuple[str, ...]:
    places = {round(number * (len(names) - 1) / (LABELS - 1)) for number in range(LABELS)}
    return tuple(names[place] for place in sorted(places))


def messages_of(rows: Sequence[Row], by: By) -> list[Series]:
    written = [series("out", words.OUT, rows, lambda counts: counts.of(Lane.OUT))]
    return written if by is By.AGENT else [series("in", words.IN, rows, lambda counts: counts.of(Lane.IN)), *written]


def times_of(rows: Sequence[Row], clock: Clock) -> list[Series]:
    """The longer one first: it is drawn behind the other."""
    return [
        series("most", _("9 in 10 within"), rows, lambda counts: counts.percentile(clock, MOST)),
        series("half", _("half within"), rows, lambda counts: counts.percentile(clock, HALF)),
    ]


def series(kind: str, word: object, rows: Sequence[Row], value: Callable[[Counts], Value]) -> Series:
    values = [value(row.counts) for row in rows]
    numbers = [one.total_seconds() if isinstance(one, timedelta) else one for one in values]
    return Series(kind=kind, word=str(word), values=numbers, texts=[value_text(one) for one in values])


def most_of(shown: Sequence[Series]) -> float:
    return max((value or 0 for one in shown for value in one.values), default=0) or 1


def span(seconds: float) -> str:
    return about(timedelta(seconds=seconds))
