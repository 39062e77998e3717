"""Plots as rectangles in the units of a drawing that is stretched to its place; their words stand beside it as text, so
that they stay as large as all others. The colours are the style sheet's, by `kind`."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

PLACE: Final = 12  # the width of one place on the axis, of which the bars take ten
LONG: Final = 100.0  # a bar that reaches the end of the other axis
SPANS: Final = (60, 300, 600, 1800, 3600, 7200, 21600, 43200, 86400, 172800, 432000, 864000, 1728000)  # seconds


@dataclass(frozen=True, kw_only=True)
class Bar:
    kind: str
    x: str
    y: str
    width: str
    height: str
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Series:
    """Its values, of which None is drawn as nothing, with the text of each. `kind` is its colour, `word` what it is."""

    kind: str
    word: str
    values: Sequence[float | None]
    texts: Sequence[str]


def columns(shown: Sequence[Series], top: float, names: Sequence[str], *, beside: bool) -> tuple[Bar, ...]:
    """Bars that stand on an axis of places: those of several series beside each other, or one before the other."""
    width = (PLACE - 2) / (len(shown) if beside else 1)
    return tuple(
        Bar(
            kind=one.kind,
            x=f"{place * PLACE + 1 + (number * width if beside else 0):.2f}",
            y=f"{LONG - high:.2f}",
            width=f"{width:.2f}",
            height=f"{high:.2f}",
            title=f"{names[place]} · {one.word}: {one.texts[place]}",
        )
        for number, one in enumerate(shown)
        for place, value in enumerate(one.values)
        if (high := length(value, top))
    )


def lines(shown: Sequence[Series], top: float, place: int, *, beside: bool) -> tuple[Bar, ...]:
    """The bars of one place, lying: each in its share of the height, or the shorter ones within the longer."""
    count = len(shown)
    bars = []
    for number, one in enumerate(shown):
        y, height = (number * LONG / count, LONG / count) if beside else (number * LONG / 4, LONG - number * LONG / 2)
        width = f"{length(one.values[place], top):.2f}"
        bars.append(Bar(kind=one.kind, x="0", y=f"{y:.2f}", width=width, height=f"{height:.2f}"))
    return tuple(bars)


def length(value: float | None, top: float) -> float:
    """Of a bar. What is not nothing has at least a line."""
    return min(max(LONG * value / top, 1.0), LONG) if value else 0.0


def round_top(most: float) -> int:
    """The end of an axis: the next number that is 1, 2 or 5 and zeros."""
    size = 1
    while most > size * 10:
        size *= 10
    return next(size * step for step in (1, 2, 5, 10) if most <= size * step)


def round_span(most: float) -> int:
    """The same for seconds: a stretch of time that people say."""
    return next((span for span in SPANS if most <= span), ceil(most))
