"""The inbox in every state worth looking at."""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import Chat, Draft, Message, SameSubject, Sync
from chats.models.sightings import UNTIL_WRITTEN
from chats.services import inbox, search
from chats.services.sightings import place_anew
from tests.browser.states import state
from tests.browser.world import World

# Each waits twice as long as the one before: with names of every kind, and as on a usual day.
ODD = [310001, 310004, 310050, 310008, 310035, 310018, 420010, 310006]
USUAL = [310001, 310004, 310009, 310008, 310002, 310018, 420005, 310006]


def all_read(world: World, *, ago: timedelta = timedelta(seconds=8)) -> None:
    at = timezone.now() - ago
    for seller in (world.home, world.tech):
        Sync.objects.create(seller=seller, part="WAITING", began_at=at, finished_at=at)


def queue(world: World, numbers: Sequence[int] = ODD) -> None:
    """Chats that have waited for ten minutes to ten hours, a return to be decided on, a dispute, one's own, a draft."""
    all_read(world)
    now = timezone.now().replace(microsecond=0)
    for place, number in enumerate(numbers):
        at = now - timedelta(minutes=12 * 2**place)
        said = {"last_sender": "CUSTOMER", "last_text": world.said_last(number, "CUSTOMER")}
        chat = world.known(number, status="WAITING_FOR_PARTNER", updated_at=at, message_at=at, **said)
        place_anew(chat.pk, now=now, waiting_since=at)
    chats = {chat.chat_id: chat for chat in Chat.objects.all()}
    place_anew(chats[310006].pk, now=now, deadline_at=now + timedelta(hours=3, minutes=10), deadline_kind="RETURN")
    place_anew(chats[310018].pk, now=now, type="ARBITRAGE")
    Chat.objects.filter(chat_id__in=[310006, 310004]).update(assignee=world.agent)
    Draft.objects.create(agent=world.agent, chat=chats[310004], text="Уточню на складе и отвечу", updated_at=now)


@state("inbox")
def _(world: World, page: Page) -> None:
    queue(world)
    page.goto("/")


@state("inbox-chat")
def _(world: World, page: Page) -> None:
    queue(world, USUAL)
    SameSubject.objects.create(chat=Chat.objects.get(chat_id=310006), due_at=timezone.now() + timedelta(hours=1))
    page.goto("/chats/1001/310006/?from=waiting")


@state("inbox-mixed")
def _(world: World, page: Page) -> None:
    queue(world)
    world.recents()
    page.goto("/?view=all&seller=1001")


@state("inbox-nobody-waits")
def _(world: World, page: Page) -> None:
    all_read(world)
    page.goto("/")


@state("inbox-behind")
def _(world: World, page: Page) -> None:
    all_read(world, ago=timedelta(minutes=9))
    page.goto("/")


@state("inbox-nothing-matches")
def _(world: World, page: Page) -> None:
    queue(world)
    page.goto("/?view=mine&seller=2002&context=RETURN&unread=1")


@state("inbox-filters")
def _(world: World, page: Page) -> None:
    queue(world)
    page.goto("/")
    page.locator(".filters summary").click()


def set_aside(world: World) -> None:
    """One until tomorrow by a colleague with a long name, one until its buyer writes, one that has come back."""
    queue(world)
    now, colleague = timezone.now(), User.objects.create_user("maria", first_name="Мария", last_name="Константинова")
    chats = {chat.chat_id: chat for chat in Chat.objects.all()}
    inbox.snooze(colleague, chats[310008], now + timedelta(days=1), seen={chats[310008].last_message_id}, now=now)
    inbox.snooze(world.agent, chats[310001], UNTIL_WRITTEN, seen={chats[310001].last_message_id}, now=now)
    place_anew(chats[310035].pk, now=now, status="WAITING_FOR_CUSTOMER", returned_at=now - timedelta(minutes=5))


@state("inbox-snoozed")
def _(world: World, page: Page) -> None:
    set_aside(world)
    page.goto("/?view=snoozed")


@state("chat-snoozed")
def _(world: World, page: Page) -> None:
    set_aside(world)
    page.goto("/chats/1001/310008/?from=snoozed")


@state("chat-back")
def _(world: World, page: Page) -> None:
    set_aside(world)
    page.goto("/chats/1001/310035/?from=waiting")


@state("chat-snooze-menu")
def _(world: World, page: Page) -> None:
    set_aside(world)
    page.goto("/chats/1001/310001/?from=waiting")
    page.locator("#snooze").click()


@state("inbox-more-views")
def _(world: World, page: Page) -> None:
    queue(world)
    page.goto("/")
    page.locator(".more-views summary").click()


@state("inbox-new-above")
def _(world: World, page: Page) -> None:
    queue(world)
    page.goto("/")
    page.locator("#inbox-rows .entry").nth(2).hover()
    world.known(310002, status="WAITING_FOR_PARTNER", updated_at=timezone.now() - timedelta(days=2))
    page.evaluate("document.body.dispatchEvent(new CustomEvent('desk:ask'))")
    expect(page.locator("#inbox-new")).to_be_visible()


@state("search")
def _(world: World, page: Page) -> None:
    chat = world.known(310002)
    now = timezone.now()
    said = [
        Message(
            chat=chat, message_id=number, created_at=now - timedelta(hours=number), sender=sender,
            text=f"Когда придёт посылка? {'Очень жду. ' * 30}",
        )
        for number, sender in enumerate(["CUSTOMER", "PARTNER", "SUPPORT", "MARKET"], start=1)
    ]  # fmt: skip
    Message.objects.bulk_create(said)
    search.add_to_index(chat, list(Message.objects.filter(chat=chat)))
    page.goto("/search/?q=посылка")


@state("search-nothing")
def _(world: World, page: Page) -> None:
    page.goto("/search/?q=посылка&from=CUSTOMER&since=2026-11-01")


@state("search-refused")
def _(world: World, page: Page) -> None:
    page.goto("/search/?q=посылка&since=2026-11-09&until=2026-11-01")
