"""The pages of leads: reports and the board; `states` has the others."""

import random
from collections import defaultdict
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page

from chats.models import AgentSettings, Counting, Seller, Tally
from chats.services.reports import Clock, Lane
from chats.services.reports.counting import Place, add
from chats.services.reports.counts import bucket_lane, one
from tests.browser.states import state
from tests.browser.team_states import leading
from tests.browser.world import World

LONG = "Ывставкадлинногоназваниябезпробелов " * 4


def an_hour(chance: random.Random, busy: float) -> int:
    """What may be written in one hour."""
    packed = int(chance.expovariate(1) * 6 * busy) * one(Lane.IN)
    for _ in range(int(chance.expovariate(1) * 5 * busy)):
        wait = timedelta(seconds=chance.lognormvariate(6.8, 1.3))
        packed += one(Lane.OUT) + one(Lane.REPLIES) + (one(Lane.WITHIN) if wait < timedelta(hours=1) else 0)
        packed += one(bucket_lane(Clock.WALL, wait)) + one(bucket_lane(Clock.WORKING, wait * 0.6))
    return packed


def four_weeks(world: World) -> None:
    """Of two sellers, three stores and four agents, one of whom has a long name; busy by day, and quiet on Sundays."""
    chance, today = random.Random(5), timezone.now().date()
    agents = [User.objects.create(username=f"colleague{number}", password="!") for number in range(2)]
    agents.append(User.objects.create(username="long", first_name="Ы" * 120, password="!"))
    values = {
        0: [""],
        1: ["48211001", "48211002", "", "987654"],
        2: ["0", *(str(agent.pk) for agent in (world.agent, *agents))],
        3: ["ORDER", "RETURN", "DIRECT"],
    }
    changes = defaultdict(lambda: defaultdict(int))
    for day in (today - timedelta(days=number) for number in range(29)):
        for seller in (world.home, world.tech):
            fill(changes, chance, seller, day, values)
    add(changes)
    Counting.objects.create(pk=1, below=0, total=1)


def fill(changes, chance: random.Random, seller: Seller, day: date, values: dict[int, list[str]]) -> None:
    for hour in range(5, 20):
        packed = an_hour(chance, 0.2 if day.weekday() == 6 else 1 - abs(hour - 11) / 9)
        for facet, names in values.items():
            for of in (0, seller.pk):
                place = Place(
                    seller=of, facet=facet, day=day, value=chance.choices(names, [3, 2, 2, 1, 1][: len(names)])[0]
                )
                changes[place][hour] += packed


def reports(query: str = ""):
    def come(world: World, page: Page) -> None:
        leading(world)
        Seller.objects.filter(pk=world.tech.pk).update(name=LONG.strip())
        four_weeks(world)
        page.goto(f"/reports/?{query}")

    return come


state("reports")(reports())
for by in ("hour", "seller", "store", "agent", "context"):
    state(f"reports-{by}")(reports(f"by={by}"))


@state("reports-empty")
def _(world: World, page: Page) -> None:
    leading(world)
    AgentSettings.objects.update_or_create(agent=world.agent, defaults={"time_zone": "Asia/Kolkata"})
    page.goto("/reports/")


@state("reports-refused")
def _(world: World, page: Page) -> None:
    leading(world)
    page.goto("/reports/?since=2026-11-02&until=2026-11-01")


@state("reports-two-years", "boss")
def _(world: World, page: Page) -> None:
    four_weeks(world)
    Counting.objects.update(below=300, total=1000)
    Tally.objects.filter(facet=0, day__lt=timezone.now().date() - timedelta(days=20)).delete()
    today = timezone.localdate()
    page.goto(f"/reports/?since={today - timedelta(days=700)}&until={today}")
