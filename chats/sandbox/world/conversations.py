"""The messages of the chats, oldest first, as Market keeps them."""

import hashlib
import threading
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from ..content.chats import MOSCOW, Chat
from ..content.dialogue import DialogueLine, filler, lines_of

EARLY: Final = 1.6  # the greater, the more of a dialogue happened soon after its beginning
FILES: Final = "https://files.messenger.yandex.net/file"


@dataclass(frozen=True, kw_only=True)
class File:
    name: str
    url: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Message:
    message_id: int
    created_at: datetime
    sender: str
    text: str | None = None
    files: tuple[File, ...] = ()

    def sent(self) -> dict[str, Any]:
        """As getChatHistory has it: what there is not is left out."""
        body = {"messageId": self.message_id, "createdAt": self.created_at.isoformat(), "sender": self.sender}
        files = [{"name": file.name, "url": file.url, "size": file.size} for file in self.files]
        return body | ({} if self.text is None else {"message": self.text}) | ({"payload": files} if files else {})


class Conversations:
    """A chat's messages come into being when somebody first looks."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._messages: dict[tuple[int, int], list[Message]] = {}

    def of(self, business_id: int, chat: Chat) -> list[Message]:
        with self._lock:
            return list(self._known(business_id, chat))

    def begin(self, business_id: int, chat: Chat) -> None:
        """Without a single message."""
        with self._lock:
            self._messages[business_id, chat.chat_id] = []

    def fill(self, business_id: int, chat: Chat, count: int) -> None:
        """Exactly that many messages in place of what was there, the last one at the chat's `updated_at`. They may be
        older than a chat that has just been made: a minute for each."""
        begun = min(chat.created_at, chat.updated_at - timedelta(minutes=count))
        messages = _spread(filler(count), begun, chat.updated_at)
        with self._lock:
            self._messages[business_id, chat.chat_id] = messages

    def add(self, business_id: int, chat: Chat, line: DialogueLine, at: datetime) -> Message:
        with self._lock:
            messages = self._known(business_id, chat)
            message = _message(line, at, messages[-1] if messages else None)
            messages.append(message)
        return message

    def _known(self, business_id: int, chat: Chat) -> list[Message]:
        key = business_id, chat.chat_id
        if key not in self._messages:
            self._messages[key] = _spread(lines_of(chat), chat.created_at, chat.updated_at)
        return self._messages[key]


def _spread(lines: Iterable[DialogueLine], begun: datetime, ended: datetime) -> list[Message]:
    lines = list(lines)
    span = ended - begun
    moments = [begun + span * (place / max(1, len(lines) - 1)) ** EARLY for place in range(len(lines))]
    moments[-1:] = [ended] * bool(lines)
    messages: list[Message] = []
    for line, moment in zip(lines, moments, strict=True):
        messages.append(_message(line, moment, messages[-1] if messages else None))
    return messages


def _message(line: DialogueLine, at: datetime, last: Message | None) -> Message:
    """With a number that reads as its time in microseconds, and is greater than the last one's."""
    message_id = max(int(at.timestamp() * 1_000_000), last.message_id + 1 if last else 1)
    return Message(
        message_id=message_id,
        created_at=at.astimezone(MOSCOW),
        sender=line.sender,
        text=line.text,
        files=tuple(File(name=name, url=_url(message_id, name), size=size) for name, size in line.files),
    )


def _url(message_id: int, name: str) -> str:
    digest = hashlib.sha256(f"{message_id} {name}".encode(errors="replace")).digest()
    return f"{FILES}/{message_id % 1_000_000}/{uuid.UUID(bytes=digest[:16])}"
