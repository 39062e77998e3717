"""What pages say about the work in the background; `states` has the rest."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from chats.models import Mirror, Quota, QuotaHour, Sync, WebhookEvent, Worker
from chats.problems import FAILED
from chats.services import workers
from chats.services.upstream.tally import hour_of
from tests.browser.states import chat, goes_to, state
from tests.browser.world import World


@state("no-worker")
def _(world: World, page: Page) -> None:
    workers.any_alive = lambda *, now: False  # the fixture takes it back
    chat(310002)(world, page)


def with_calls(world: World) -> None:
    now = timezone.now()
    hour, ends = {"allowance": 5000, "renews_at": now + timedelta(minutes=23)}, now + timedelta(minutes=23)
    spent = {"spent_by_agents": 12, "spent_by_replies": 0, "spent_by_pages": 310, "spent_by_background": 902}
    Quota.objects.create(seller=world.home, operation="getChats", remaining=3400, **hour, **spent)
    Quota.objects.create(seller=world.home, operation="getChatHistory", remaining=900, **hour, **spent)
    Quota.objects.create(
        seller=world.tech,
        operation="sendMessageToChat",
        allowance=1000,
        remaining=0,
        renews_at=ends,
        spent_by_replies=1000,
    )
    Quota.objects.create(
        seller=world.tech, operation="getChat", allowance=1000, remaining=700, renews_at=ends, spent_by_agents=300
    )
    Quota.objects.create(
        seller=world.tech, operation="getReturn", allowance=7000, remaining=10, renews_at=now - timedelta(hours=2)
    )
    for back in range(24):
        held = 40 if back in (0, 3) else 0
        at = hour_of(now) - timedelta(hours=back)
        calls = (back * 37) % 23 * 55
        QuotaHour.objects.create(seller=world.home, operation="getChats", lane=3, hour=at, calls=calls, held_back=held)


@state("ledger", "boss")
def _(world: World, page: Page) -> None:
    with_calls(world)
    page.goto("/ledger/")


state("ledger-empty", "boss")(goes_to("/ledger/"))


@state("admin-background", "boss")
def _(world: World, page: Page) -> None:
    now = timezone.now()
    Worker.objects.create(name="desk-1:4211:0c0ffee0", started_at=now, beat_at=now, threads=8, busy=3)
    failed = {"problem_kind": FAILED, "problem_at": now, "problem_trace": "KeyError < notifications/act.py:61"}
    for number in range(3):
        WebhookEvent.objects.create(
            seller=world.home, key=str(number), kind="CHAT_MESSAGE_SENT", received_at=now, body="{}", **failed
        )
    Sync.objects.create(seller=world.tech, part="OPEN", **{**failed, "problem_kind": "not_understood"})
    Sync.objects.create(seller=world.home, part="WAITING", due_at=now - timedelta(seconds=40))
    page.goto("/admin/chats/worker/")


state("admin-background-empty", "boss")(goes_to("/admin/chats/worker/"))


@state("start-reading", "boss")
def _(world: World, page: Page) -> None:
    now = timezone.now()
    Mirror.objects.create(seller=world.tech, complete_since=now)
    at = {"began_at": now - timedelta(minutes=3)}
    Sync.objects.create(seller=world.home, part="OPEN", pages=3, chats=1240, due_at=now, **at)
    Sync.objects.create(seller=world.tech, part="ALL", finished_at=now, finished_chats=5000, **at)
    Sync.objects.create(seller=world.tech, part="OPEN", finished_at=now, finished_chats=300, **at)
    world.recents()
    page.goto("/")
