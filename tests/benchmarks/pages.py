"""Pages that need no call to Market, against the yardstick W, at a thousand and at a million chats; memory after it."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.desk import Desk, desk
from tests.benchmarks.figures import Figure
from tests.benchmarks.rounds import page, spent, throughput

FEW, MANY = 1_000, 1_000_000
ROUNDS, REQUESTS = 4, 40  # in one run
LISTS = {
    "sellers": "/admin/chats/seller/",
    "lookups": "/admin/chats/lookup/",
    "users": "/team/people/",
}


def measure(folder: Path, runs: int) -> list[Figure]:
    with ExitStack() as stack:
        few = stack.enter_context(desk(folder, "few", chats=FEW))
        many = stack.enter_context(desk(folder, "many", chats=MANY))
        counted = [len(one.queries(one.page)) for one in (few, many)]
        known = [compared_with_yardstick(one, chats, runs) for one, chats in ((few, FEW), (many, MANY))]
        return [
            *(figure for figures in known for figure in figures),
            Figure(name=f"known chat: queries at {FEW} chats", runs=(counted[0],), at_most=9),
            Figure(name=f"known chat: queries at {MANY} chats", runs=(counted[1],), at_most=counted[0]),
            *with_one_recent(few, runs),
            *nothing_new(many, runs),
            *(figure for name in LISTS for figure in grown(name, few, many, runs)),
            *memory(many),
        ]


def repeated(runs: int, once: Callable[[], tuple[float, ...]]) -> list[tuple[float, ...]]:
    """By figure, the values of all runs; in each, rounds follow in turns and are averaged."""
    values = []
    for _ in range(runs):
        rounds = [once() for _ in range(ROUNDS)]
        values.append([sum(column) / ROUNDS for column in zip(*rounds, strict=True)])
    return [tuple(column) for column in zip(*values, strict=True)]


def compared_with_yardstick(one: Desk, chats: int, runs: int) -> list[Figure]:
    visitor = one.agent()

    def once() -> tuple[float, float]:
        yardstick = spent(one, visitor, page("/yardstick/"), status=200, count=2 * REQUESTS)
        known = spent(one, visitor, page(one.page), status=200, count=REQUESTS)
        return yardstick.cpu * 1000, known.cpu * 1000

    yardstick, known = repeated(runs, once)
    ratios = tuple(page / w for page, w in zip(known, yardstick, strict=True))
    return [
        Figure(name=f"known chat: server CPU at {chats} chats", unit="W", runs=ratios, at_most=2),
        Figure(name=f"known chat: the same in time, at {chats} chats", unit="ms", runs=known),
        Figure(name=f"W at {chats} chats", unit="ms", runs=yardstick),
    ]


def with_one_recent(one: Desk, runs: int) -> list[Figure]:
    """For a person whose list beside it has this one chat: what ten rows cost is the difference."""
    visitor = one.boss()

    def once() -> tuple[float, float]:
        yardstick = spent(one, visitor, page("/yardstick/"), status=200, count=REQUESTS)
        return yardstick.cpu, spent(one, visitor, page(one.page), status=200, count=REQUESTS // 2).cpu

    yardstick, known = repeated(runs, once)
    ratios = tuple(page / w for page, w in zip(known, yardstick, strict=True))
    return [Figure(name="known chat, one row beside it: server CPU", unit="W", runs=ratios)]


def nothing_new(one: Desk, runs: int) -> list[Figure]:
    def poll(visitor):
        return visitor.part(one.poll, "freshness")

    def once() -> tuple[float, float]:
        yardstick = throughput(one, page("/yardstick/"), status=200, seconds=0.8)
        return yardstick, throughput(one, poll, status=204, seconds=0.8)

    yardstick, polled = repeated(runs, once)
    ratios = tuple(poll / w for poll, w in zip(polled, yardstick, strict=True))
    return [
        Figure(name="poll, nothing new: throughput", unit="W", runs=ratios, at_least=round(2 / 3, 3)),
        Figure(name="poll, nothing new: answers a second", runs=polled),
    ]


def grown(name: str, few: Desk, many: Desk, runs: int) -> list[Figure]:
    visitors = few.boss(), many.boss()
    ask = page(LISTS[name])

    def once() -> tuple[float, float]:
        small, large = (
            spent(one, visitor, ask, status=200, count=REQUESTS // 4)
            for one, visitor in zip((few, many), visitors, strict=True)
        )
        return small.clock * 1000, large.clock * 1000

    small, large = repeated(runs, once)
    ratios = tuple(b / a for a, b in zip(small, large, strict=True))
    return [
        Figure(name=f"admin's {name}: time at {MANY} rows by time at {FEW}", unit="×", runs=ratios, at_most=1.5),
        Figure(name=f"admin's {name} at {MANY} rows", unit="ms", runs=large),
    ]


def memory(one: Desk) -> list[Figure]:
    once, each = one.memory()
    return [
        Figure(name="memory of all processes", unit="MB", runs=(once,), at_most=200),
        Figure(name="memory, shared pages counted in each process", unit="MB", runs=(each,)),
    ]
