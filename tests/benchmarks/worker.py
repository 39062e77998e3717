"""The background worker: how soon it is awake, and what it costs while there is nothing to do."""

import json
import time
from pathlib import Path
from statistics import median

from tests.benchmarks import processes
from tests.benchmarks.databases import database
from tests.benchmarks.desk import Desk, desk, settings_for
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.rounds import expect

WARM_SECONDS, IDLE_SECONDS = 10.0, 20.0
PAGES = 200


def measure(folder: Path, runs: int) -> list[Figure]:
    return [*waking(folder, runs), *idling(folder, runs), *remembering(folder)]


def waking(folder: Path, runs: int) -> list[Figure]:
    waited = [hints_of_one_run(folder, number) for number in range(runs)]
    every = [milliseconds for run in waited for milliseconds in run]
    slow = tuple(percentile(run, 0.99) for run in waited)
    return [
        Figure(name="commit to turn: median", unit="ms", runs=tuple(median(run) for run in waited)),
        Figure(name="commit to turn: 99th percentile", unit="ms", runs=slow, whole=percentile(every, 0.99)),
    ]


def hints_of_one_run(folder: Path, number: int) -> list[float]:
    with database(folder, f"wake{number}") as url:
        return list(json.loads(processes.output(["-m", "tests.benchmarks.wake"], settings_for(folder, url, None))))


def idling(folder: Path, runs: int) -> list[Figure]:
    with database(folder, "idle") as url:
        environment = settings_for(folder, url, None)
        processes.output(["manage.py", "migrate", "--verbosity=0"], environment)
        with processes.running(["manage.py", "work"], environment, folder / "idle.log") as worker:
            time.sleep(WARM_SECONDS)
            shares = tuple(share_of_a_core(worker.pid) for _ in range(runs))
    return [Figure(name="processor while nothing is due, of one core", unit="%", runs=shares, at_most=1)]


def share_of_a_core(pid: int) -> float:
    before = processes.nanoseconds(pid)
    time.sleep(IDLE_SECONDS)
    return 100 * (processes.nanoseconds(pid) - before) / 1e9 / IDLE_SECONDS


def remembering(folder: Path) -> list[Figure]:
    with desk(folder, "without") as one:
        without = after_some_pages(one)
    with desk(folder, "with", workers=1) as one:
        worker = processes.children(one.process.pid)[1]
        both = after_some_pages(one)
        own = processes.memory(worker)[0]
    return [
        Figure(name="memory of web and parent, after pages", unit="MB", runs=(without,)),
        Figure(name="memory of web, parent and worker, after pages", unit="MB", runs=(both,), at_most=220),
        Figure(name="memory of the worker among them", unit="MB", runs=(own,)),
    ]


def after_some_pages(one: Desk) -> float:
    """Megabytes, shared pages counted once."""
    visitor = one.agent()
    for _ in range(PAGES):
        expect(visitor.get(one.page), 200)
    return one.memory()[0]
