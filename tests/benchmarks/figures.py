"""Figures of several runs: the median, how far the runs lay apart, and whether the aim was met."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`runs` has one value for each run. `whole`, where given, is the value of all runs together, in place of their
    median: a 99th percentile of few requests is hardly more than the slowest of them."""

    name: str
    runs: tuple[float, ...]
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None
    whole: float | None = None

    @property
    def value(self) -> float:
        return median(self.runs) if self.whole is None else self.whole

    @property
    def is_met(self) -> bool | None:
        """None where there is no aim."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return None if self.at_least is None else self.value >= self.at_least

    @property
    def row(self) -> tuple[str, str, str, str, str]:
        aim = ""
        if self.at_most is not None:
            aim = f"≤ {shown(self.at_most, self.unit)}"
        if self.at_least is not None:
            aim = f"≥ {shown(self.at_least, self.unit)}"
        apart = f"{shown(min(self.runs))} … {shown(max(self.runs))}" if len(self.runs) > 1 else ""
        verdict = {None: "", True: "met", False: "missed"}[self.is_met]
        return self.name, shown(self.value, self.unit), apart, aim, verdict


def shown(value: float, unit: str = "") -> str:
    digits = 0 if value == int(value) or abs(value) >= 1000 else 1 if abs(value) >= 20 else 2
    if 0 < abs(value) < 0.1:
        digits = 3
    return f"{value:.{digits}f}" + (f" {unit}" if unit else "")


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that is not exceeded by that share of all of them."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


HEADS = ("What", "Median", "Runs", "Aim", "")


def table(figures: Sequence[Figure]) -> str:
    """As Markdown, lined up for the eye as well."""
    rows = [HEADS, *(figure.row for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
