"""Fills a desk's database with chats of 200 sellers and what was counted of them, for the pages of leads:
`python -m tests.benchmarks.leads.fill --chats 1000000`.

Prints what the measurements need to know, as JSON. A database that is filled already is only told of again.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from time import time
from uuid import UUID

import django

django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402  (after the setup)
from django.core.management import call_command  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from chats.models import Chat, Counting, Reply, Role, Seller, Tally  # noqa: E402
from chats.services import people  # noqa: E402
from chats.services.reports.counts import Clock, Lane, bucket_lane, hours_to_text, one, to_bytes  # noqa: E402
from tests.benchmarks.data import session_of  # noqa: E402
from tests.benchmarks.inbox import bulk  # noqa: E402
from tests.benchmarks.inbox.chats import COLUMNS, SELLERS, TEXTS, Maker  # noqa: E402
from tests.benchmarks.inbox.fill import SEEN, freshen, make_agent, make_sellers  # noqa: E402

COLLEAGUES = 40
DAYS = 28  # counted at every size, so that each report has as many rows
MORE_DAYS = 90  # counted among more than a thousand chats
Facet = Tally.Facet


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--chats", type=int, default=1_000)
    options = parser.parse_args()
    call_command("migrate", interactive=False, verbosity=0)
    if not Seller.objects.exists():
        fill(options.chats)
    freshen()
    agents = {name: User.objects.get(username=name) for name in SEEN}
    told = {name: {"session": session_of(agent)} for name, agent in agents.items()}
    sys.stdout.write(json.dumps({"of": told, "agents": [told["largest"]["session"]], "known": [0, 0, 0, 0]}))


def fill(count: int) -> None:
    bulk.execute(*(bulk.POSTGRESQL_QUICKLY if bulk.IS_POSTGRESQL else bulk.SQLITE_QUICKLY))
    make_sellers()
    agents = {name: make_agent(name) for name in SEEN}
    for group in Group.objects.all():
        people.set_role(group, Role.LEAD)
    everybody = Group.objects.create(name="everybody")
    everybody.sellers.set(Seller.objects.all())
    colleagues = [User.objects.create(username=f"colleague {number}", password="!") for number in range(COLLEAGUES)]
    everybody.user_set.set(colleagues)
    made = Maker(
        ["Когда приедет мой заказ?"] * (TEXTS + 1), {name: one.pk for name, one in agents.items()},
        [one.pk for one in colleagues], time(),
    )  # fmt: skip
    with transaction.atomic(), bulk.indexed_afterwards("chats_chat"):
        bulk.put("chats_chat", COLUMNS, made.rows(count))
    reply_today(colleagues)
    days = DAYS if count <= 1_000 else MORE_DAYS
    for number in range(days):
        # Of as many chats as there are, that many were written in on each day.
        Tally.objects.bulk_create(tallies_of(timezone.now().date() - timedelta(days=number), colleagues, count))
    Counting.objects.create(pk=1, below=0, total=count)
    bulk.execute(*connection.ops.sequence_reset_sql(no_style(), [Chat]))
    bulk.execute("VACUUM ANALYZE" if bulk.IS_POSTGRESQL else "ANALYZE")
    if not bulk.IS_POSTGRESQL:
        bulk.execute("PRAGMA journal_mode = WAL")


def reply_today(colleagues: list[User]) -> None:
    """Two hundred replies of the last hours, of which ten have no outcome."""
    now = timezone.now()
    chats = list(Chat.objects.order_by("pk").values_list("pk", flat=True)[:200])
    Reply.objects.bulk_create(
        Reply(
            reply_id=UUID(int=number),
            chat_id=chat,
            agent=colleagues[number % COLLEAGUES],
            state="UNKNOWN" if number % 20 == 7 else "SENT",
            started_at=now - timedelta(minutes=number),
            leased_until=now - timedelta(minutes=number),
        )
        for number, chat in enumerate(chats, start=1)
    )


def tallies_of(day: date, colleagues: list[User], count: int) -> Iterator[Tally]:
    chance = random.Random(day.toordinal())
    for seller in (0, *range(1, SELLERS + 1)):
        values = {
            Facet.ALL: [""],
            Facet.STORE: [str(10 * seller + number) for number in range(1 + seller % 2)],
            Facet.AGENT: ["0", *(str(one.pk) for one in (colleagues if seller == 0 else colleagues[:3]))],
            Facet.CONTEXT: ["ORDER", "RETURN", "DIRECT"],
        }
        for facet, names in values.items():
            for value in names:
                yield tally(seller, facet, day, value, chance, most=max(count // 500, 1))


def tally(seller: int, facet: Facet, day: date, value: str, chance: random.Random, *, most: int) -> Tally:
    hours = {hour: an_hour(chance, most) for hour in range(6, 18, 2)}
    return Tally(
        key=f"{seller}/{facet}/{day}/{value}",
        seller_id=seller or None,
        facet=facet,
        day=day,
        value=value,
        total=to_bytes(sum(hours.values())),
        hours=hours_to_text(hours),
    )


def an_hour(chance: random.Random, most: int) -> int:
    packed = chance.randint(1, most) * one(Lane.IN)
    for _ in range(3):
        wait, times = timedelta(minutes=chance.randint(1, 600)), chance.randint(1, most)
        packed += times * (one(Lane.OUT) + one(Lane.REPLIES))
        packed += times * (one(bucket_lane(Clock.WALL, wait)) + one(bucket_lane(Clock.WORKING, wait)))
    return packed


if __name__ == "__main__":
    main()
