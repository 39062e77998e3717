"""Private notes on a chat's page, in the states worth looking at."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import Chat, Note
from chats.services import notes
from tests.browser.conversation_states import conversation
from tests.browser.states import state
from tests.browser.world import World

FIRST = "Склад подтвердил: посылка 80111202611229 у них с утра, завтра примут. Решать возврат не раньше акта."
OWN = "Обещал перезвонить до шести, трек: https://pochta.ru/tracking?barcode=80111202611229"


def noted(world: World, chat: Chat) -> list[Note]:
    """A colleague's note, one of the agent's own that was changed, and one that was deleted."""
    now = timezone.now()
    olga = User.objects.create_user("olga", first_name="Ольга", last_name="Лаврова")
    notes.write(olga, chat, FIRST, key=None, now=now - timedelta(minutes=50))
    own = notes.write(world.agent, chat, "Обещал перезвонить", key=None, now=now - timedelta(minutes=20))
    notes.change(world.agent, own, OWN, now=now - timedelta(minutes=10))
    gone = notes.write(world.agent, chat, "Не тот чат", key=None, now=now - timedelta(minutes=5))
    notes.delete(world.agent, gone, now=now)
    return list(Note.objects.order_by("pk"))


@state("notes")
def _(world: World, page: Page) -> None:
    noted(world, conversation(world, page))
    page.reload()


@state("note-begun")
def _(world: World, page: Page) -> None:
    conversation(world, page)
    page.locator("#note-tab").click()
    page.locator("#note-text").fill("Покупатель просит позвонить после шести")


@state("note-refused")
def _(world: World, page: Page) -> None:
    conversation(world, page)
    page.locator("#note-tab").click()
    page.locator("#note-text").fill("я" * 5_100)
    page.locator("#note-save").click()
    expect(page.locator("#note-error")).not_to_be_empty()


@state("note-open")
def _(world: World, page: Page) -> None:
    shown = noted(world, conversation(world, page))
    page.reload()
    page.locator(f"#note-{shown[1].pk} .note-more").click()
    expect(page.locator(f"#note-{shown[1].pk}[data-open]")).to_be_visible()


@state("note-page")
def _(world: World, page: Page) -> None:
    shown = noted(world, conversation(world, page))
    page.goto(f"/chats/1001/310002/notes/one/?note={shown[1].pk}")


@state("note-of-finished")
def _(world: World, page: Page) -> None:
    noted(world, conversation(world, page, status="FINISHED"))
    page.goto("/chats/1001/310002/notes/")


@state("note-mentions")
def _(world: World, page: Page) -> None:
    chat = conversation(world, page)
    olga = User.objects.create_user("olga", first_name="Ольга", last_name="Лаврова")
    User.objects.create_user("oleg", first_name="Олег", last_name="Лавров").groups.set(world.agent.groups.all())
    olga.groups.set(world.agent.groups.all())
    notes.write(olga, chat, "@agent, глянь, пожалуйста", key=None, now=timezone.now())
    page.reload()
    page.locator("#note-tab").click()
    page.locator("#note-text").press_sequentially("@ла")
    expect(page.locator("#note-people [role=option]:visible")).to_have_count(2)


@state("inbox-mentioned")
def _(world: World, page: Page) -> None:
    olga = User.objects.create_user("olga", first_name="Ольга", last_name="Лаврова")
    olga.groups.set(world.agent.groups.all())
    for chat_id in (310002, 310001):
        notes.write(olga, world.known(chat_id), "@agent, глянь", key=None, now=timezone.now())
    page.goto("/?view=mine")
