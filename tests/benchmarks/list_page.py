"""The processor time of one page of twenty chats, from its claim to its end: `python -m tests.benchmarks.list_page`.

The call goes to the sandbox over HTTP; only the worker's own thread is counted. Prints milliseconds as JSON, for pages
that tell nothing new, for pages on which all twenty have another status, and for the same merged one by one.
"""

import json
import logging
import sys
from collections.abc import Sequence
from datetime import datetime
from itertools import cycle
from statistics import median
from time import thread_time
from unittest.mock import patch

import django

django.setup()

from django.conf import settings  # noqa: E402  (after the setup)
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from chats import database  # noqa: E402
from chats.market.token import Token  # noqa: E402
from chats.market.types import Chat as MarketChat  # noqa: E402
from chats.models import Chat, Seller, Sync  # noqa: E402
from chats.sandbox import Sandbox, Size, WorldOptions, numbered_seller  # noqa: E402
from chats.services import jobs, sightings, sweep  # noqa: E402
from chats.services.sweep import begin  # noqa: E402

PAGES, WARM = 60, 15
OPEN_PAGES = 15


def main() -> None:
    logging.disable(logging.WARNING)
    call_command("migrate", interactive=False, verbosity=0)
    cabinet = numbered_seller(1)
    world = WorldOptions(sizes={cabinet.business_id: Size(chats=5_000, open=300, waiting=60)}, written=False)
    with Sandbox(world=world) as market:
        settings.MARKET_API_URL = market.url
        seller = Seller.objects.create(name="", business_id=cabinet.business_id, token=Token(cabinet.token))
        begin.begin(seller, now=timezone.now())
        for _ in range(WARM + OPEN_PAGES):
            turn()
        told = {"nothing new": [turn() for _ in range(PAGES)], "all changed": [changed() for _ in range(PAGES)]}
        with patch.object(sightings, "merge_page", one_by_one):
            told["nothing new, one by one"] = [turn() for _ in range(PAGES)]
            told["all changed, one by one"] = [changed() for _ in range(PAGES)]
    sys.stdout.write(json.dumps({what: round(median(times), 2) for what, times in told.items()}) + "\n")


def turn() -> float:
    """Milliseconds."""
    sync = Sync.objects.get(part="OPEN")
    Sync.objects.filter(pk=sync.pk).update(due_at=timezone.now())
    began = thread_time()
    claimed = jobs.claim(Sync.objects.filter(pk=sync.pk), 1, now=timezone.now())[0]
    sweep.turn(claimed, now=timezone.now())
    return 1000 * (thread_time() - began)


def changed() -> float:
    """As `turn`, on a page of which the desk has every chat in another status."""
    Chat.objects.update(status=next(OTHER))
    return turn()


OTHER = cycle(("FINISHED", "WAITING_FOR_NOBODY"))


def one_by_one(seller: Seller, page: Sequence[MarketChat], *, seen_at: datetime, **_: object) -> sightings.Merged:
    """As the desk did before it compared whole pages."""
    with database.without_fsync():
        for chat in page:
            sightings.record_chat(seller, chat, seen_at=seen_at, source=Chat.Source.LIST)
    return sightings.Merged(new=0, changed=0)


if __name__ == "__main__":
    main()
