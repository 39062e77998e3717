"""Puts people, sellers and any number of chats and lookups into a desk's database: `python -m tests.benchmarks.data`.

Prints what the measurements need to know, as JSON.
"""

import argparse
import json
import sys
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402  (after the setup)
from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from chats.market.token import Token  # noqa: E402
from chats.models import Campaign, Chat, Circuit, RecentChat, Seller  # noqa: E402
from chats.sandbox.content.cabinets import SELLERS, SandboxSeller  # noqa: E402
from tests.benchmarks import talks  # noqa: E402

AGENTS = 16
PASSWORD = "a long enough password"
TALKS = {"quiet": 0, "usual": 50, "long": 5_000}  # messages in the first of the chats known to all
OTHER_TALKS = 60  # chats as long as a usual one: more than a process caches
FIRST = 10_000_000  # the sandbox's own chats have smaller numbers

# Both engines understand these. Numbers are spread, as Market's are.
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < %(count)s)"
CHATS = f"""INSERT INTO chats_chat (seller_id, chat_id, type, status, context_type, customer_name, customer_public_id,
    campaign_id, order_id, created_at, updated_at, seen_at, source, problem_kind, problem_trace, due_at,
    leased_until, attempts, version, buyer_key, absences, last_sender, last_text, last_files, deadline_kind,
    waiting_since, urgency, queue_at, tag_keys)
{NUMBERS} SELECT %(seller)s, {FIRST} + i, 'CHAT', 'WAITING_FOR_PARTNER', 'ORDER', 'Иван П.', 'ivan', %(campaign)s,
    90000000000 + (i * 7919) %% 2000000, %(then)s, %(then)s, %(now)s, 'LOOKUP', '', '', %(later)s,
    %(then)s, 0, 1, '', 0, '', '', 0, '', %(then)s, 2, %(then)s, '' FROM n"""
LOOKUPS = f"""INSERT INTO chats_lookup (agent_id, at, number, seller_id, outcome, chat_id, problem_kind)
{NUMBERS} SELECT %(agent)s, %(then)s, {FIRST} + i, NULL, 'KNOWN', %(first)s + i - 1, '' FROM n"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--chats", type=int, default=1_000)
    parser.add_argument("--agents", type=int, default=AGENTS)
    parser.add_argument("--forget-trouble", action="store_true", help="only close the circuits again")
    options = parser.parse_args()
    if options.forget_trouble:
        Circuit.objects.all().delete()
        return
    call_command("migrate", interactive=False, verbosity=0)
    home, tech = (seller_of(cabinet) for cabinet in SELLERS)
    agents = [agent_of(f"agent{number}", home) for number in range(options.agents)]
    of_two = agent_of("agent of two", home, tech)
    fill(home, agents[-1], options.chats)
    known = list(Chat.objects.order_by("-pk")[:10])
    for agent in [*agents, of_two]:
        RecentChat.objects.bulk_create(RecentChat(agent=agent, chat=chat, opened_at=timezone.now()) for chat in known)
    others = list(Chat.objects.order_by("pk")[:OTHER_TALKS])
    for chat, count in [*zip(known, TALKS.values(), strict=False), *((chat, TALKS["usual"]) for chat in others)]:
        talks.fill(chat, count, agents[:3])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    boss = User.objects.create_superuser("boss", password=PASSWORD)
    told = {
        "known": [home.business_id, known[0].chat_id, known[0].version, int(known[0].seen_at.timestamp() * 1000)],
        "talks": {name: chat.chat_id for name, chat in zip(TALKS, known, strict=False)},
        "last": known[1].messages.order_by("-created_at").values_list("message_id", flat=True)[0],
        "other_talks": [chat.chat_id for chat in others],
        "agents": [session_of(agent) for agent in agents],
        "agent_of_two": session_of(of_two),
        "boss": session_of(boss),
        "credentials": ["boss", PASSWORD],
        "token": SELLERS[0].token,
        "business_id": SELLERS[0].business_id,
    }
    sys.stdout.write(json.dumps(told))


def seller_of(cabinet: SandboxSeller) -> Seller:
    seller = Seller.objects.create(name=cabinet.name, business_id=cabinet.business_id, token=Token(cabinet.token))
    for store in cabinet.campaigns:
        Campaign.objects.create(seller=seller, campaign_id=store.campaign_id, name=store.name)
    return seller


def agent_of(name: str, *sellers: Seller) -> User:
    agent = User.objects.create(username=name, password="!", first_name="Анна", last_name="Петрова")
    group = Group.objects.create(name=name)
    agent.groups.add(group)
    for seller in sellers:
        seller.groups.add(group)
    return agent


def session_of(person: User) -> str:
    client = Client()
    client.force_login(person, backend="chats.backends.AgentBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def fill(seller: Seller, agent: User, count: int) -> None:
    now = timezone.now()
    times = {"now": now, "then": now - timedelta(hours=3), "later": now + timedelta(hours=1)}
    with connection.cursor() as cursor:
        about = {"seller": seller.pk, "campaign": seller.campaigns.first().campaign_id}
        cursor.execute(CHATS, {"count": count, **about, **times})
        first = Chat.objects.order_by("pk").values_list("pk", flat=True)[0]
        cursor.execute(LOOKUPS, {"count": count, "agent": agent.pk, "first": first, **times})


if __name__ == "__main__":
    main()
