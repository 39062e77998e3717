"""How long a buyer's message takes to an open page, and how many calls open pages cost at Market in an hour."""

import gzip
import html
import json
import random
import re
import threading
import time
from pathlib import Path
from statistics import median

from tests.benchmarks import processes
from tests.benchmarks.databases import database
from tests.benchmarks.desk import Desk, Market, desk, market, settings_for
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.rounds import expect
from tests.benchmarks.visitor import Answer, Visitor

LATENCY = 0.2  # of each of Market's answers
PAGES = 8  # open at once, each of another chat of one seller
SECONDS = 75.0  # of one run
BETWEEN_MESSAGES = 0.6
PULSE, JITTER = 5.0, 0.2  # static/js/pulse.js, of an active person
CURSOR = re.compile(r'hx-get="\?([^"]+)"')
# Of each operation: what its hour has without the fifth that is kept for people's own actions.
MOST_CALLS = {"getChatHistory": 8_000, "getChat": 800, "getChats": 4_000}


def measure(folder: Path, runs: int) -> list[Figure]:
    return [*arrivals(folder, runs), *open_for(folder, chats=1, minutes=60), *open_for(folder, chats=100, minutes=10)]


def arrivals(folder: Path, runs: int) -> list[Figure]:
    with market(folder, latency=LATENCY) as upstream, desk(folder, "arrival", market=upstream) as one:
        waited = [arrivals_of_one_run(one, upstream) for _ in range(runs)]
    every = [seconds for run in waited for seconds in run]
    medians = tuple(median(run) for run in waited)
    slow = tuple(percentile(run, 0.99) for run in waited)
    return [
        Figure(name="message to page: median", unit="s", runs=medians, at_most=5),
        Figure(name="message to page: 99th percentile", unit="s", runs=slow, whole=percentile(every, 0.99), at_most=10),
        Figure(name="messages measured", runs=(len(every),)),
    ]


def arrivals_of_one_run(one: Desk, upstream: Market) -> list[float]:
    business_id = one.told["business_id"]
    pages = [Page(one, chat_id) for chat_id in upstream.new_chats(business_id, PAGES)]
    threads = [threading.Thread(target=page.stay_open, args=(SECONDS,)) for page in pages]
    for thread in threads:
        thread.start()
    until = time.monotonic() + SECONDS - 12  # what is said last must still arrive
    while time.monotonic() < until:
        time.sleep(random.expovariate(1 / BETWEEN_MESSAGES))
        page = random.choice(pages)
        text = f"message {time.monotonic_ns()}"
        page.said[text] = time.monotonic()
        upstream.order("say", business_id=business_id, chat_id=page.chat_id, text=text)
    for thread in threads:
        thread.join()
    if lost := [text for page in pages for text in page.said]:
        raise RuntimeError(f"{len(lost)} messages did not arrive")
    return [seconds for page in pages for seconds in page.waited]


class Page:
    """An open, visible page, as far as its pulse goes."""

    def __init__(self, one: Desk, chat_id: int) -> None:
        self.chat_id = chat_id
        self.address = one.address(chat_id)
        self.visitor = Visitor(one.port, session=one.told["agents"][0])
        self.said: dict[str, float] = {}
        self.waited: list[float] = []
        self.cursor = ""

    def stay_open(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        self.take(self.visitor.get(self.address))
        time.sleep(0.3)
        while time.monotonic() < ends:
            asks_again = self.take(self.visitor.part(f"{self.address}?{self.cursor}", "freshness"))
            time.sleep(0.05 if asks_again else PULSE * random.uniform(1 - JITTER, 1 + JITTER))

    def take(self, answer: Answer) -> bool:
        """Notes the messages in an answer. Returns whether it makes the page ask again at once."""
        if answer.status == 204:
            return False
        expect(answer, 200)
        body = gzip.decompress(answer.body) if answer.header("content-encoding") == "gzip" else answer.body
        text = html.unescape(body.decode())
        if found := CURSOR.search(text):
            self.cursor = found[1]
        for said in [one for one in list(self.said) if one in text]:
            self.waited.append(time.monotonic() - self.said.pop(said))
        return "desk:ask" in answer.header("hx-trigger-after-settle")


def open_for(folder: Path, *, chats: int, minutes: int) -> list[Figure]:
    """By a clock that is turned on by hand, with calls over real HTTP: tests.benchmarks.open_hour."""
    command = ["-m", "tests.benchmarks.open_hour", f"--chats={chats}", f"--minutes={minutes}"]
    with database(folder, f"open-{chats}") as url:
        told = json.loads(processes.output(command, settings_for(folder, url, None)))
    an_hour = {operation: calls * 60 / minutes for operation, calls in told["calls"].items()}
    name = f"{chats} open for {minutes} min"
    return [
        *(
            Figure(name=f"{name}: calls of {operation} in an hour", runs=(an_hour.get(operation, 0),), at_most=most)
            for operation, most in MOST_CALLS.items()
        ),
        Figure(name=f"{name}: time between two looks at a chat", unit="s", runs=(told["gap"],)),
        Figure(name=f"{name}: pages that were told of a limit", runs=(told["refused"],), at_most=0),
    ]
