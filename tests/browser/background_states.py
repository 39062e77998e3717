"""What pages say about the work in the background; `states` has the rest."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from chats.models import Quota, QuotaHour
from chats.services import workers
from chats.services.upstream.tally import hour_of
from tests.browser.states import World, chat, goes_to, state


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
