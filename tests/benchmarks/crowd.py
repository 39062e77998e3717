"""Sixteen agents at once while Market takes its time, and while it hangs: how long the desk's own pages take."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain, cycle
from pathlib import Path
from urllib.parse import urlencode

from tests.benchmarks import processes
from tests.benchmarks.desk import Desk, Market, desk, market
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.rounds import expect, side_by_side
from tests.benchmarks.visitor import Answer, Visitor

LATENCY = 0.3
SECONDS = 8.0  # under each kind of load
PAUSE = 0.5  # on average, between two things that one agent does
SIGN_IN = "sign-in"
MOST_LOOKUPS = 400


class Times:
    """Seconds by kind of page, from all threads, and of lookups: those that found, those that were put off."""

    def __init__(self) -> None:
        self.own: dict[str, list[float]] = defaultdict(list)
        self.found: list[float] = []
        self.put_off: list[float] = []

    @property
    def pages(self) -> list[float]:
        return list(chain(*(values for kind, values in self.own.items() if kind != SIGN_IN)))


class Crowd:
    def __init__(self, desk: Desk, sandbox: Market) -> None:
        self.desk = desk
        self.sandbox = sandbox
        self.numbers: Iterator[int] = iter(range(20_000_000, 30_000_000))
        self.ends = 0.0
        self.times = Times()

    def run(self, agents: int, *, hung: bool = False) -> Times:
        """One probe asks for the desk's own pages, and this many agents look up chats that nobody has seen."""
        self.times = Times()
        numbers = [next(self.numbers) for _ in range(MOST_LOOKUPS)]
        if agents and not hung:
            for number in numbers:
                self.sandbox.order("add-chat", business_id=self.desk.told["business_id"], chat_id=number)
        left = iter(numbers)
        self.ends = time.monotonic() + SECONDS
        wake = threading.Timer(SECONDS, self.sandbox.order, ["reset"])
        wake.start()
        side_by_side(1 + agents, lambda number: self.agent(number - 1, left) if number else self.probe())
        wake.join()
        return self.times

    def probe(self) -> None:
        visitor, boss = self.desk.agent(), Visitor(self.desk.port)
        for turn in cycle(range(6)):
            for kind in self.kinds:
                self.own(visitor, kind)
                time.sleep(0.02)
                if time.monotonic() > self.ends:
                    return
            if turn == 0:
                self.times.own[SIGN_IN].append(sign_in(boss, *self.desk.told["credentials"]).seconds)

    def agent(self, number: int, left: Iterator[int]) -> None:
        visitor = self.desk.agent(number)
        for kind in cycle(["lookup", "known chat", "nothing new", "start"]):
            time.sleep(random.uniform(0.5, 1.5) * PAUSE)
            if time.monotonic() > self.ends:
                return
            if kind == "lookup":
                answer = visitor.part(f"/lookup/?q={next(left)}", "lookup-result")
                expect(answer, 200)
                kept = self.times.found if answer.header("hx-redirect") else self.times.put_off
                kept.append(answer.seconds)
            else:
                self.own(visitor, kind)

    @property
    def kinds(self) -> dict[str, tuple[str, int]]:
        return {
            "known chat": (self.desk.page, 200),
            "nothing new": (self.desk.poll, 204),
            "start": ("/", 200),
            "healthz": ("/healthz", 200),
        }

    def own(self, visitor: Visitor, kind: str) -> None:
        path, status = self.kinds[kind]
        answer = visitor.part(path, "freshness") if status == 204 else visitor.get(path)
        expect(answer, status)
        self.times.own[kind].append(answer.seconds)


def sign_in(visitor: Visitor, name: str, password: str) -> Answer:
    visitor.cookies.clear()
    form = visitor.get("/login/")
    token = form.body.partition(b'name="csrfmiddlewaretoken" value="')[2].partition(b'"')[0].decode()
    cookie = f"csrf-{visitor.port}"
    visitor.cookies[cookie] = form.header("set-cookie").partition(f"{cookie}=")[2].partition(";")[0]
    answer = visitor.post("/login/", urlencode({"username": name, "password": password, "csrfmiddlewaretoken": token}))
    expect(answer, 302)
    return answer


def measure(folder: Path, runs: int) -> list[Figure]:
    with ExitStack() as stack:
        sandbox = stack.enter_context(market(folder, latency=LATENCY))
        one = stack.enter_context(desk(folder, "crowd", market=sandbox))
        crowd = Crowd(one, sandbox)
        alone, slow, hung = [], [], []
        for _ in range(runs):
            alone.append(crowd.run(0))
            slow.append(crowd.run(len(one.told["agents"])))
            sandbox.order("fail", fault="never")
            hung.append(crowd.run(len(one.told["agents"]), hung=True))
            processes.output(["-m", "tests.benchmarks.data", "--forget-trouble"], one.environment)
        once, _ = one.memory()
    return [
        *slower("Market at 300 ms", slow, alone),
        *slower("Market hung", hung, alone),
        Figure(name="lookups a second, Market at 300 ms", runs=tuple(len(times.found) / SECONDS for times in slow)),
        Figure(name="of them put off as busy", unit="%", runs=tuple(put_off(times) for times in slow)),
        Figure(name="memory of all processes", unit="MB", runs=(once,), at_most=200),
    ]


def slower(load: str, loaded: list[Times], alone: list[Times]) -> Iterator[Figure]:
    pages = [(times.pages, unloaded.pages) for times, unloaded in zip(loaded, alone, strict=True)]
    sign_ins = [(times.own[SIGN_IN], unloaded.own[SIGN_IN]) for times, unloaded in zip(loaded, alone, strict=True)]
    for what, pairs in (("own pages", pages), (SIGN_IN, sign_ins)):
        busy, quiet = (list(chain(*column)) for column in zip(*pairs, strict=True))
        ratios = tuple(percentile(mine, 0.99) / percentile(other, 0.99) for mine, other in pairs)
        whole = percentile(busy, 0.99) / percentile(quiet, 0.99)
        name = f"16 agents, {load}: {what}, 99th percentile"
        yield Figure(name=f"{name} by unloaded", unit="×", runs=ratios, whole=whole, at_most=3)
        runs = tuple(percentile(mine, 0.99) * 1000 for mine, _ in pairs)
        yield Figure(name=name, unit="ms", runs=runs, whole=percentile(busy, 0.99) * 1000)


def put_off(times: Times) -> float:
    return 100 * len(times.put_off) / max(len(times.put_off) + len(times.found), 1)
