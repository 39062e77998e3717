"""A hundred agents, each with a chat open and the list beside it, whose pages beat every five seconds: what it costs
the desk to know who is there, beside the same without."""

import gzip
import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from statistics import median
from threading import Thread

from tests.benchmarks import processes
from tests.benchmarks.desk import Desk, desk
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.rounds import side_by_side
from tests.benchmarks.visitor import Answer, Visitor

AGENTS = 100
WORKERS = int(os.environ.get("WORKERS", "1"))  # SQLite wakes them with each commit of anybody
BEAT = 5.0  # seconds between two pulses of a page
WARM, SECONDS = 2, 6  # beats of every page, before and while it is measured
WITHOUT = {"BENCHMARK_WITHOUT_PRESENCE": "1"}
NEXT = re.compile(r'id="freshness".*?hx-get="([^"]+)"', re.DOTALL)
LIST = re.compile(r'id="inbox-rows"[^>]*data-list="([^"]+)"')


@dataclass
class Window:
    """One agent's page: it knows what it shows, and sends that with its pulse."""

    visitor: Visitor
    ask: str = ""
    rows: str = ""
    statuses: list[int] = field(default_factory=list)

    def shows(self, answer: Answer) -> None:
        packed = answer.header("content-encoding") == "gzip"
        text = (gzip.decompress(answer.body) if packed else answer.body).decode()
        self.ask = next((unescape(one) for one in NEXT.findall(text)), self.ask)
        self.rows = next(iter(LIST.findall(text)), self.rows)

    def open(self, address: str) -> None:
        self.shows(self.visitor.get(address))

    def beat(self) -> Answer:
        ask = f"{self.ask}&from=waiting&list={self.rows}&shown=50"
        answer = self.visitor.get(ask, HX_Request="true", HX_Target="freshness")
        self.statuses.append(answer.status)
        if answer.status == 200:
            self.shows(answer)
        return answer


@dataclass(frozen=True, kw_only=True)
class Load:
    """`cpu` is the share of one processor, `pulse` the processor's milliseconds for each pulse, `slow` the 99th
    percentile of their answers in milliseconds, `quiet` the share of those that had nothing new."""

    cpu: float
    pulse: float
    slow: float
    quiet: float
    writes: float
    rows: float


def measure(folder: Path, runs: int) -> list[Figure]:
    with ExitStack() as stack:
        known = stack.enter_context(desk(folder, "known", workers=WORKERS, agents=AGENTS))
        unknown = stack.enter_context(desk(folder, "unknown", workers=WORKERS, agents=AGENTS, extra=WITHOUT))
        loads = [both(known, unknown) for _ in range(runs)]
        counted = [queries(one) for one in (known, unknown)]
    return list(figures(loads, counted))


def figures(loads: list[tuple[Load, Load]], counted: list[int]) -> Iterator[Figure]:
    with_, without = ([pair[at] for pair in loads] for at in (0, 1))
    yield Figure(name="queries of a pulse with the list, nothing new", runs=(counted[0],), at_most=counted[1] + 2)
    yield Figure(name="the same without presence", runs=(counted[1],))
    for name, unit in (("cpu", "%"), ("pulse", "ms"), ("slow", "ms"), ("quiet", "%")):
        for suffix, found in (("", with_), (", without presence", without)):
            yield Figure(name=WORDS[name] + suffix, unit=unit, runs=tuple(getattr(one, name) for one in found))
    yield Figure(name="writes a second", runs=tuple(one.writes for one in with_), at_most=AGENTS / 10)
    yield Figure(name="rows", runs=tuple(one.rows for one in with_), at_most=AGENTS)
    more = median(one.cpu for one in with_) - median(one.cpu for one in without)
    yield Figure(name="what presence takes of one processor", unit="%", runs=(more,), at_most=10)


WORDS = {
    "cpu": "100 agents: share of one processor",
    "pulse": "a pulse: server CPU",
    "slow": "a pulse: 99th percentile",
    "quiet": "pulses with nothing new",
}


def both(known: Desk, unknown: Desk) -> tuple[Load, Load]:
    """Side by side, so that whatever else the machine does slows both."""
    found: dict[int, Load] = {}
    desks = (known, unknown)
    side_by_side(2, lambda number: found.update({number: load_of(desks[number])}))
    return found[0], found[1]


def load_of(one: Desk) -> Load:
    chats = one.told["other_talks"]
    windows = [Window(one.agent(number)) for number in range(AGENTS)]
    for number, window in enumerate(windows):
        window.open(f"{one.address(chats[number % len(chats)])}?from=waiting")
    beats(windows, WARM)
    seen: dict[str, float] = {}
    length = SECONDS * BEAT
    watch = Thread(target=lambda: seen.update(watched(one, length)))
    watch.start()
    before, started = one.cpu_seconds(), time.perf_counter()
    answers = beats(windows, SECONDS)
    spent, passed = one.cpu_seconds() - before, time.perf_counter() - started
    watch.join()
    for window in windows:
        window.visitor.close()
    return Load(
        cpu=100 * spent / passed,
        pulse=1000 * spent / len(answers),
        slow=1000 * percentile([answer.seconds for answer in answers], 0.99),
        quiet=100 * sum(answer.status == 204 for answer in answers) / len(answers),
        writes=seen["writes"] / length,
        rows=seen["rows"],
    )


def beats(windows: list[Window], count: int) -> list[Answer]:
    """Every window beats so often, one after another, spread evenly."""
    started, answers = time.perf_counter(), []
    for turn in range(count * len(windows)):
        time.sleep(max(0.0, started + turn * BEAT / len(windows) - time.perf_counter()))
        answers.append(windows[turn % len(windows)].beat())
    return answers


def watched(one: Desk, seconds: float) -> dict[str, float]:
    found: dict[str, float] = json.loads(
        processes.output(["-m", "tests.benchmarks.presence_rows", str(seconds)], one.environment)
    )
    return found


def queries(one: Desk) -> int:
    """Of a pulse with nothing new, on a page that has noted its agent."""
    window = Window(one.agent(0))
    window.open(f"{one.address(one.told['other_talks'][0])}?from=waiting")
    while window.beat().status != 204:
        pass
    window.visitor.close()
    path = f"{window.ask}&from=waiting&list={window.rows}&shown=50"
    return len(one.queries(path, part="freshness"))
