"""What keeping the mirror costs: one page of a list, two hundred sellers, the first read of a large one."""

import json
from pathlib import Path
from typing import Any

from tests.benchmarks import processes
from tests.benchmarks.databases import database
from tests.benchmarks.desk import settings_for
from tests.benchmarks.figures import Figure


def told(folder: Path, module: str, name: str) -> dict[str, Any]:
    """What a module of this folder prints, run on a database of its own."""
    with database(folder, name) as url:
        output = processes.output(["-m", f"tests.benchmarks.{module}"], settings_for(folder, url, None))
    result: dict[str, Any] = json.loads(output)
    return result


def list_page(folder: Path, runs: int) -> list[Figure]:
    pages = [told(folder, "list_page", f"page{number}") for number in range(runs)]
    aims = {"nothing new": 7.1}
    return [
        Figure(name=f"a page: {what}", unit="ms", runs=tuple(one[what] for one in pages), at_most=aims.get(what))
        for what in pages[0]
    ]


def sellers(folder: Path, runs: int) -> list[Figure]:
    """One run, whatever `runs` says: it takes six minutes."""
    one = told(folder, "sellers", "sellers")
    late = {kind: figures for kind, figures in one["late ms"].items() if kind in {"waiting", "news"}}
    return [
        Figure(name="200 sellers: calls a second", runs=(one["calls a second"],)),
        Figure(name="200 sellers: cores of the worker", runs=(one["cores"],)),
        Figure(name="200 sellers: processor for a call", unit="ms", runs=(one["ms CPU a call"],)),
        Figure(name="200 sellers: memory of the worker", unit="MB", runs=(one["MB"],)),
        *(Figure(name=f"200 sellers: {kind}, late: median", unit="ms", runs=(ms[1],)) for kind, ms in late.items()),
        *(Figure(name=f"200 sellers: {kind}, late: 99th", unit="ms", runs=(ms[2],)) for kind, ms in late.items()),
        Figure(name="200 sellers: message to mirror, median", unit="s", runs=(one["p50"],)),
        Figure(name="200 sellers: message to mirror, 99th", unit="s", runs=(one["p99"],), at_most=25),
        Figure(name="200 sellers: answers of 420", runs=(one["420"],), at_most=0),
    ]


def first_read(folder: Path, runs: int) -> list[Figure]:
    """One run, whatever `runs` says: it is hours long by its own clock."""
    one = told(folder, "first_read", "first-read")
    unseen = sum(count for what, count in one["in the end"].items() if what not in {"chats", "read"})
    reached = [what for what in ("WAITING", "OPEN", "ALL", "messages") if what in one]
    calls = one[reached[-1]]["calls"]
    return [
        *(Figure(name=f"50 000 chats: {what}", unit="min", runs=(one[what]["minutes"],)) for what in reached),
        *(Figure(name=f"50 000 chats: {name}", unit="calls", runs=(made,)) for name, made in calls.items()),
        Figure(name="50 000 chats: other than at Market", runs=(unseen,), at_most=0),
        Figure(name="50 000 chats: answers of 420", runs=(one["420"],), at_most=0),
    ]
