"""M4, N9: workers are killed at any moment. What was due is done in the end, and each effect is there once."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.utils import timezone

from chats.models import Seller, WebhookEvent
from chats.models.due import LONG_AGO
from chats.sandbox import Sandbox
from chats.services import jobs
from tests.faults import hints
from tests.faults.desk import environment_of_desk
from tests.serve_fixture import BASE_DIR

pytestmark = pytest.mark.django_db(transaction=True)

A_SECOND = 30  # hints
# Only the first is among the libraries of the tests.
ENGINES = [("rq", "redis://127.0.0.1:6379/9", 3), ("celery", "amqp://guest:guest@127.0.0.1:5672//", 2)]


def answers(url: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((urlsplit(url).hostname, urlsplit(url).port)) == 0


class Workers:
    """Two workers, which are killed together, without warning, and started again at once; `hands` are other programs
    that share their fate."""

    def __init__(self, environment: dict[str, str], *hands: list[str]) -> None:
        self.environment, self.hands = environment, hands
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, *commands: list[str]) -> None:
        """Start these programs of Python, or, without any, all that belong together."""
        self.running = [
            subprocess.Popen([sys.executable, *one], cwd=BASE_DIR, env=self.environment, start_new_session=True)
            for one in commands or (hints.command(), hints.command(), *self.hands)
        ]

    def kill(self) -> None:
        """With all that they have started."""
        for one in self.running:
            with suppress(ProcessLookupError):
                os.killpg(one.pid, signal.SIGKILL)
            one.wait()


@contextmanager
def workers(market: Sandbox, *hands: list[str], **environment: object) -> Iterator[Workers]:
    """With leases of nine seconds, unless MARKET_DEADLINE says otherwise."""
    usual = {"MARKET_DEADLINE": 4, "DJANGO_SETTINGS_MODULE": "dashboard.settings"}
    some = Workers(environment_of_desk(market, **{**usual, **environment}), *hands)
    try:
        yield some
    finally:
        some.kill()


def hint(seller: Seller, chat_id: int, number: int) -> None:
    now = timezone.now()
    with transaction.atomic():
        WebhookEvent.objects.create(
            seller=seller, key=str(number), kind="CHAT_MESSAGE_SENT", chat_id=chat_id, received_at=now, due_at=now
        )
        jobs.wake()


def until_all_are_done(seconds: float) -> float:
    """Gives how long that took."""
    began = time.monotonic()
    while WebhookEvent.objects.filter(done_at=None).exists() and time.monotonic() - began < seconds:
        time.sleep(0.05)
    return time.monotonic() - began


def each_is_done_once() -> bool:
    left = WebhookEvent.objects.filter(due_at__isnull=False).count()
    undone = WebhookEvent.objects.exclude(calls=1, done_at__isnull=False, leased_until=LONG_AGO).count()
    return (left, undone) == (0, 0)


@pytest.fixture
def sellers(home, tech) -> list[tuple[Seller, int]]:
    return [(home, 310001), (tech, 420001)]


def killed(some: Workers, sellers: list[tuple[Seller, int]], count: int, kills: int) -> float:
    """Hints come in, and all workers are killed so many times, at moments that nobody chose. Gives how long after the
    last hint the last one was done."""
    deaths = random.sample(range(count // 10, count), kills)
    some.start()
    began = time.monotonic()
    for number in range(count):
        hint(*sellers[number % 2], number)
        if number in deaths:
            some.kill()
            some.start()
        time.sleep(max(0.0, began + (number + 1) / A_SECOND - time.monotonic()))
    return until_all_are_done(240)


def test_m4_n9_hints_survive_every_kill_of_all_workers_and_each_is_done_once(sellers, market, rounds, figure):
    count, kills = rounds(60, 600), rounds(2, 8)
    market.latency = 0.1

    with workers(market, MARKET_DEADLINE=rounds(4, 15)) as some:
        took = killed(some, sellers, count, kills)

    assert each_is_done_once()
    assert len(market.calls) <= count + kills * len(sellers) * 2  # of each seller two calls were under way, at most
    figure(f"{count} hints at {A_SECOND}/s, {kills} kills of all workers: 0 left {took:.0f} s after the last one")


@pytest.mark.parametrize(("engine", "url", "hands"), ENGINES)
def test_m4_n9_so_they_do_with_another_engine_as_the_hands(sellers, market, rounds, figure, engine, url, hands):
    if not (find_spec(engine) and answers(url)):
        pytest.skip(f"{engine} is not installed, or nothing answers at {url}")
    count, kills = rounds(60, 600), rounds(2, 8)
    market.latency = 0.1
    told = {"MARKET_DEADLINE": rounds(4, 15), "TASKS_BACKEND": engine, "TASKS_URL": url}

    with workers(market, *[hints.hands(engine)] * hands, **told) as some:
        took = killed(some, sellers, count, kills)

    assert each_is_done_once()
    figure(f"{count} hints, {kills} kills of all workers and of {engine}’s: 0 left {took:.0f} s after the last one")


@pytest.mark.parametrize("moment", hints.MOMENTS)
def test_n9_a_hint_whose_worker_dies_at_this_moment_is_done_once_by_the_next(home, market, rounds, moment):
    with workers(market) as some:
        for number in range(rounds(1, 25)):
            hint(home, 310001, number)
            some.start(hints.command(moment))
            [dies] = some.running
            assert dies.wait(30) == -signal.SIGKILL
            # Its lease runs out.
            WebhookEvent.objects.filter(key=str(number), done_at=None).update(leased_until=timezone.now())
            some.start(hints.command())
            until_all_are_done(30)
            some.kill()

    assert each_is_done_once()
