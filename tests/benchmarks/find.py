"""Search among many messages of many sellers: `python -m tests.benchmarks.find --messages 100000`.

Prints as JSON the milliseconds of each search (median and 99th percentile), the cost of an insert and the index's size.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import accumulate
from time import perf_counter

import django

django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402  (after the setup)
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from chats.models import Chat, Message, Seller  # noqa: E402
from chats.services import search  # noqa: E402
from tests.benchmarks.figures import percentile  # noqa: E402
from tests.benchmarks.talks import lines  # noqa: E402

SELLERS, IN_A_CHAT, WORDS = 200, 10, 18
ENDINGS = ("", "а", "ы", "у", "ом", "е", "ами", "ах", "ный", "ной")
# One message in so many has the word.
COMMON, RARE = {"заказ": 8, "доставка": 20}, {"жемчужина": 10_000}
SEARCHES = {
    "common word": "заказ ",
    "rare word": "жемчужина ",
    "two words": "заказ доставка ",
    "a phrase": '"заказ доставка"',
    "prefix": "доста",
    "nothing": "такогословатутнет ",
    "one word not there": "заказ такогословатутнет ",
}
TIMES = 30
MESSAGE = """INSERT INTO chats_message (chat_id, message_id, created_at, sender, text, files, unreadable)
    VALUES (%s, %s, %s, %s, %s, '[]', 0)"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=100_000)
    options = parser.parse_args()
    call_command("migrate", interactive=False, verbosity=0)
    chance = random.Random(1)  # the same in each run
    sellers = fill(options.messages, chance)
    told = {"built s": built()}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    told |= sizes(options.messages) | cost_of_ten(chance)
    agents = {
        "all": User.objects.create_superuser("boss"),
        "ten largest": agent_of("large", sellers[:10]),
        "ten smallest": agent_of("small", sellers[-10:]),
    }
    for who, agent in agents.items():
        for what, typed in SEARCHES.items():
            took = sorted(timed(lambda: look(agent, typed)) for _ in range(TIMES))  # noqa: B023
            told[f"{what}, {who}"] = [round(percentile(took, share), 2) for share in (0.5, 0.99)]
    sys.stdout.write(json.dumps(told, ensure_ascii=False))


def look(agent: User, typed: str) -> None:
    found = search.find_messages(agent, search.read_query(typed), search.Within())
    if found.too_slow:
        raise RuntimeError(f"{typed!r} took too long")


def timed(work: Callable[[], None]) -> float:
    """Milliseconds."""
    began = perf_counter()
    work()
    return 1000 * (perf_counter() - began)


def fill(count: int, chance: random.Random) -> list[Seller]:
    """Sellers, the largest first: each has half as many chats as one of half its number."""
    sellers = [Seller.objects.create(name=f"Seller {one}", business_id=one) for one in range(1, SELLERS + 1)]
    weights = list(accumulate(1 / one for one in range(1, SELLERS + 1)))
    now, vocabulary = timezone.now(), words()
    often = list(accumulate(1 / (one + 8) for one in range(len(vocabulary))))
    for start in range(0, count // IN_A_CHAT, 1_000):
        chats = [
            chat(
                chance.choices(sellers, cum_weights=weights)[0], number, now - timedelta(minutes=chance.random() * 5e5)
            )
            for number in range(start, min(start + 1_000, count // IN_A_CHAT))
        ]
        with transaction.atomic(), connection.cursor() as cursor:
            Chat.objects.bulk_create(chats)
            rows = [
                (one.pk, number, one.created_at + timedelta(minutes=9 * number), wrote, said(some, chance))
                for one in chats
                for number in range(1, IN_A_CHAT + 1)
                for wrote in ("PARTNER" if number % 3 else "CUSTOMER",)
                for some in (chance.choices(vocabulary, cum_weights=often, k=chance.randint(2, 2 * WORDS - 2)),)
            ]
            cursor.executemany(MESSAGE, rows)
    return sellers


def words() -> list[str]:
    """What is said at the sandbox, and some thousand made-up words, in the order of how often they are said."""
    said = dict.fromkeys(
        word for _, line in zip(range(500), lines(), strict=False) for word in (line.text or "").split()
    )
    syllables = [a + b for a in "бвгджзклмнпрст" for b in "аеиоуы"]
    made = [first + second + end for first in syllables[::3] for second in syllables[::4] for end in ENDINGS]
    common = [*said, *made]
    return [word for word in common if not any(word.lower().startswith(one[:5]) for one in (*COMMON, *RARE))]


def said(some: list[str], chance: random.Random) -> str:
    return " ".join([*some, *(word for word, one_in in (COMMON | RARE).items() if chance.random() < 1 / one_in)])


def chat(seller: Seller, number: int, at: object) -> Chat:
    times = {"created_at": at, "updated_at": at, "seen_at": at, "due_at": at}
    kind = {"type": "CHAT", "status": "FINISHED", "context_type": "ORDER", "customer_name": "Иван П."}
    return Chat(seller=seller, chat_id=number + 1, order_id=number + 1, **kind, **times)


def agent_of(name: str, sellers: list[Seller]) -> User:
    agent, group = User.objects.create(username=name), Group.objects.create(name=name)
    agent.groups.add(group)
    for seller in sellers:
        seller.groups.add(group)
    return agent


def built() -> float:
    began = perf_counter()
    search.begin_afresh()
    while search.index_one_batch()[1]:
        pass
    return round(perf_counter() - began, 1)


def sizes(count: int) -> dict[str, float]:
    """Bytes for each message."""
    return {what: round(size / count, 1) for what, size in parts_of_index()}


def parts_of_index() -> Iterator[tuple[str, int]]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for what, table in (("terms of each message", "content"), ("index", "data"), ("messages", "")):
                name = f"chats_searchentry_{table}" if table else "chats_message"
                cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name = %s", [name])
                yield f"{what}, bytes", cursor.fetchone()[0]
            return
        for what, relation in (
            ("terms of each message", "chats_searchentry"), ("index", "search_by_terms"), ("messages", "chats_message")
        ):  # fmt: skip
            cursor.execute("SELECT pg_relation_size(%s::regclass)", [relation])
            yield f"{what}, bytes", cursor.fetchone()[0]


def cost_of_ten(chance: random.Random) -> dict[str, list[float]]:
    """Ten messages of a chat in one transaction, without the index and with it."""
    first, took, vocabulary = Chat.objects.order_by("pk")[0], dict[str, list[float]](), words()
    for turn in range(200):
        indexed = turn % 2 == 1
        rows = [
            Message(chat=first, message_id=10_000 + 10 * turn + one, created_at=timezone.now(), sender="CUSTOMER",
                    text=said(chance.choices(vocabulary, k=WORDS), chance), files=[])
            for one in range(10)
        ]  # fmt: skip

        def store(rows: list[Message] = rows, indexed: bool = indexed) -> None:
            with transaction.atomic():
                Message.objects.bulk_create(rows)
                if indexed:
                    search.add_to_index(first, rows)

        took.setdefault("ten messages, indexed" if indexed else "ten messages", []).append(timed(store))
    return {what: [round(percentile(ms, share), 2) for share in (0.5, 0.99)] for what, ms in took.items()}


if __name__ == "__main__":
    main()
