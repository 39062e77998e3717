"""What the background's sweep costs and how fast it is: hours of one seller, by a clock that is turned on by hand."""

import json
from pathlib import Path
from typing import Any

from tests.benchmarks import processes
from tests.benchmarks.databases import database
from tests.benchmarks.desk import settings_for
from tests.benchmarks.figures import Figure

HOURS = 6
WITHOUT, WITH = {"share": 20.0, "p99": 25.0}, {"share": 5.0, "p50": 2.0}
CASES: tuple[tuple[str, tuple[str, ...], dict[str, float]], ...] = (
    ("no notifications, sorted by the newest message", ("--order=updated",), WITHOUT),
    ("no notifications, sorted by creation", ("--order=created",), WITHOUT),
    ("no notifications, in no order", ("--order=none",), WITHOUT),
    ("notifications", ("--order=created", "--lost=0"), WITH),
    ("notifications, 1 % lost", ("--order=created", "--lost=0.01"), WITH),
    ("notifications, 10 % lost", ("--order=created", "--lost=0.1"), {}),
)


def measure(folder: Path, runs: int) -> list[Figure]:
    """One run of each, whatever `runs` says: it is hours long by its own clock, and the same each time."""
    return [figure for name, options, aims in CASES for figure in hours(folder, name, options, aims)]


def hours(folder: Path, name: str, options: tuple[str, ...], aims: dict[str, float]) -> list[Figure]:
    command = ["-m", "tests.benchmarks.sweep_hours", f"--hours={HOURS}", *options]
    with database(folder, f"sweep{abs(hash(options))}") as url:
        told: dict[str, Any] = json.loads(processes.output(command, settings_for(folder, url, None)))
    unseen = sum(count for what, count in told["after one full pass"].items() if what not in {"chats", "read"})
    return [
        Figure(name=f"{name}: getChats an hour", runs=(told["calls an hour"]["getChats"],)),
        Figure(name=f"{name}: of their quota", unit="%", runs=(100 * told["share"],), at_most=aims.get("share")),
        Figure(name=f"{name}: message to mirror, median", unit="s", runs=(told["p50"],), at_most=aims.get("p50")),
        Figure(name=f"{name}: 99th percentile", unit="s", runs=(told["p99"],), at_most=aims.get("p99")),
        Figure(name=f"{name}: the longest", unit="s", runs=(told["worst"],)),
        Figure(name=f"{name}: answers of 420", runs=(told["420"],), at_most=0),
        Figure(name=f"{name}: other than at Market, after one full pass", runs=(unseen,), at_most=0),
    ]
