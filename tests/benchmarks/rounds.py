"""Requests one after another or side by side, and what the server's processes spent on them."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.benchmarks.desk import Desk
from tests.benchmarks.visitor import Answer, Visitor

Ask = Callable[[Visitor], Answer]


@dataclass(frozen=True, kw_only=True)
class Spent:
    """Seconds by request: of the processors that served it, and of the clock that waited for it."""

    cpu: float
    clock: float


def page(path: str) -> Ask:
    return lambda visitor: visitor.get(path)


def spent(desk: Desk, visitor: Visitor, ask: Ask, *, status: int, count: int) -> Spent:
    """Of requests that follow each other on one connection."""
    for _ in range(3):
        expect(ask(visitor), status)
    before, started = desk.cpu_seconds(), time.perf_counter()
    for _ in range(count):
        expect(ask(visitor), status)
    return Spent(cpu=(desk.cpu_seconds() - before) / count, clock=(time.perf_counter() - started) / count)


def throughput(desk: Desk, ask: Ask, *, status: int, seconds: float, connections: int = 4) -> float:
    """Answers a second, to that many connections that ask without a pause."""
    counts = [0] * connections
    ends = time.perf_counter() + seconds

    def visit(number: int) -> None:
        visitor = desk.agent(number)
        while time.perf_counter() < ends:
            expect(ask(visitor), status)
            counts[number] += 1
        visitor.close()

    side_by_side(connections, visit)
    return sum(counts) / seconds


def side_by_side(count: int, work: Callable[[int], None]) -> None:
    """Runs it in threads; what one of them raises is raised here."""
    failures: list[BaseException] = []

    def guarded(number: int) -> None:
        try:
            work(number)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def expect(answer: Answer, status: int) -> None:
    if answer.status != status:
        raise RuntimeError(f"The desk answered {answer.status} in place of {status}: {answer.body[:500]!r}")
