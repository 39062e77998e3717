"""Search among a thousand, a hundred thousand and a million messages, and what their index costs."""

import json
from pathlib import Path

from tests.benchmarks import processes
from tests.benchmarks.databases import database
from tests.benchmarks.desk import settings_for
from tests.benchmarks.figures import Figure

SIZES = (1_000, 100_000, 1_000_000)


def measure(folder: Path, runs: int) -> list[Figure]:
    """One run, whatever `runs` says: each search is repeated within it, and filling takes minutes."""
    return [figure for size in SIZES for figure in among(folder, size)]


def among(folder: Path, size: int) -> list[Figure]:
    with database(folder, f"search{size}") as url:
        output = processes.output(
            ["-m", "tests.benchmarks.find", f"--messages={size}"], settings_for(folder, url, None)
        )
    figures = list[Figure]()
    for what, value in json.loads(output).items():
        name = f"{size} messages: {what}"
        if isinstance(value, list):
            figures.append(Figure(name=f"{name}, median", unit="ms", runs=(value[0],)))
            figures.append(Figure(name=f"{name}, 99th", unit="ms", runs=(value[1],)))
        else:
            figures.append(Figure(name=name, runs=(value,)))
    return figures
