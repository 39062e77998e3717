"""M4, N9: workers are killed at any moment. What was due is done in the end, and each effect is there once."""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

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


class Workers:
    """Two workers, which are killed together, without warning, and started again at once."""

    def __init__(self, command: list[str], environment: dict[str, str], count: int = 2) -> None:
        self.command, self.environment, self.count = command, environment, count
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        self.running = [
            subprocess.Popen([sys.executable, *self.command], cwd=BASE_DIR, env=self.environment)
            for _ in range(self.count)
        ]

    def kill(self) -> None:
        for one in self.running:
            one.kill()
        for one in self.running:
            one.wait()


@contextmanager
def workers(market: Sandbox, **environment: object) -> Iterator[Workers]:
    """With leases of nine seconds, unless MARKET_DEADLINE says otherwise."""
    usual = {"MARKET_DEADLINE": 4, "DJANGO_SETTINGS_MODULE": "dashboard.settings"}
    told = environment_of_desk(market, **{**usual, **environment})
    some = Workers(hints.command(), told)
    some.start()
    try:
        yield some
    finally:
        some.kill()


def hint(seller: Seller, number: int, chat_id: int) -> None:
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


def test_m4_n9_hints_survive_every_kill_of_all_workers_and_each_is_done_once(
    sellers: list[tuple[Seller, int]], market: Sandbox, rounds: Callable[[int, int], int], figure
) -> None:
    count, kills = rounds(60, 600), rounds(2, 8)
    market.latency = 0.1
    deaths = sorted(random.sample(range(count // 10, count), kills))

    with workers(market, **({"MARKET_DEADLINE": 15} if count == 600 else {})) as some:
        began = time.monotonic()
        for number in range(count):
            seller, chat_id = sellers[number % 2]
            hint(seller, number, chat_id)
            if number in deaths:
                some.kill()
                some.start()
            time.sleep(max(0.0, began + (number + 1) / A_SECOND - time.monotonic()))
        took = until_all_are_done(90)

    assert each_is_done_once()
    assert len(market.calls) <= count + kills * len(sellers) * 2  # of each seller two calls were under way, at most
    figure(f"{count} hints at {A_SECOND}/s, {kills} kills of all workers: 0 left {took:.0f} s after the last one")


@pytest.mark.parametrize("moment", hints.MOMENTS)
def test_n9_a_hint_whose_worker_dies_at_this_moment_is_done_once_by_the_next(home, market, rounds, moment):
    with workers(market) as some:
        some.count = 1
        for number in range(rounds(1, 25)):
            some.kill()
            hint(home, number, 310001)
            some.command = hints.command(moment)
            some.start()
            [dies] = some.running
            assert dies.wait(30) == -9
            some.command = hints.command()
            # Its lease runs out.
            WebhookEvent.objects.filter(key=str(number), done_at=None).update(leased_until=timezone.now())
            some.start()
            until_all_are_done(30)

    assert each_is_done_once()
