"""The pages of leads among a thousand and more chats of 200 sellers: the board, its pulse, and the reports.

SIZES and KEEP in the environment are those of `tests.benchmarks.inbox`. There are no messages, which no page of leads
reads, so a million chats are filled in within minutes.
"""

import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.benchmarks.desk import desk
from tests.benchmarks.figures import Figure
from tests.benchmarks.inbox import WHO, Cells, count_queries, take_turn
from tests.benchmarks.inbox.grid import Cell, say_grids
from tests.benchmarks.inbox.things import Thing, address

BOARD = (
    Thing(name="board", path=address("/team/board/")),
    Thing(name="board: pulse, something new", path=address("/team/board/", known="000000000000"), part="board"),
)
REPORTS = (
    *(Thing(name=f"report of 28 days: {by}", path=address("/reports/", by=by)) for by in ("day", "hour")),
    *(Thing(name=f"report of 28 days: {by}", path=address("/reports/", by=by)) for by in ("seller", "store")),
    *(Thing(name=f"report of 28 days: {by}", path=address("/reports/", by=by)) for by in ("agent", "context")),
    Thing(name="report of 28 days: the file", path=address("/reports/table.csv", by="agent")),
)


def board(folder: Path, runs: int) -> list[Figure]:
    return measured(folder, runs, BOARD)


def reports(folder: Path, runs: int) -> list[Figure]:
    return measured(folder, runs, REPORTS)


def measured(folder: Path, runs: int, things: Sequence[Thing]) -> list[Figure]:
    sizes = sorted(map(int, os.environ.get("SIZES", "1000").split()))
    kept = Path(os.environ["KEEP"]).resolve() if os.environ.get("KEEP") else None
    with ExitStack() as stack:
        desks = {
            size: stack.enter_context(
                desk(folder, f"leads-{size}", chats=size, data="tests.benchmarks.leads.fill", kept=kept)
            )
            for size in sizes
        }
        cells: Cells = {(who, thing.name, size): Cell() for who in WHO for thing in things for size in sizes}
        for who in WHO:
            count_queries(desks, who, cells, things)
        for _ in range(runs):
            for who in WHO:
                for thing in things:
                    for size, one in desks.items():
                        take_turn(one, thing, who, cells[who, thing.name, size])
    say_grids(cells, WHO, [thing.name for thing in things], sizes)
    return [figure for who in WHO for thing in things for figure in figures_of(cells, who, thing, sizes)]


def figures_of(cells: Cells, who: str, thing: Thing, sizes: Sequence[int]) -> list[Figure]:
    few, many = (cells[who, thing.name, size] for size in (sizes[0], sizes[-1]))
    name = f"{thing.name}, {WHO[who]}"
    found = [Figure(name=f"{name}: CPU among {sizes[-1]}", unit="W", runs=tuple(many.costs))]
    if len(sizes) == 1:
        return found
    times = tuple(median(b) / median(a) for a, b in zip(few.clocks, many.clocks, strict=True))
    return [
        *found,
        Figure(name=f"{name}: time at {sizes[-1]} by time at {sizes[0]}", unit="×", runs=times, at_most=1.5),
    ]
