"""What it costs to suggest prepared answers, among ten and a thousand of them."""

import json
from pathlib import Path

from tests.benchmarks import processes
from tests.benchmarks.databases import database
from tests.benchmarks.desk import settings_for
from tests.benchmarks.figures import Figure

SIZES = (10, 1_000)
STEPS = {"cold": "words not known yet", "new": "a new question", "known": "a question asked before"}


def measure(folder: Path, runs: int) -> list[Figure]:
    figures = []
    for size in SIZES:
        told = [asked(folder, size, run) for run in range(runs)]
        for step, words in STEPS.items():
            milliseconds = tuple(one[step] for one in told)
            figures.append(Figure(name=f"suggestions among {size} answers, {words}", unit="ms", runs=milliseconds))
    return figures


def asked(folder: Path, size: int, run: int) -> dict[str, float]:
    with database(folder, f"answers-{size}-{run}", keep=False) as url:
        output = processes.output(["-m", "tests.benchmarks.answers_asked", str(size)], settings_for(folder, url, None))
        return json.loads(output)
