"""S1: how long another seller's chat takes to be absent, beside one that is: `python -m tests.security.timing`.

Foreign and absent are asked for in turn, so that both meet the same machine. It prints the
medians of the runs and their ratio, which should be within 20 % of one (docs/faults.md). The suite asserts nothing of
this, since other work on the machine would decide the outcome.
"""

# ruff: noqa: E402  (Django is set up before its models can be imported)

import argparse
import logging
import os
import random
import statistics
import sys
from collections.abc import Callable
from time import perf_counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment
from django.utils import timezone

from chats.models import Chat
from chats.sandbox import Sandbox
from chats.sandbox.content.cabinets import HOME, TECH
from tests.desk_fixture import seller_of
from tests.security.routes import PART

Ask = Callable[[Client, int, int], object]
WAYS: dict[str, Ask] = {
    "page": lambda browser, business, chat: browser.get(f"/chats/{business}/{chat}/"),
    "part": lambda browser, business, chat: browser.get(f"/chats/{business}/{chat}/?v=1&seen=0", headers=PART),
    "refresh": lambda browser, business, chat: browser.post(f"/chats/{business}/{chat}/refresh/"),
    "lookup": lambda browser, business, chat: browser.get("/lookup/", {"q": chat}),
    "lookup by address": lambda browser, business, chat: browser.get("/lookup/", {"q": f"/chats/{business}/{chat}/"}),
}
THEIRS, NOBODYS = (HOME.business_id, 0), (7777, 500_000)  # business; what is added to the numbers of chats


def stranger() -> Client:
    """An agent who sees one seller, while the chats are of another."""
    home = seller_of(HOME, Group.objects.create(name="Others"))
    agent = User.objects.create_user("stranger")
    agent.groups.add(group := Group.objects.create(name="Own"))
    seller_of(TECH, group)
    now = timezone.now()
    details = {"type": "CHAT", "status": "NEW", "context_type": "ORDER", "source": "LOOKUP"}
    times = dict.fromkeys(("created_at", "updated_at", "seen_at", "due_at"), now)
    Chat.objects.bulk_create(Chat(seller=home, chat_id=700_000 + n, **details, **times) for n in range(2000))
    browser = Client()
    browser.force_login(agent)
    return browser


def seconds(ask: Ask, browser: Client, whose: tuple[int, int], number: int) -> float:
    business, shift = whose
    started = perf_counter()
    ask(browser, business, 700_000 + number + shift)
    return perf_counter() - started


def measured(ask: Ask, browser: Client, times: int) -> tuple[float, float]:
    """The medians for a foreign chat and for an absent one, in milliseconds."""
    taken: dict[tuple[int, int], list[float]] = {THEIRS: [], NOBODYS: []}
    for number in range(times):
        for whose in random.sample((THEIRS, NOBODYS), 2):
            taken[whose].append(seconds(ask, browser, whose, number))
    theirs, nobodys = (statistics.median(taken[whose]) * 1000 for whose in (THEIRS, NOBODYS))
    return theirs, nobodys


def report(times: int, runs: int) -> None:
    browser = stranger()
    for ask in WAYS.values():
        measured(ask, browser, 20)  # warm
    sys.stdout.write(
        f"{'':20}{'foreign':>12}{'absent':>12}{'ratio':>8}   lowest and highest of {runs} runs of {times}\n"
    )
    for name, ask in WAYS.items():
        pairs = [measured(ask, browser, times) for _ in range(runs)]
        ratios = sorted(theirs / nobodys for theirs, nobodys in pairs)
        theirs, nobodys = (statistics.median(column) for column in zip(*pairs, strict=True))
        spread = f"{statistics.median(ratios):8.3f}   {ratios[0]:.3f}  {ratios[-1]:.3f}"
        sys.stdout.write(f"{name:20}{theirs:9.2f} ms{nobodys:9.2f} ms{spread}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    logging.disable()
    setup_test_environment()
    settings.LOOKUPS_PER_MINUTE = 10**9
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with Sandbox() as market:
            settings.MARKET_API_URL = market.url
            report(options.times, options.runs)
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
