"""Open pages by a clock that is turned on by hand: `python -m tests.benchmarks.open_hour --chats=100 --minutes=10`.

Every 5 seconds each page does what its pulse does; Market is the sandbox over HTTP, at the same clock. Prints the calls
by operation, the seconds between two looks at one chat, and how often a page had a problem to tell of, as JSON.
"""

import argparse
import json
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from time import monotonic

import django

django.setup()

from django.conf import settings  # noqa: E402  (after the setup)
from django.core.management import call_command  # noqa: E402

from chats.market.token import Token  # noqa: E402
from chats.models import Chat, History, Seller  # noqa: E402
from chats.sandbox import Sandbox  # noqa: E402
from chats.sandbox.content.cabinets import HOME  # noqa: E402
from chats.services import conversation, sightings  # noqa: E402

START = datetime(2026, 11, 22, 12, 0, 1, tzinfo=UTC)
PULSE = timedelta(seconds=5)
EVERY = 24  # pulses after which a buyer writes somewhere


class TurnedOn:
    """A clock that runs, and can be turned on by hand."""

    def __init__(self) -> None:
        self.started, self.skipped = monotonic(), timedelta(0)

    def __call__(self) -> datetime:
        return START + self.skipped + timedelta(seconds=monotonic() - self.started)

    def turn_on_to(self, moment: datetime) -> None:
        self.skipped += max(moment - self(), timedelta(0))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--chats", type=int, default=100)
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--tabs", type=int, default=1, help="in which each of them is open")
    options = parser.parse_args()
    count, minutes = options.chats, options.minutes
    call_command("migrate", interactive=False, verbosity=0)
    clock = TurnedOn()
    with Sandbox(clock=clock) as market:
        settings.MARKET_API_URL = market.url
        seller = Seller.objects.create(name=HOME.name, business_id=HOME.business_id, token=Token(HOME.token))
        opened = [market.add_chat(HOME.business_id).chat_id for _ in range(count)]
        for chat_id in opened:
            sightings.fetch_chat(seller, chat_id, now=clock())
        first, began, refused, pulse = len(market.calls), clock(), 0, 0
        while clock() < began + timedelta(minutes=minutes):
            pulse, next_pulse = pulse + 1, clock() + PULSE
            if pulse % EVERY == 0:
                market.say(HOME.business_id, opened[pulse // EVERY % count], "Где посылка?")
            for _ in range(options.tabs):
                for chat in Chat.objects.select_related("history", "seller"):
                    now = clock()
                    conversation.read_on_if_due(sightings.refresh_chat_if_due(chat, now=now), now=now)
            refused += sum(model.objects.exclude(problem_kind="").count() for model in (Chat, History))
            clock.turn_on_to(next_pulse)
        calls = Counter(call.operation for call in market.calls[first:])
    gap = 60 * minutes * count / calls["getChatHistory"]
    sys.stdout.write(json.dumps({"calls": calls, "gap": gap, "refused": refused}))


if __name__ == "__main__":
    main()
