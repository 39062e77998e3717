"""A chat's page with its messages, against the yardstick W: what it costs, how large it is, how it grows."""

import gzip
from itertools import cycle
from pathlib import Path

from tests.benchmarks.desk import Desk, desk
from tests.benchmarks.figures import Figure
from tests.benchmarks.pages import REQUESTS, repeated
from tests.benchmarks.rounds import Ask, expect, page, spent, throughput

USUAL, LONG = "usual", "long"  # 50 messages and 5 000: tests.benchmarks.data
KB = 1024


def measure(folder: Path, runs: int) -> list[Figure]:
    with desk(folder, "conversation") as one:
        queries = {name: len(one.queries(address(one, name))) for name in (USUAL, LONG)}
        return [
            *compared_with_yardstick(one, runs),
            Figure(name="50 messages: queries", runs=(queries[USUAL],), at_most=9),
            *size(one),
            *grown(one, runs),
            Figure(name="5000 messages: queries", runs=(queries[LONG],), at_most=queries[USUAL]),
            *nothing_new(one, runs),
        ]


def address(one: Desk, name: str) -> str:
    return one.address(one.told["talks"][name])


def never_rendered(one: Desk) -> Ask:
    """A page of messages that no process has rendered, or none has cached any more."""
    pages = cycle(map(one.address, one.told["other_talks"]))
    return lambda visitor: visitor.get(next(pages))


def compared_with_yardstick(one: Desk, runs: int) -> list[Figure]:
    visitor, anew = one.agent(), never_rendered(one)

    def once() -> tuple[float, float, float]:
        yardstick = spent(one, visitor, page("/yardstick/"), status=200, count=2 * REQUESTS)
        known = spent(one, visitor, page(address(one, USUAL)), status=200, count=REQUESTS)
        rendered = spent(one, visitor, anew, status=200, count=REQUESTS // 2)
        return yardstick.cpu * 1000, known.cpu * 1000, rendered.cpu * 1000

    yardstick, known, rendered = repeated(runs, once)
    ratios, anew_ratios = (tuple(a / w for a, w in zip(each, yardstick, strict=True)) for each in (known, rendered))
    return [
        Figure(name="50 messages: server CPU", unit="W", runs=ratios, at_most=4),
        Figure(name="50 messages: the same in time", unit="ms", runs=known),
        Figure(name="50 messages never rendered before: server CPU", unit="W", runs=anew_ratios),
        Figure(name="50 messages never rendered before: the same in time", unit="ms", runs=rendered),
        Figure(name="W", unit="ms", runs=yardstick),
    ]


def size(one: Desk) -> list[Figure]:
    answer = one.agent().get(address(one, USUAL))
    expect(answer, 200)
    return [
        Figure(name="50 messages: HTML, gzip", unit="KB", runs=(len(gzip.compress(answer.body)) / KB,), at_most=15),
        Figure(name="50 messages: HTML as sent", unit="KB", runs=(len(answer.body) / KB,)),
    ]


def grown(one: Desk, runs: int) -> list[Figure]:
    visitor = one.agent()

    def once() -> tuple[float, float]:
        few, many = (
            spent(one, visitor, page(address(one, name)), status=200, count=REQUESTS // 2) for name in (USUAL, LONG)
        )
        return few.clock * 1000, many.clock * 1000

    few, many = repeated(runs, once)
    ratios = tuple(b / a for a, b in zip(few, many, strict=True))
    return [
        Figure(name="5000 messages: time by that of 50", unit="×", runs=ratios, at_most=1.2),
        Figure(name="5000 messages: time", unit="ms", runs=many),
    ]


def nothing_new(one: Desk, runs: int) -> list[Figure]:
    _, _, version, seen = one.told["known"]
    last = one.told["last"]
    polled = f"{address(one, USUAL)}?v={version}&seen={seen}&last={last}&tail="

    def once() -> tuple[float, float]:
        yardstick = throughput(one, page("/yardstick/"), status=200, seconds=0.8)
        pulse = throughput(one, lambda visitor: visitor.part(polled, "freshness"), status=204, seconds=0.8)
        return yardstick, pulse

    yardstick, pulse = repeated(runs, once)
    ratios = tuple(a / w for a, w in zip(pulse, yardstick, strict=True))
    return [
        Figure(name="pulse, nothing new: throughput", unit="W", runs=ratios, at_least=round(2 / 3, 3)),
        Figure(name="pulse, nothing new: answers a second", runs=pulse),
    ]
