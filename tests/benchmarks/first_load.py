"""What an empty browser fetches at its first visit, and when it has painted. Needs Chromium, as browser tests do."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.benchmarks.desk import Desk, desk
from tests.benchmarks.figures import Figure

EXECUTABLE = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LOADS = 4  # in one run
SETTLED = 400  # milliseconds after which nothing is fetched or painted any more
SHIFTS_AND_PAINT = """() => new Promise(done => {
  const seen = {lcp: 0, cls: 0};
  new PerformanceObserver(list => list.getEntries().forEach(entry => { seen.lcp = entry.startTime; }))
    .observe({type: "largest-contentful-paint", buffered: true});
  new PerformanceObserver(list => list.getEntries().forEach(entry => { seen.cls += entry.value; }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(seen), 200);
})"""


@dataclass
class Load:
    """One page with all it fetches: bytes as they come over the wire, headers included."""

    size: int = 0
    html: int = 0
    document: str = ""
    hosts: list[str] = field(default_factory=list)
    pulses: int = 0  # what the open page asks by itself, not a part of its loading
    lcp: float = 0.0
    cls: float = 0.0


def measure(folder: Path, runs: int) -> list[Figure]:
    with desk(folder, "first") as one, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        pages = {"chat page": one.page, "start page": "/"}
        load(browser, one, one.page)  # whatever the browser itself does only once
        loads = {
            name: [[load(browser, one, path) for _ in range(LOADS)] for _ in range(runs)]
            for name, path in pages.items()
        }
        browser.close()
    return [figure for name, found in loads.items() for figure in figures(name, found, f"127.0.0.1:{one.port}")]


def load(browser: Browser, one: Desk, path: str) -> Load:
    context = browser.new_context(locale="ru-RU", viewport={"width": 1440, "height": 900})
    session = {"name": f"session-{one.port}", "value": one.told["agents"][0], "url": f"http://127.0.0.1:{one.port}"}
    context.add_cookies([session])
    page = context.new_page()
    found = Load()
    watch(context.new_cdp_session(page), found)
    visit(page, f"http://127.0.0.1:{one.port}{path}", found)
    context.close()
    return found


def watch(devtools: CDPSession, found: Load) -> None:
    devtools.on("Network.requestWillBeSent", lambda event: note(event, found))
    devtools.on("Network.loadingFinished", lambda event: count(event, found))
    devtools.send("Network.enable")


def note(event: dict[str, Any], found: Load) -> None:
    request = event["request"]
    if event["type"] == "Document":
        found.document = event["requestId"]
    if "HX-Request" in request["headers"]:
        found.pulses += 1
    else:
        found.hosts.append(urlsplit(request["url"]).netloc)


def count(event: dict[str, Any], found: Load) -> None:
    if event["requestId"] == found.document:
        found.html = int(event["encodedDataLength"])
    found.size += int(event["encodedDataLength"])


def visit(page: Page, address: str, found: Load) -> None:
    page.goto(address)
    page.wait_for_timeout(SETTLED)
    seen = page.evaluate(SHIFTS_AND_PAINT)
    found.lcp, found.cls = seen["lcp"] / 1000, seen["cls"]


def figures(name: str, runs: list[list[Load]], host: str) -> list[Figure]:
    def of_each(worst: Callable[[Load], float]) -> tuple[float, ...]:
        return tuple(max(worst(one) for one in run) for run in runs)

    def strangers(one: Load) -> int:
        return sum(other != host for other in one.hosts)

    return [
        Figure(name=f"{name}: over the wire", unit="KB", runs=of_each(lambda one: one.size / 1024), at_most=60),
        Figure(name=f"{name}: of that HTML", unit="KB", runs=of_each(lambda one: one.html / 1024)),
        Figure(name=f"{name}: requests", runs=of_each(lambda one: len(one.hosts)), at_most=8),
        Figure(name=f"{name}: what the open page asks at once", runs=of_each(lambda one: one.pulses)),
        Figure(name=f"{name}: requests to another host", runs=of_each(strangers), at_most=0),
        Figure(name=f"{name}: largest contentful paint", unit="s", runs=of_each(lambda one: one.lcp), at_most=0.8),
        Figure(name=f"{name}: layout shift", runs=of_each(lambda one: one.cls), at_most=0.02),
    ]
