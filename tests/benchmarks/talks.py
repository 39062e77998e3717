"""Conversations for a desk's database: the sandbox's own dialogues in turn, a part of them written here."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from uuid import uuid4

from django.contrib.auth.models import User
from django.utils import timezone

from chats.market.types import Sender
from chats.models import Chat, History, Message, Reply
from chats.sandbox.content.dialogue import ORDERS, QUESTIONS, RETURNS, DialogueLine, parse

APART = timedelta(minutes=170)
URL = "https://files.messenger.yandex.net/file/182004/6f1c2a9e-0d5b-4c63-9a53-7f1f0f1f"


def lines() -> Iterator[DialogueLine]:
    return cycle(line for script in (*ORDERS, *RETURNS, *QUESTIONS) for line in parse(script))


def fill(chat: Chat, count: int, agents: list[User]) -> None:
    """So many messages, the last one at the chat's `updated_at`, and nothing more to read at Market."""
    now = timezone.now()
    said = zip(range(count), lines(), strict=False)
    rows = [row(chat, number, line, chat.updated_at - APART * (count - 1 - number)) for number, line in said]
    rows = Message.objects.bulk_create(rows)
    ours = [message for message in rows if message.sender == Sender.PARTNER][::2]
    by = zip(ours, cycle(agents), strict=False)
    Reply.objects.bulk_create(reply(message, agent) for message, agent in by)
    History.objects.create(
        chat=chat, read_at=now, look_at=now + timedelta(hours=1), complete_upto=chat.updated_at, has_first_message=True
    )


def row(chat: Chat, number: int, line: DialogueLine, at: datetime) -> Message:
    files = [{"name": name, "url": f"{URL}{number:04}", "size": size} for name, size in line.files]
    about = {"chat": chat, "message_id": chat.chat_id * 10_000 + number, "created_at": at, "sender": line.sender}
    return Message(**about, text=line.text or "", files=files)


def reply(message: Message, agent: User) -> Reply:
    times = {"started_at": message.created_at, "leased_until": message.created_at, "settled_at": message.created_at}
    about = {"chat": message.chat, "agent": agent, "text": message.text, "message": message}
    return Reply(reply_id=uuid4(), state=Reply.State.SENT, **about, **times)
