"""A chat that is handed over, and what its receiver sees."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import Chat
from chats.services import inbox
from tests.browser.inbox_states import USUAL, queue
from tests.browser.states import state
from tests.browser.world import World

NAMES = ["Ольга Лаврова", "Мария Константинова", "Дмитрий Ан", "Екатерина Вознесенская-Преображенская", "Ли"]


def colleagues(world: World) -> list[User]:
    group = world.home.groups.get()
    made = []
    for number, name in enumerate(NAMES):
        first, _, last = name.partition(" ")
        person = User.objects.create_user(f"colleague{number}", first_name=first, last_name=last)
        person.groups.add(group)
        made.append(person)
    return made


def handed(world: World) -> None:
    """A chat with a history of holders, which a colleague has handed to the agent, and others."""
    queue(world, USUAL)
    olga, maria, *_ = colleagues(world)
    now = timezone.now()
    chats = {chat.chat_id: chat for chat in Chat.objects.select_related("seller")}
    inbox.take(maria, chats[310001], now=now - timedelta(hours=26))
    inbox.give_back(maria, chats[310001], now=now - timedelta(hours=3))
    inbox.take_if_nobodys(olga, chats[310001], now=now - timedelta(hours=2))
    inbox.assign(olga, chats[310001], world.agent.pk, now=now - timedelta(minutes=4))
    inbox.assign(maria, chats[310018], world.agent.pk, now=now)
    for number in (310009, 310008):
        inbox.take(maria, chats[number], now=now)


@state("handed-list")
def _(world: World, page: Page) -> None:
    handed(world)
    page.goto("/")


@state("handed-view")
def _(world: World, page: Page) -> None:
    handed(world)
    page.goto("/?view=handed")


@state("chat-handed")
def _(world: World, page: Page) -> None:
    handed(world)
    page.goto("/chats/1001/310001/?from=waiting")


@state("chat-hand-over")
def _(world: World, page: Page) -> None:
    handed(world)
    page.goto("/chats/1001/310001/?from=waiting")
    page.locator("#hand-over").click()
    expect(page.locator("[data-colleague]").first).to_be_visible()


@state("chat-overtaken")
def _(world: World, page: Page) -> None:
    handed(world)
    page.goto("/chats/1001/310002/?from=waiting")
    chat = Chat.objects.get(chat_id=310002)
    inbox.take(User.objects.get(username="colleague3"), chat, now=timezone.now())
    page.locator("#holder").evaluate("(button) => button.click()")
    expect(page.locator(".holder-refused")).to_have_count(1)


@state("hand-over-page")
def _(world: World, page: Page) -> None:
    handed(world)
    page.goto("/chats/1001/310001/assign/")


@state("inbox-picked")
def _(world: World, page: Page) -> None:
    handed(world)
    page.goto("/")
    page.locator("[data-pick]").click()
    for number in (1, 3, 4):
        page.locator("#inbox-rows .pick").nth(number).click()
    expect(page.locator("#bulk-form")).to_be_visible()


@state("inbox-picked-menu")
def _(world: World, page: Page) -> None:
    handed(world)
    page.goto("/chats/1001/310001/?from=waiting")
    page.locator("[data-pick]").evaluate("(button) => button.click()")
    page.locator("[data-pick-all]").evaluate("(button) => button.click()")
    page.locator(".bulk-menu summary").first.evaluate("(summary) => summary.click()")


@state("inbox-picked-said")
def _(world: World, page: Page) -> None:
    handed(world)
    page.goto("/")
    page.locator("[data-pick]").click()
    page.locator("[data-pick-all]").click()
    page.locator(".bulk-acts [name=take]").click()
    expect(page.locator("[data-bulk-undo]")).to_be_visible()
