"""The inbox among a thousand, a hundred thousand and a million chats of 200 sellers: every view, filter and pulse.

`SIZES="1000 100000 1000000"` in the environment says among how many chats (a thousand), `KEEP=folder` keeps the filled
databases for the next run: on PostgreSQL, whatever the folder, as databases named desk_benchmark_kept_….
"""

import json
import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from tests.benchmarks import first_load, processes
from tests.benchmarks.desk import Desk, desk
from tests.benchmarks.figures import Figure
from tests.benchmarks.inbox.grid import Cell, say_grids
from tests.benchmarks.inbox.things import HOME, THINGS, Thing, ask_of, path_of
from tests.benchmarks.rounds import expect, page, spent
from tests.benchmarks.visitor import Visitor

WHO = {"largest": "ten largest sellers", "smallest": "ten smallest", "all": "all 200"}
REQUESTS, WARM = 10, 2  # of each thing, in one turn

Desks = dict[int, Desk]
Cells = dict[tuple[str, str, int], Cell]


def measure(folder: Path, runs: int) -> list[Figure]:
    sizes = sorted(map(int, os.environ.get("SIZES", "1000").split()))
    kept = Path(os.environ["KEEP"]).resolve() if os.environ.get("KEEP") else None
    with ExitStack() as stack:
        desks = {
            size: stack.enter_context(
                desk(folder, f"inbox-{size}", chats=size, data="tests.benchmarks.inbox.fill", kept=kept)
            )
            for size in sizes
        }
        cells = {(who, thing.name, size): Cell() for who in WHO for thing in THINGS for size in sizes}
        for who in WHO:
            count_queries(desks, who, cells)
        for _ in range(runs):
            for who in WHO:
                for thing in THINGS:
                    for size, one in desks.items():
                        take_turn(one, thing, who, cells[who, thing.name, size])
        loaded = first_loads(desks[sizes[-1]])
    say_grids(cells, WHO, [thing.name for thing in THINGS], sizes)
    return [*loaded, *over_its_list(cells, sizes), *(grown(cells, sizes) if len(sizes) > 1 else [])]


def visitor_of(one: Desk, who: str) -> Visitor:
    return Visitor(one.port, session=one.told["of"][who]["session"])


def take_turn(one: Desk, thing: Thing, who: str, cell: Cell) -> None:
    """The yardstick and then the thing, within the same second."""
    visitor = visitor_of(one, who)
    yardstick = spent(one, visitor, page("/yardstick/"), status=200, count=2 * REQUESTS).cpu
    ask = ask_of(thing, one, one.told["of"][who], visitor)
    for _ in range(WARM):
        expect(ask(visitor), thing.status)
    before = one.cpu_seconds()
    answers = [ask(visitor) for _ in range(REQUESTS)]
    cpu = (one.cpu_seconds() - before) / REQUESTS
    for answer in answers:
        expect(answer, thing.status)
    visitor.close()
    cell.note(cpu=cpu, yardstick=yardstick, clocks=[answer.seconds for answer in answers])


def count_queries(desks: Desks, who: str, cells: Cells, things: Sequence[Thing] = THINGS) -> None:
    """Raises RuntimeError where a page takes more queries, or fewer, among more chats."""
    for size, one in desks.items():
        told = one.told["of"][who]
        visitor = visitor_of(one, who)
        asks = [(told["session"], path_of(thing, told, visitor), thing.part) for thing in things]
        output = processes.output(["-m", "tests.benchmarks.inbox.count", json.dumps(asks)], one.environment)
        for thing, found in zip(things, json.loads(output), strict=True):
            cell = cells[who, thing.name, size]
            cell.queries, cell.rows = found["queries"], found["rows"]
            cell.database, cell.list_alone = found["database"], found["list"]
    for thing in things:
        counted = {size: cells[who, thing.name, size].queries for size in desks}
        if max(counted.values()) - min(counted.values()) > thing.apart:
            raise RuntimeError(f"{thing.name}, {WHO[who]}: the number of queries is not fixed: {counted}")


def first_loads(one: Desk) -> list[Figure]:
    """In a browser that has nothing of the desk's yet."""
    figures = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=first_load.EXECUTABLE, args=first_load.ARGUMENTS)
        for who, words in WHO.items():
            one.told["agents"] = [one.told["of"][who]["session"]]
            found = first_load.load(browser, one, "/")
            name = f"{HOME}, {words}: first load"
            figures.append(Figure(name=f"{name}, over the wire", unit="KB", runs=(found.size / 1024,), at_most=60))
            figures.append(Figure(name=f"{name}, of that HTML", unit="KB", runs=(found.html / 1024,)))
        browser.close()
    return figures


def over_its_list(cells: Cells, sizes: list[int]) -> list[Figure]:
    """What the home page costs beside the one statement that its list is."""
    return [
        Figure(name=f"{HOME}, {words}: CPU beside its list's query, at {size}", unit="W", runs=runs, at_most=3)
        for who, words in WHO.items()
        for size in sizes
        for cell in (cells[who, HOME, size],)
        for runs in (tuple(cost - cell.list_alone[0] / 1000 / cell.w for cost in cell.costs),)
    ]


def grown(cells: Cells, sizes: list[int]) -> list[Figure]:
    def figure(who: str, thing: Thing) -> Figure:
        few, many = (cells[who, thing.name, size] for size in (sizes[0], sizes[-1]))
        runs: tuple[Any, ...] = tuple(median(b) / median(a) for a, b in zip(few.clocks, many.clocks, strict=True))
        name = f"{thing.name}, {WHO[who]}: time at {sizes[-1]} by time at {sizes[0]}"
        return Figure(name=name, unit="×", runs=runs, at_most=1.5)

    return [figure(who, thing) for who in WHO for thing in THINGS]
