"""The first full read of a large business by a clock that is turned on by hand:
`python -m tests.benchmarks.first_read --chats=50000`.

As sweep_hours, from the registration on: prints minutes and calls until all waiting chats are here, all open ones, all
chats, and the messages of all chats that the background reads by itself, as JSON.
"""

import argparse
import json
import logging
import sys
from collections import Counter
from datetime import timedelta
from time import monotonic

from django.conf import settings
from django.core.management import call_command

# isort: split
from tests.benchmarks.day import START, Day, TurnedOn  # first: it sets Django up

# isort: split
from chats.models import Chat, History, Sync
from chats.sandbox import Sandbox, Size, WorldOptions
from chats.sandbox.content.cabinets import HOME
from chats.services.sweep import begin
from tests.benchmarks.hints import Hints
from tests.benchmarks.truth import differences

STEP, LONGEST = timedelta(minutes=1), timedelta(hours=24)
PARTS = ("WAITING", "OPEN", "ALL")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--chats", type=int, default=50_000)
    parser.add_argument("--open", type=int, default=2_000)
    parser.add_argument("--waiting", type=int, default=300)
    parser.add_argument("--traffic", type=float, default=600)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    call_command("migrate", interactive=False, verbosity=0)
    clock, real = TurnedOn(), monotonic()
    size = Size(chats=options.chats, open=options.open, waiting=options.waiting)
    world = WorldOptions(sizes={HOME.business_id: size}, written=False, traffic=options.traffic)
    told: dict[str, object] = {}
    with Sandbox(clock=clock, world=world) as market:
        settings.MARKET_API_URL = market.url
        day = Day(market, clock, Hints(lost=None), seed=1)
        begin.begin(day.seller, now=clock.now)
        while clock.now < START + LONGEST and len(told) <= len(PARTS):
            day.run(clock.now + STEP)
            done = {part for part in PARTS if Sync.objects.filter(part=part, finished_at__isnull=False).exists()}
            if done == set(PARTS) and not unread():
                done.add("messages")
            for what in done - told.keys():
                told[what] = {
                    "minutes": round((clock.now - START) / timedelta(minutes=1)),
                    "calls": Counter(call.operation for call in market.calls),
                }
        told["420"] = sum(call.status == 420 for call in market.calls)
        market._state.traffic = None
        day.run(clock.now + timedelta(minutes=30))
        told["in the end"] = differences(market, day.seller)
    told |= {
        "chats": Chat.objects.count(),
        "ms CPU of a turn": day.milliseconds(),
        "seconds": round(monotonic() - real),
    }
    sys.stdout.write(json.dumps(told, default=str) + "\n")


def unread() -> int:
    """Chats whose messages are due and were never read: news, which go on all day, are not counted."""
    return History.objects.filter(due_at__isnull=False, complete_upto=None).count()


if __name__ == "__main__":
    main()
