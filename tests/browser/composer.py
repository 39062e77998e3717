"""The composer of one chat of the sandbox, for every test that writes in it."""

import base64

from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import Chat
from tests.conversation_fixture import as_read, message

ADDRESS = "/chats/1001/310001/"
TEXT = "Добрый день! Отправили сегодня."
FIELD = "#reply-text"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="  # a png
PICTURE = {"name": "снимок.png", "mimeType": "image/png", "buffer": base64.b64decode(PIXEL)}


def sent(market) -> list[str]:
    return [call.operation for call in market.calls if call.operation.startswith("send")]


def opened(visit, agent, **options) -> Page:
    page = visit(agent, path=ADDRESS, **options)
    if options.get("java_script_enabled", True):
        expect(page.locator(".msg").first).to_be_visible()
        page.wait_for_load_state("networkidle")
    return page


def buyer_writes(text: str) -> None:
    """Another has read it into the desk's table; the page does not know it yet."""
    chat = Chat.objects.get()
    message(chat, chat.messages.latest("message_id").message_id + 1, at=timezone.now(), text=text)
    as_read(chat)
