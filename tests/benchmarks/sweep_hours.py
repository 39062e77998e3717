"""Hours of the background's work by a clock that is turned on by hand:
`python -m tests.benchmarks.sweep_hours --hours=6 --order=updated`.

The rows, the ledger, the calls over HTTP and the merges are the desk's own; the sandbox is Market, at the same clock.
What is pretended is time: each call is given 0.25 s in the median and 1.2 s at the 99th percentile, one after another,
and between two pieces of work the clock is turned on. Prints figures as JSON, with a comparison to the sandbox's truth.
"""

import argparse
import json
import logging
import sys
from collections import Counter
from datetime import timedelta
from statistics import median
from time import monotonic

from django.conf import settings
from django.core.management import call_command

from tests.benchmarks.day import SETTLED, START, Day, TurnedOn  # first: it sets Django up

# isort: split
from chats.sandbox import Sandbox, Size, WorldOptions
from chats.sandbox.content.cabinets import HOME
from chats.services.sweep import begin
from tests.benchmarks.figures import percentile
from tests.benchmarks.hints import Hints
from tests.benchmarks.truth import differences


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--hours", type=float, default=6)
    parser.add_argument("--chats", type=int, default=5000)
    parser.add_argument("--open", type=int, default=300)
    parser.add_argument("--waiting", type=int, default=60)
    parser.add_argument("--traffic", type=float, default=60)
    parser.add_argument("--order", default="updated")
    parser.add_argument("--paging", default="offset")
    parser.add_argument("--reopens", type=int, default=1)
    parser.add_argument("--lost", type=float, default=None, help="of the notifications; without it, none are sent")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    call_command("migrate", interactive=False, verbosity=0)
    clock, began = TurnedOn(), monotonic()
    size = Size(chats=options.chats, open=options.open, waiting=options.waiting)
    world = WorldOptions(
        sizes={HOME.business_id: size},
        written=False,
        traffic=options.traffic,
        order=options.order,
        paging=options.paging,
        reopens=bool(options.reopens),
    )
    with Sandbox(clock=clock, world=world) as market:
        settings.MARKET_API_URL = market.url
        hints = Hints(lost=options.lost)
        day = Day(market, clock, hints, seed=1)
        hints.begin(day.seller, clock.now)
        begin.begin(day.seller, now=clock.now)
        day.run(START + SETTLED)
        first, counted = len(market.calls), Counter(call.operation for call in market.calls)
        day.run(START + timedelta(hours=options.hours))
        calls = Counter(call.operation for call in market.calls[first:])
        waited, answers = sorted(day.waited), sorted(day.waited_for_answers)
        limits = sum(call.status == 420 for call in market.calls)
        before = differences(market, day.seller)
        market._state.traffic = None  # nothing moves any more: what one full pass more leaves is never seen
        for sync in day.seller.syncs.filter(part__in=("WAITING", "OPEN", "ALL")):
            type(sync).objects.filter(pk=sync.pk).update(due_at=clock.now, pages=0, page_token="")
        day.run(clock.now + timedelta(minutes=30))
        after = differences(market, day.seller)
    hours = options.hours - SETTLED.total_seconds() / 3600
    told = {
        "calls an hour": {name: round(count / hours, 1) for name, count in calls.items()},
        "share": round(calls["getChats"] / hours / 5000, 4),
        "first half hour": counted,
        "messages": len(waited),
        "p50": round(median(waited), 2),
        "p99": round(percentile(waited, 0.99), 2),
        "worst": round(waited[-1], 1),
        "answers elsewhere p99": round(percentile(answers, 0.99), 1) if answers else None,
        "not seen yet": len(day.written),
        "420": limits,
        "held back": day.refused,
        "at the end": before,
        "after one full pass": after,
        "ms CPU of a turn": day.milliseconds(),
        "seconds": round(monotonic() - began),
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False, default=str) + "\n")


if __name__ == "__main__":
    main()
