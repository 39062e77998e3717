"""How long a buyer's message takes to its row of the inbox, in a real browser: with notifications, and by the sweep
alone. Needs Chromium, as browser tests do."""

import os
import random
import time
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.benchmarks import processes
from tests.benchmarks.desk import Desk, Market, desk, market
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.first_load import ARGUMENTS, EXECUTABLE
from tests.benchmarks.notifications import ADDRESS, LOOPBACK

LATENCY = 0.2  # of each of Market's answers
CHATS = 16
MESSAGES = 60
BETWEEN = 3.0  # seconds, on average
FIRST_READ = 45.0  # until the sandbox's chats are in the list
LONGEST = 60.0
PULSE = 6.0  # static/js/pulse.js, of an active person, with its jitter
# The chats of the benchmark's own data are none of the sandbox's, and would stand above its rows.
CLEAR = """
import django; django.setup()
from chats.models import Chat
Chat.objects.update(status="FINISHED", urgency=None, queue_at=None, waiting_since=None)
"""
WATCH = """() => {
  window.seenAt = {};
  const look = () => {
    for (const [said] of document.querySelector("#inbox-rows").textContent.matchAll(/message \\d+/g)) {
      window.seenAt[said] ??= Date.now();
    }
  };
  new MutationObserver(look).observe(document.querySelector("#inbox-rows"), {childList: true, subtree: true});
}"""


def measure(folder: Path, runs: int) -> list[Figure]:
    """One run of each, whatever `runs` says: each takes four minutes."""
    os.environ.update(LOOPBACK)
    try:
        told = arrivals(folder, "announced", announced=True)
        swept = arrivals(folder, "swept", announced=False)
    finally:
        for name in LOOPBACK:
            del os.environ[name]
    return [
        *figures("message to row, with notifications", told, median=2 + PULSE, slow=5 + PULSE),
        *figures("message to row, without", swept, median=None, slow=30),
    ]


def figures(name: str, seconds: list[float], *, median: float | None, slow: float) -> list[Figure]:
    return [
        Figure(name=f"{name}: median", unit="s", runs=(percentile(seconds, 0.5),), at_most=median),
        Figure(name=f"{name}: 99th percentile", unit="s", runs=(percentile(seconds, 0.99),), at_most=slow),
        Figure(name=f"{name}: messages", runs=(len(seconds),)),
    ]


def arrivals(folder: Path, name: str, *, announced: bool) -> list[float]:
    with (
        market(folder, latency=LATENCY) as upstream,
        desk(folder, name, chats=70, market=upstream, workers=1) as one,
        sync_playwright() as playwright,
    ):
        processes.output(["-c", CLEAR], one.environment)
        business_id = one.told["business_id"]
        chats = upstream.new_chats(business_id, CHATS)
        if announced:
            secret = processes.output(["-c", ADDRESS.format(business_id=business_id)], one.environment).strip()
            url = f"http://127.0.0.1:{one.port}/notifications/{secret}"
            upstream.order("connect-notifications", business_id=business_id, url=url)
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        page = opened(browser.new_context(locale="ru-RU", viewport={"width": 1440, "height": 900}), one)
        waited = waits(page, upstream, business_id, chats)
        browser.close()
    return waited


def opened(context: BrowserContext, one: Desk) -> Page:
    address = f"http://127.0.0.1:{one.port}"
    context.add_cookies([{"name": f"session-{one.port}", "value": one.told["agents"][0], "url": address}])
    page = context.new_page()
    time.sleep(FIRST_READ)
    page.goto(address)
    page.evaluate(WATCH)
    return page


def waits(page: Page, upstream: Market, business_id: int, chats: list[int]) -> list[float]:
    """Seconds from each message at Market to its row. The hand is on the page, away from the list."""
    said: dict[str, float] = {}
    for number in range(MESSAGES):
        text = f"message {number}"
        said[text] = time.time()
        # Each chat in its turn, so that no message takes the row of one that is still on its way.
        chat_id = chats[number % len(chats)]
        upstream.order("buyer-writes", business_id=business_id, chat_id=chat_id, text=text)
        work(page, random.expovariate(1 / BETWEEN))
    ends = time.time() + LONGEST
    while time.time() < ends and len(page.evaluate("window.seenAt")) < MESSAGES:
        work(page, 1)
    seen = page.evaluate("window.seenAt")
    if lost := said.keys() - seen.keys():
        raise RuntimeError(f"{len(lost)} messages did not come to the list")
    return [seen[text] / 1000 - at for text, at in said.items()]


def work(page: Page, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        page.mouse.move(900 + random.randrange(50), 500)
        page.wait_for_timeout(min(left, 1.0) * 1000)
