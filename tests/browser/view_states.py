"""Each view of the inbox with something in it, and what the list says when something is wrong; `inbox_states` has the
rest."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import AgentSettings, Chat, Mirror, SavedView, Sync
from chats.services import workers
from tests.browser.inbox_states import USUAL, all_read, queue
from tests.browser.states import state
from tests.browser.world import World

# Beside those that wait: chats of each other status.
OTHERS = {
    310010: "NEW", 310031: "NEW", 310003: "WAITING_FOR_CUSTOMER", 310022: "WAITING_FOR_CUSTOMER",
    420003: "WAITING_FOR_CUSTOMER", 420006: "WAITING_FOR_ARBITER", 310024: "WAITING_FOR_MARKET",
    420004: "WAITING_FOR_MARKET", 310005: "FINISHED", 310007: "FINISHED", 420007: "FINISHED", 310020: "FINISHED",
}  # fmt: skip
VIEWS = ("waiting", "mine", "nobodys", "disputes", "new", "buyer", "arbiter", "market", "finished", "all")
MINUTES = timedelta(minutes=1)


def everything(world: World) -> None:
    """Something in each view."""
    now = timezone.now().replace(microsecond=0)
    for place, (number, status) in enumerate(OTHERS.items()):
        at = now - timedelta(minutes=7 + 95 * place)
        world.known(number, status=status, updated_at=at, message_at=at)
    queue(world, USUAL)


def view(name: str) -> Callable[[World, Page], None]:
    def come(world: World, page: Page) -> None:
        everything(world)
        page.goto(f"/?view={name}")
        expect(page.locator("#inbox-rows .entry").first).to_be_visible()

    return come


for name in VIEWS:
    state(f"view-{name}")(view(name))


@state("inbox-first-read")
def _(world: World, page: Page) -> None:
    began = timezone.now() - 3 * MINUTES
    queue(world, USUAL)
    Sync.objects.filter(seller=world.home).delete()
    Sync.objects.create(seller=world.home, part="OPEN", began_at=began, chats=1240, pages=25)
    page.goto("/")


@state("inbox-nothing-read")
def _(world: World, page: Page) -> None:
    page.goto("/")


@state("inbox-one-fails")
def _(world: World, page: Page) -> None:
    everything(world)
    now = timezone.now()
    failed = {"problem_kind": "broken", "problem_at": now - MINUTES}
    stopped = now - 9 * MINUTES
    Sync.objects.filter(seller=world.tech).update(began_at=stopped, finished_at=stopped, due_at=now, **failed)
    Chat.objects.filter(seller=world.tech).update(**failed)
    page.goto("/")


@state("inbox-paused")
def _(world: World, page: Page) -> None:
    everything(world)
    Mirror.objects.create(seller=world.tech, paused=True)
    page.goto("/")


@state("inbox-no-worker")
def _(world: World, page: Page) -> None:
    workers.any_alive = lambda *, now: False  # the fixture takes it back
    everything(world)
    Sync.objects.update(began_at=timezone.now() - 9 * MINUTES, finished_at=timezone.now() - 9 * MINUTES)
    page.goto("/")


@state("inbox-offline")
def _(world: World, page: Page) -> None:
    everything(world)
    page.goto("/")
    page.context.set_offline(True)
    for _ in range(2):  # one failure of the pulse is not told
        page.wait_for_function("() => !window.desk.pulse.running")
        page.evaluate("window.desk.emit('desk:ask')")
    expect(page.locator("#live-alert")).not_to_be_empty()


@state("inbox-no-seller")
def _(world: World, page: Page) -> None:
    world.agent.groups.clear()
    page.goto("/")


@state("inbox-bell")
def _(world: World, page: Page) -> None:
    AgentSettings.objects.update_or_create(agent=world.agent, defaults={"sound": True, "notices": True})
    everything(world)
    page.goto("/")
    expect(page.locator("#bell[data-notices=on]")).to_be_attached()


def saved(world: World) -> None:
    everything(world)
    of_tech = {"name": "Техно-Мир, возвраты и споры за неделю", "query": "view=all&seller=2002"}
    SavedView.objects.create(agent=world.agent, name="Мои непрочитанные", query="view=mine&unread=1")
    SavedView.objects.create(agent=world.agent, position=1, shared=True, **of_tech)


@state("saved-views")
def _(world: World, page: Page) -> None:
    saved(world)
    page.goto("/views/")


@state("saved-views-empty")
def _(world: World, page: Page) -> None:
    page.goto("/views/")


@state("saved-view-open")
def _(world: World, page: Page) -> None:
    saved(world)
    page.goto("/?view=all&seller=2002")
    page.locator(".more-views summary").click()


def none_waits_but_others(world: World, page: Page) -> None:
    all_read(world)
    world.known(310003, status="WAITING_FOR_CUSTOMER")
    page.goto("/")


state("inbox-nobody-waits-but")(none_waits_but_others)
