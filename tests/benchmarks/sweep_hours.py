"""Hours of the background's work by a clock that is turned on by hand:
`python -m tests.benchmarks.sweep_hours --hours=6 --order=updated`.

The rows, the ledger, the calls over HTTP and the merges are the desk's own; the sandbox is Market, at the same clock.
What is pretended is time: each call is given 0.25 s in the median and 1.2 s at the 99th percentile, one after another,
and between two pieces of work the clock is turned on. Prints figures as JSON, with a comparison to the sandbox's truth.
"""

import argparse
import json
import logging
import random
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import median
from time import monotonic, thread_time
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402  (after the setup)

from chats.market.errors import MarketError  # noqa: E402
from chats.market.limits import SEND_MESSAGE_TO_CHAT  # noqa: E402
from chats.market.token import Token  # noqa: E402
from chats.models import Chat, History, Message, Seller  # noqa: E402
from chats.problems import NotNow, problem_of  # noqa: E402
from chats.sandbox import Sandbox, WorldOptions  # noqa: E402
from chats.sandbox.content.cabinets import HOME  # noqa: E402
from chats.sandbox.content.generated import Size  # noqa: E402
from chats.services import jobs, upstream  # noqa: E402
from chats.services.sweep import begin  # noqa: E402
from chats.services.upstream import Lane  # noqa: E402
from chats.worker.kinds import KINDS  # noqa: E402
from tests.benchmarks.figures import percentile  # noqa: E402
from tests.benchmarks.hints import Hints  # noqa: E402
from tests.benchmarks.truth import differences  # noqa: E402

START = datetime(2026, 11, 22, 9, 0, 1, tzinfo=UTC)  # noon in Moscow
LEASE = timedelta(seconds=20)
WAKE = timedelta(seconds=0.05)
BEAT = timedelta(seconds=10)
SETTLED = timedelta(minutes=30)  # the first full read is over, and is no part of the figures
WAITING = {"NEW", "WAITING_FOR_PARTNER"}


class TurnedOn:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


class Day:
    """One seller, its Market and one worker with one thread."""

    def __init__(self, market: Sandbox, clock: TurnedOn, hints: Hints, *, seed: int) -> None:
        self.market, self.clock, self.hints = market, clock, hints
        self.random = random.Random(seed)
        self.seller = Seller.objects.create(name=HOME.name, business_id=HOME.business_id, token=Token(HOME.token))
        self.written: dict[tuple[int, int], datetime] = {}  # messages of buyers that the desk does not know yet
        self.answered: dict[int, datetime] = {}  # chats that were answered elsewhere and wait here
        self.waited: list[float] = []
        self.waited_for_answers: list[float] = []
        self.newest = 0
        self.turns: Counter[str] = Counter()
        self.cpu: Counter[str] = Counter()
        self.refused = 0
        self.prepared = START - BEAT
        world = market._state.world
        say = world.say

        def heard(business_id: int, chat_id: int, line: Any, at: datetime, **more: Any) -> Any:
            message = say(business_id, chat_id, line, at, **more)
            self.on_message(chat_id, message, line.sender)
            return message

        world.say = heard

    def on_message(self, chat_id: int, message: Any, sender: str) -> None:
        at = message.created_at
        if sender == "CUSTOMER":
            self.written[chat_id, message.message_id] = at
        elif sender == "PARTNER":
            self.answered[chat_id] = at
        if message.text is not None:
            self.hints.add(chat_id, message.message_id, at)

    def calls_made(self) -> int:
        return sum(counted.calls for counted in self.market.counts)

    def spend(self, seconds: float) -> None:
        self.clock.now += timedelta(seconds=seconds)

    def run(self, until: datetime) -> None:
        while self.clock.now < until:
            self.market.advance()
            self.hints.deliver(self.seller, self.clock.now)
            self.answer()
            self.prepare()
            if not self.work():
                self.clock.now = min(self.next_at(), until)

    def prepare(self) -> None:
        """Every ten seconds, as the loop does."""
        if self.clock.now < self.prepared + BEAT:
            return
        self.prepared = self.clock.now
        for kind in KINDS:
            if kind.prepare:
                kind.prepare(now=self.clock.now)

    def answer(self) -> None:
        """What agents write at the desk: Market is told, and the history is due as `replies.send` makes it."""
        for due in self.market.answers_due():
            chat = Chat.objects.filter(seller=self.seller, chat_id=due.chat_id).first()
            if chat is None:
                continue
            upstream.ask(
                self.seller,
                SEND_MESSAGE_TO_CHAT,
                Lane.SEND,
                lambda client, token, number=due.chat_id: client.send_message_to_chat(
                    token, business_id=self.seller.business_id, chat_id=number, message="Здравствуйте! Уже проверяем."
                ),
                now=self.clock.now,
            )
            History.objects.filter(chat=chat).update(complete_upto=None, due_at=self.clock.now, is_news=True)

    def work(self) -> bool:
        for kind in KINDS:
            now = self.clock.now
            for row in jobs.claim(kind.due(now=now), 1, now=now, lease=LEASE):
                calls, began = self.calls_made(), thread_time()
                try:
                    kind.turn(row, now=now)
                except NotNow as refusal:
                    self.refused += 1
                    until = refusal.until or now + timedelta(seconds=1)
                    jobs.finish(row, max(until, now + timedelta(seconds=1)), lease=row.leased_until)
                except MarketError as error:
                    problem = problem_of(error, at=now)
                    jobs.finish(row, jobs.next_try(problem, now=now), lease=row.leased_until, problem=problem)
                self.turns[kind.name] += 1
                self.cpu[kind.name] += thread_time() - began  # type: ignore[assignment]
                made = self.calls_made() - calls
                self.spend(sum(self.random.lognormvariate(-1.386, 0.67) for _ in range(made)))
                self.look()
                return True
        return False

    def look(self) -> None:
        """What the desk knows now of what was written and answered elsewhere."""
        if not self.written and not self.answered:
            return
        for pk, chat_id, message_id in Message.objects.filter(pk__gt=self.newest).values_list(
            "pk", "chat__chat_id", "message_id"
        ):
            self.newest = max(self.newest, pk)
            at = self.written.pop((chat_id, message_id), None)
            if at and at > START + SETTLED:
                self.waited.append((self.clock.now - at).total_seconds())
        known = Chat.objects.filter(seller=self.seller, chat_id__in=list(self.answered)).exclude(status__in=WAITING)
        for chat_id, updated_at in known.values_list("chat_id", "updated_at"):
            at = self.answered[chat_id]
            if updated_at >= at.replace(microsecond=0):
                del self.answered[chat_id]
                if at > START + SETTLED:
                    self.waited_for_answers.append((self.clock.now - at).total_seconds())

    def milliseconds(self) -> dict[str, float]:
        """Of the processor for a turn of each kind, without what the sandbox takes, which has threads of its own."""
        return {name: round(1000 * cpu / self.turns[name], 1) for name, cpu in self.cpu.items()}

    def next_at(self) -> datetime:
        now = self.clock.now
        soon = [now + timedelta(seconds=5)]
        for kind in KINDS:
            first = kind.due(now=now + timedelta(seconds=5)).values_list("due_at", flat=True)[:1]
            soon.extend(max(at, now) + WAKE for at in first)
        if at := self.hints.next_at:
            soon.append(max(at, now) + WAKE)
        traffic = self.market._state.traffic  # whatever happens at Market may be announced at once
        if traffic and (at := traffic.next_at):
            soon.append(max(at, now))
        return min(soon)


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
