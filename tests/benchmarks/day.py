"""A day of one seller by a clock that is turned on by hand, as sweep_hours and first_read measure it."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from time import thread_time
from typing import Any

import django

django.setup()


from chats.market.errors import MarketError  # noqa: E402
from chats.market.limits import SEND_MESSAGE_TO_CHAT  # noqa: E402
from chats.market.token import Token  # noqa: E402
from chats.models import Chat, History, Message, Seller  # noqa: E402
from chats.problems import NotNow, problem_of  # noqa: E402
from chats.sandbox import Sandbox  # noqa: E402
from chats.sandbox.content.cabinets import HOME  # noqa: E402
from chats.services import jobs, upstream  # noqa: E402
from chats.services.upstream import Lane  # noqa: E402
from chats.worker.kinds import KINDS  # noqa: E402
from tests.benchmarks.hints import Hints  # noqa: E402

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
