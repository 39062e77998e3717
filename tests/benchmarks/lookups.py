"""What a lookup of a chat that the desk has never seen adds on top of Market's own answer time."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from time import perf_counter

import requests

from tests.benchmarks import certificates
from tests.benchmarks.desk import Desk, Market, desk, market
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.rounds import expect

LATENCY = 0.15
PAIRS = 60  # in one run
WARM_UP = 8  # each process and thread once


@dataclass
class Line:
    """One way to Market: the desk's lookups and bare calls, in turns."""

    name: str
    desk: Desk
    market: Market
    bare: list[list[float]] = field(default_factory=list)  # by run
    ours: list[list[float]] = field(default_factory=list)
    whole: list[list[float]] = field(default_factory=list)  # with the page that the browser goes on to

    def run(self, pairs: int) -> None:
        numbers = iter(self.market.new_chats(self.desk.told["business_id"], 2 * pairs))
        with requests.Session() as session:
            rows = [(self.call(session, next(numbers)), *self.look_up(next(numbers))) for _ in range(pairs)]
        for kept, column in zip((self.bare, self.ours, self.whole), zip(*rows, strict=True), strict=True):
            kept.append(list(column))

    def call(self, session: requests.Session, chat_id: int) -> float:
        url = f"{self.market.url}/v2/businesses/{self.desk.told['business_id']}/chat"
        headers = {"Api-Key": self.desk.told["token"]}
        started = perf_counter()
        answer = session.get(
            url, params={"chatId": chat_id}, headers=headers, timeout=10, verify=self.market.bundle or True
        )
        answer.json()
        answer.raise_for_status()
        return perf_counter() - started

    def look_up(self, chat_id: int) -> tuple[float, float]:
        visitor = self.desk.agent()
        expect(visitor.get("/yardstick/"), 200)  # the connection is there before, as a browser's is
        answer = visitor.part(f"/lookup/?q={chat_id}&seller=", "lookup-result")
        address = answer.header("hx-redirect")
        if not address:
            raise RuntimeError(f"The lookup of {chat_id} led nowhere: {answer.body[:500]!r}")
        page = visitor.get(address)
        expect(page, 200)
        visitor.close()
        return answer.seconds, answer.seconds + page.seconds

    def figures(self) -> Iterator[Figure]:
        for share, what, most in ((0.5, "median", 5.0), (0.99, "99th percentile", 10.0)):
            yield Figure(
                name=f"{self.name}: a lookup adds, {what}",
                unit="%",
                at_most=most,
                runs=tuple(added(*pair, share) for pair in zip(self.ours, self.bare, strict=True)),
                whole=added(list(chain(*self.ours)), list(chain(*self.bare)), share),
            )
        for what, kept in (("bare call", self.bare), ("lookup", self.ours), ("lookup and its page", self.whole)):
            runs = tuple(percentile(run, 0.5) * 1000 for run in kept)
            yield Figure(name=f"{self.name}: {what}, median", unit="ms", runs=runs)


def added(ours: list[float], bare: list[float], share: float) -> float:
    return (percentile(ours, share) / percentile(bare, share) - 1) * 100


def measure(folder: Path, runs: int) -> list[Figure]:
    made = certificates.make(folder)
    with ExitStack() as stack:
        plain = stack.enter_context(market(folder, latency=LATENCY, keep_alive=True))
        secure = stack.enter_context(market(folder, latency=LATENCY, server=made.server, bundle=made.bundle))
        lines = [
            Line(name, stack.enter_context(desk(folder, f"lookups-{number}", market=one)), one)
            for number, (name, one) in enumerate((("HTTP, kept", plain), ("TLS, closed", secure)))
        ]
        for line in lines:
            warm_up(line)
            for _ in range(runs):
                line.run(PAIRS)
        return [figure for line in lines for figure in line.figures()]


def warm_up(line: Line) -> None:
    for chat_id in line.market.new_chats(line.desk.told["business_id"], WARM_UP):
        line.look_up(chat_id)
