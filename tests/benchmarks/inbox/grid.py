"""What was measured of each thing among each number of chats, and a table of it for each agent."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

LEGEND = """CPU of the desk in W; ms: time of an answer, the median; database: ms of all that it reads, the least of
ten; ×: among the most chats by among the fewest; list: ms of the list's statement among the most."""


@dataclass
class Cell:
    """`costs` has one value of W for each turn, `clocks` the seconds of each turn's answers. `database`: milliseconds
    by the clock of all that the answer reads; `list_alone`: of its list's statement, of the processor and by the
    clock."""

    queries: int = 0
    rows: int = 0
    database: float = 0.0
    list_alone: Sequence[float] = ()
    costs: list[float] = field(default_factory=list)
    yardsticks: list[float] = field(default_factory=list)
    clocks: list[list[float]] = field(default_factory=list)

    def note(self, *, cpu: float, yardstick: float, clocks: list[float]) -> None:
        self.costs.append(cpu / yardstick)
        self.yardsticks.append(yardstick)
        self.clocks.append(clocks)

    @property
    def w(self) -> float:
        """Seconds of the yardstick."""
        return median(self.yardsticks)

    @property
    def cost(self) -> float:
        return median(self.costs)

    @property
    def p50(self) -> float:
        """Milliseconds."""
        return 1000 * median(second for turn in self.clocks for second in turn)


def say_grids(
    cells: Mapping[tuple[str, str, int], Cell], who: Mapping[str, str], things: Sequence[str], sizes: Sequence[int]
) -> None:
    w = 1000 * median(cell.w for cell in cells.values())
    sys.stdout.write(f"W is {w:.2f} ms. {LEGEND}\n")
    heads = ["queries", "rows"]
    for what in ("W", "ms", "database"):
        heads += [*(f"{what} {size}" for size in sizes), "×"]
    for name, words in who.items():
        sys.stdout.write(f"\n| {words} | {' | '.join(heads)} | list |\n|{'---|' * (2 + len(heads))}\n")
        for thing in things:
            row = [cells[name, thing, size] for size in sizes]
            shown = [thing, *(f"{max(some)}" for some in ([cell.queries for cell in row], [cell.rows for cell in row]))]
            for values in ([cell.cost for cell in row], [cell.p50 for cell in row], [cell.database for cell in row]):
                shown += grown(values)
            sys.stdout.write(f"| {' | '.join(shown)} | {row[-1].list_alone[1]:.2f} |\n")
    sys.stdout.write("\n")
    sys.stdout.flush()


def grown(values: Sequence[float]) -> list[str]:
    """The values, and the last by the first."""
    ratio = f"{values[-1] / values[0]:.2f}" if len(values) > 1 else ""
    return [*(f"{value:.1f}" for value in values), ratio]
