"""The chat's page in the states that reading and answering bring about; `states` has the rest."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import Chat, Message, PreparedAnswer
from chats.services.conversation import history, messages
from chats.services.upstream import Lane
from tests.browser.states import search, state
from tests.browser.world import World


def conversation(world: World, page: Page, **changes: object) -> Chat:
    """A chat with its messages, from the sandbox as the desk would read them."""
    opened = world.known(310002, **changes)
    world.recents()
    history.read_on(opened, Lane.AGENT, now=timezone.now())
    page.goto("/chats/1001/310002/")
    return opened


def press_send(page: Page, text: str, outcome: str) -> None:
    page.locator("#reply-text").fill(text)
    page.locator("#send").click()
    expect(page.locator(f"#reply-outcome[data-outcome={outcome}]")).to_be_attached()


state("conversation")(conversation)
state("conversation-finished")(lambda world, page: conversation(world, page, status="FINISHED") and None)


@state("reading")
def _(world: World, page: Page) -> None:
    world.market.fail("500", operation="getChatHistory")
    world.known(310001)
    page.goto("/chats/1001/310001/")
    expect(page.locator("#tail [data-problem]")).to_be_visible()


@state("reply-refused")
def _(world: World, page: Page) -> None:
    conversation(world, page)
    world.market.fail("420_hourly", operation="sendMessageToChat")
    press_send(page, "Добрый день!", "refused")


@state("reply-unknown")
def _(world: World, page: Page) -> None:
    conversation(world, page)
    world.market.fail("500", operation="sendMessageToChat", taken=False)
    press_send(page, "Добрый день! Отправили сегодня, трек-номер пришлём вечером.", "unknown")


@state("reply-held")
def _(world: World, page: Page) -> None:
    opened = conversation(world, page)
    last = messages.messages(opened)[-1]
    later = {"created_at": timezone.now(), "sender": "CUSTOMER", "text": "Уже не нужно, спасибо"}
    Message.objects.create(chat=opened, message_id=last.message_id + 1, **later)
    press_send(page, "Добрый день!", "held")


@state("reply-too-long")
def _(world: World, page: Page) -> None:
    conversation(world, page)
    press_send(page, "я" * 4100, "invalid")


@state("reply-file")
def _(world: World, page: Page) -> None:
    conversation(world, page)
    page.set_input_files("#file", {"name": "a" * 90 + ".txt", "mimeType": "text/plain", "buffer": b"text"})
    expect(page.locator(".chip")).to_be_visible()


@state("answers-open")
def _(world: World, page: Page) -> None:
    PreparedAnswer.objects.create(title="Где мой заказ", text="Здравствуйте, {buyer}! Заказ {order} уже едет.")
    conversation(world, page)
    page.locator("#open-answers").click()
    expect(page.locator("#answers-list [role=option]").first).to_be_visible()


@state("start-chat")
def _(world: World, page: Page) -> None:
    search(page, "123454321")
    page.locator(".start-chat summary").click()
    expect(page.locator(".start-chat button")).to_be_visible()
