"""Two hundred sellers under the real worker, at the time that it is: `python -m tests.benchmarks.sellers`.

All chats are known beforehand, and each pass begins at a time of its own, as after some hours. Market is the sandbox in
this process; every answer takes a quarter of a second. Prints figures as JSON. With `--worker` it is the worker itself.
"""

import argparse
import json
import logging
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402  (after the setup)
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from chats.market.token import Token  # noqa: E402
from chats.models import Chat, History, Lookup, Message, Seller, Sync  # noqa: E402
from chats.sandbox import Sandbox, Size, WorldOptions, numbered_seller  # noqa: E402
from chats.services import sweep  # noqa: E402
from chats.services.sweep import begin  # noqa: E402
from chats.worker import tasks  # noqa: E402
from chats.worker.kinds import KINDS, Kind  # noqa: E402
from chats.worker.loop import Loop  # noqa: E402
from tests.benchmarks import processes  # noqa: E402
from tests.benchmarks.figures import percentile  # noqa: E402

# Of a hundred sellers so many, with such lists, and so many messages of buyers an hour.
KINDS_OF_SELLERS = (
    (5, Size(chats=5_000, open=300, waiting=60), 60.0),
    (25, Size(chats=500, open=30, waiting=6), 10.0),
    (70, Size(chats=50, open=5, waiting=1), 1.0),
)
LATENCY = 0.25
WARM_SECONDS = 30.0
EVERY = {
    "WAITING": 20.0,
    "OPEN": 600.0,
    "ALL": 6 * 3600.0,
    "SUBJECTS": 600.0,
}  # as services/sweep/pace.py says
LOOK = 0.2  # seconds between two looks for messages


def work() -> None:
    """The worker, which notes how late each turn begins. At SIGTERM it prints milliseconds by kind."""
    late: dict[str, list[float]] = {kind.name: [] for kind in KINDS}

    def noting(kind: Kind) -> Kind:
        def turn(row: Any, /, *, now: datetime) -> None:
            late[kind.name].append((now - row.due_at) / timedelta(milliseconds=1))
            kind.turn(row, now=now)

        return replace(kind, turn=turn)

    tasks.KINDS = tuple(noting(kind) for kind in KINDS)
    logging.disable(logging.INFO)
    loop = Loop(tasks.KINDS)
    signal.signal(signal.SIGTERM, lambda *_: loop.stop())
    loop.run()
    sys.stdout.write(json.dumps(late))


def mix(sellers: int) -> list[tuple[int, Size, float]]:
    """Numbers of sellers from 1 on, each with its lists and its traffic."""
    kinds = [(size, rate) for share, size, rate in KINDS_OF_SELLERS for _ in range(max(1, sellers * share // 100))]
    return [(number, *kind) for number, kind in enumerate(kinds, start=1)]


def know(sellers: list[Seller]) -> None:
    """Read each list once, and take the messages for known."""
    for seller in sellers:
        begin.begin(seller, now=timezone.now())
        for sync in seller.syncs.filter(part__in=("WAITING", "OPEN", "ALL")):
            while not Sync.objects.get(pk=sync.pk).finished_at:
                Sync.objects.filter(pk=sync.pk).update(due_at=timezone.now())
                sweep.turn(Sync.objects.get(pk=sync.pk), now=timezone.now())
    History.objects.update(due_at=None, complete_upto=timezone.now(), is_news=False)


def spread(seed: int) -> None:
    """Each pass is due at some time of its interval."""
    luck = random.Random(seed)
    for sync in Sync.objects.filter(part__in=EVERY):
        due_at = timezone.now() + timedelta(seconds=luck.random() * EVERY[sync.part])
        Sync.objects.filter(pk=sync.pk).update(due_at=due_at)


def watch(seconds: float) -> list[float]:
    """Seconds from each new message of a buyer at Market to its row here."""
    waited, newest = [], Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    until = time.monotonic() + seconds
    began = timezone.now()
    while time.monotonic() < until:
        time.sleep(LOOK)
        now = timezone.now()
        new = Message.objects.filter(pk__gt=newest).values_list("pk", "created_at", "sender")
        for pk, created_at, sender in new:
            newest = max(newest, pk)
            if sender == "CUSTOMER" and created_at > began:
                waited.append((now - created_at).total_seconds())
    return waited


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--worker", action="store_true")
    parser.add_argument("--sellers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=180.0)
    options = parser.parse_args()
    if options.worker:
        work()
        return
    logging.disable(logging.WARNING)
    call_command("migrate", interactive=False, verbosity=0)
    rows = mix(options.sellers)
    lead = User.objects.create(username="lead", is_superuser=True)
    sizes = {numbered_seller(number).business_id: size for number, size, _ in rows}
    rates = {numbered_seller(number).business_id: rate for number, _, rate in rows}
    with Sandbox(world=WorldOptions(sizes=sizes, written=False, traffic=rates)) as market:
        settings.MARKET_API_URL = market.url
        cabinets = [numbered_seller(number) for number, _, _ in rows]
        sellers = [
            Seller.objects.create(name=c.name, business_id=c.business_id, token=Token(c.token)) for c in cabinets
        ]
        began = time.monotonic()
        know(sellers)
        read = time.monotonic() - began
        market.latency = LATENCY
        Lookup.objects.create(agent=lead, number=1, at=timezone.now())  # somebody is at the desk, whatever the hour
        spread(1)
        environment = {**processes.os.environ, "MARKET_API_URL": market.url}
        with tempfile.TemporaryDirectory() as folder:
            command = ["-m", "tests.benchmarks.sellers", "--worker"]
            with processes.running(command, environment, Path(folder) / "log") as worker:
                time.sleep(WARM_SECONDS)
                calls, spent = len(market.calls), processes.cpu_seconds(worker.pid)
                waited = watch(options.seconds)
                made, spent = market.calls[calls:], processes.cpu_seconds(worker.pid) - spent
                memory = processes.memory(worker.pid)[0]
                worker.terminate()
                late: dict[str, list[float]] = json.loads(worker.communicate()[0])
    told = {
        "sellers": len(sellers),
        "chats": Chat.objects.count(),
        "seconds to know them": round(read),
        "calls a second": round(len(made) / options.seconds, 2),
        "by operation": Counter(call.operation for call in made),
        "420": sum(call.status == 420 for call in made),
        "cores": round(spent / options.seconds, 3),
        "ms CPU a call": round(1000 * spent / len(made), 1),
        "MB": round(memory),
        "late ms": {
            kind: [len(all_), round(median(all_)), round(percentile(all_, 0.99))] for kind, all_ in late.items() if all_
        },
        "messages": len(waited),
        "p50": round(median(waited), 1) if waited else None,
        "p99": round(percentile(waited, 0.99), 1) if waited else None,
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
