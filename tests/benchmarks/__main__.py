"""Measures the desk as docs/performance.md describes, and prints the figures: `make bench`, or
`python -m tests.benchmarks`. With `--write` they go to docs/figures/performance.md."""

import argparse
import datetime
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import (
    answers,
    arrival,
    calls,
    conversation,
    crowd,
    first_load,
    inbox,
    leads,
    lookups,
    mirror,
    notifications,
    pages,
    presence,
    processes,
    rows,
    search,
    sweep,
    worker,
)
from tests.benchmarks.figures import table

PARTS = {
    "lookups": lookups.measure,
    "pages": pages.measure,
    "conversation": conversation.measure,
    "crowd": crowd.measure,
    "arrival": arrival.measure,
    "first-load": first_load.measure,
    "calls": calls.measure,
    "list-page": mirror.list_page,
    "worker": worker.measure,
    "notifications": notifications.measure,
    "answers": answers.measure,
}
# Only when they are named: the first takes half an hour, the others a few minutes.
LONG = {
    "sweep": sweep.measure,
    "first-read": mirror.first_read,
    "sellers": mirror.sellers,
    "rows": rows.measure,
    "search": search.measure,
    "inbox": inbox.measure,
    "presence": presence.measure,
    "board": leads.board,
    "reports": leads.reports,
}

PAGE = processes.BASE_DIR / "docs/figures/performance.md"
HEAD = """\
# Measured performance

<!-- Written by `make bench WRITE=1`; changes by hand are lost. -->

What each row means and how it is measured: [performance.md](../performance.md).
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS | LONG)}; none: all but the last {len(LONG)}"
    )
    parser.add_argument("--runs", type=int, default=3, help="how often each is measured (3)")
    parser.add_argument("--write", action="store_true", help="write the figures of all parts to docs/figures")
    options = parser.parse_args()
    if unknown := set(options.parts) - (PARTS | LONG).keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if options.write and options.parts:
        parser.error("--write replaces the figures of all parts, so it measures all of them")
    heading = f"{processes.machine()}; {options.runs} runs of each, on {datetime.date.today()}."
    say(f"{heading}\n")
    sections = [section(name, options.runs) for name in options.parts or PARTS]
    if options.write:
        PAGE.write_text("\n".join([HEAD, f"{heading}\n", *sections]))


def section(name: str, runs: int) -> str:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="desk-benchmark-") as folder:
        figures = (PARTS | LONG)[name](Path(folder), runs)
    missed = sum(figure.is_met is False for figure in figures)
    text = f"## {name}\n\n{table(figures)}\n"
    say(f"{text}\n{missed or 'No'} aims missed; {time.monotonic() - started:.0f} s.\n")
    return text


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
