"""Fills a desk's database with chats of 200 sellers: `python -m tests.benchmarks.inbox.fill --chats 1000000`.

Prints what the measurements need to know, as JSON. A database that is filled already is only told of again.
"""

import argparse
import json
import random
import sys
from datetime import timedelta
from itertools import accumulate
from time import monotonic, time

import django

django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402  (after the setup)
from django.core.management import call_command  # noqa: E402
from django.core.management.color import no_style  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from chats.market.token import Token  # noqa: E402
from chats.models import Campaign, Chat, Draft, Message, Mirror, SearchBackfill, Seller, Sync  # noqa: E402
from chats.models.search import TermsField  # noqa: E402
from chats.services.search import index  # noqa: E402
from chats.services.search.words import terms_of  # noqa: E402
from tests.benchmarks.find import COMMON, words  # noqa: E402
from tests.benchmarks.inbox import bulk  # noqa: E402
from tests.benchmarks.inbox.chats import COLUMNS, IN_A_CHAT, OF_AN_AGENT, SELLERS, TEXTS, Maker  # noqa: E402
from tests.benchmarks.inbox.tell import tell  # noqa: E402

SEEN = {"largest": (1, OF_AN_AGENT), "smallest": (SELLERS - OF_AN_AGENT + 1, SELLERS), "all": (1, SELLERS)}
PARTS = (Sync.Part.WAITING, Sync.Part.OPEN, Sync.Part.ALL, Sync.Part.HEAD)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--chats", type=int, default=1_000)
    parser.add_argument("--indexed", type=int, default=10_000_000, help="how many messages have their words indexed")
    options = parser.parse_args()
    call_command("migrate", interactive=False, verbosity=0)
    took = {} if Seller.objects.exists() else fill(options.chats, options.indexed)
    freshen()
    sys.stdout.write(json.dumps({**tell(), "filled in s": took}))


def fill(count: int, indexed: int) -> dict[str, float]:
    """Returns the seconds of each step."""
    took = Steps()
    bulk.execute(*(bulk.POSTGRESQL_QUICKLY if bulk.IS_POSTGRESQL else bulk.SQLITE_QUICKLY))
    make_sellers()
    agents = {name: make_agent(name) for name in SEEN}
    colleagues = [User.objects.create(username=f"colleague {number}", password="!").pk for number in range(20)]
    texts = make_texts()
    took.note("people and texts")
    made = Maker(texts, {name: agent.pk for name, agent in agents.items()}, colleagues, time())
    with transaction.atomic(), bulk.indexed_afterwards("chats_chat"):
        bulk.put("chats_chat", COLUMNS, made.rows(count))
    took.note("chats")
    with transaction.atomic(), bulk.indexed_afterwards("chats_message"):
        bulk.execute(bulk.MESSAGES)
    took.note("messages")
    with transaction.atomic(), bulk.indexed_afterwards("chats_searchentry"):
        bulk.execute(bulk.ENTRIES, most=min(indexed, count * IN_A_CHAT))
    took.note("index of words")
    bulk.execute(bulk.HISTORIES, yes=True)
    for name, agent in agents.items():
        first, last = SEEN[name]
        bulk.execute(bulk.MARKS, agent=agent.pk, first=first, last=last)
        write_drafts(agent, first, last)
    SearchBackfill.objects.all().delete()
    bulk.execute(*connection.ops.sequence_reset_sql(no_style(), [Chat, Message]))
    bulk.execute("VACUUM ANALYZE" if bulk.IS_POSTGRESQL else "ANALYZE")
    if not bulk.IS_POSTGRESQL:
        bulk.execute("PRAGMA journal_mode = WAL")
    took.note("the rest")
    return took.seconds


class Steps:
    def __init__(self) -> None:
        self.began = monotonic()
        self.seconds: dict[str, float] = {}

    def note(self, what: str) -> None:
        now = monotonic()
        self.seconds[what] = round(now - self.began, 1)
        self.began = now


def write_drafts(agent: User, first: int, last: int) -> None:
    """Five, among the first two hundred of the queue."""
    waiting = Chat.objects.filter(seller_id__gte=first, seller_id__lte=last, queue_at__isnull=False)
    for chat in waiting.order_by("urgency", "queue_at")[:200:40]:
        Draft.objects.create(agent=agent, chat=chat, text="Добрый день!", updated_at=timezone.now())


def make_sellers() -> None:
    """With the keys from 1; every second one has a second store."""
    keys = range(1, SELLERS + 1)
    Seller.objects.bulk_create(Seller(pk=pk, name=f"Магазин {pk}", business_id=1_000_000 + pk) for pk in keys)
    stores = [(pk, 10 * pk + number) for pk in keys for number in range(1 + pk % 2)]
    Campaign.objects.bulk_create(
        Campaign(seller_id=pk, campaign_id=store, name=f"Витрина {store}") for pk, store in stores
    )
    Mirror.objects.bulk_create(Mirror(seller_id=pk, complete_since=timezone.now()) for pk in keys)
    Sync.objects.bulk_create(Sync(seller_id=pk, part=part, finished_chats=100) for pk in keys for part in PARTS)


def freshen() -> None:
    """Whose lists were read just now, and whose tokens are encrypted with the key of this run."""
    now = timezone.now()
    Sync.objects.update(began_at=now, finished_at=now, due_at=now + timedelta(hours=1))
    sellers = list(Seller.objects.all())
    for seller in sellers:
        seller.token = Token(f"ACMA:benchmark-{seller.pk:032}:00000000")
    Seller.objects.bulk_update(sellers, ["token"])


def make_agent(name: str) -> User:
    about = {"username": name, "password": "!", "first_name": "Анна", "last_name": "Петрова"}
    if name == "all":
        return User.objects.create(**about, is_superuser=True, is_staff=True)
    agent, group = User.objects.create(**about), Group.objects.create(name=name)
    agent.groups.add(group)
    group.sellers.set(Seller.objects.filter(pk__range=SEEN[name]))
    return agent


def make_texts() -> list[str]:
    """Texts of two to twenty words, of which each eighth and each twentieth has a common one more, and their terms."""
    chance, vocabulary = random.Random(2), words()
    often = list(accumulate(1 / (place + 8) for place in range(len(vocabulary))))
    texts = ["когда приедет жемчужина, которую я заказывал"]
    for number in range(1, TEXTS + 1):
        some = chance.choices(vocabulary, cum_weights=often, k=chance.randint(2, 20))
        texts.append(" ".join([*some, *(word for word, one_in in COMMON.items() if number % one_in == 0)]))
    terms = TermsField()
    stored = [(text, terms.get_db_prep_value(terms_of(text), connection)) for text in texts]
    of_sellers = [(pk, terms.get_db_prep_value(index.beside(pk) or [""], connection)) for pk in range(1, SELLERS + 1)]
    bulk.make_texts(stored, of_sellers)
    return texts


if __name__ == "__main__":
    main()
