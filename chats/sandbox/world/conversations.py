"""The messages of each chat, oldest first."""

import hashlib
import threading
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from ..content.chats import MOSCOW, Chat
from ..content.dialogue import DialogueLine, filler, lines_of
from .options import FILES_URL

FRONT_LOADING: Final = 1.6  # above 1, most of a dialogue is near its beginning


@dataclass(frozen=True, kw_only=True)
class MessageFile:
    name: str
    url: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Message:
    message_id: int
    created_at: datetime
    sender: str
    text: str | None = None
    files: tuple[MessageFile, ...] = ()
    readable: bool = True

    def as_json(self) -> dict[str, Any]:
        """As in getChatHistory, which leaves out what a message does not have. A message that is not `readable` has a
        time without an offset, against the contract."""
        created_at = self.created_at if self.readable else self.created_at.replace(tzinfo=None)
        body = {"messageId": self.message_id, "createdAt": created_at.isoformat(), "sender": self.sender}
        files = [{"name": file.name, "url": file.url, "size": file.size} for file in self.files]
        return body | ({} if self.text is None else {"message": self.text}) | ({"payload": files} if files else {})


class Conversations:
    """The messages of all chats. Those of a chat are made when they are first needed, from the chat that is given then;
    with `keep=False` they are made anew each time, until something is said. The addresses of files begin with
    `files_url`."""

    def __init__(self, files_url: str = FILES_URL) -> None:
        self._files_url = files_url
        self._lock = threading.RLock()
        self._messages: dict[tuple[int, int], list[Message]] = {}

    def messages(self, business_id: int, chat: Chat, *, keep: bool = True) -> list[Message]:
        with self._lock:
            if not keep and (business_id, chat.chat_id) not in self._messages:
                return messages_of(chat, self._files_url)
            return list(self._known(business_id, chat))

    def start_empty(self, business_id: int, chat: Chat) -> None:
        with self._lock:
            self._messages[business_id, chat.chat_id] = []

    def fill(self, business_id: int, chat: Chat, count: int) -> None:
        """Replaces the messages by `count` others, the last one at the chat's `updated_at`. They get a minute each, so
        the first may be older than the chat."""
        first = min(chat.created_at, chat.updated_at - timedelta(minutes=count))
        messages = spread_over_time(filler(count), first, chat.updated_at, self._files_url)
        with self._lock:
            self._messages[business_id, chat.chat_id] = messages

    def add(self, business_id: int, chat: Chat, line: DialogueLine, at: datetime) -> Message:
        with self._lock:
            messages = self._known(business_id, chat)
            message = make_message(line, at, messages[-1] if messages else None, self._files_url)
            messages.append(message)
        return message

    def set_readable(self, business_id: int, chat: Chat, message_id: int, readable: bool) -> None:
        with self._lock:
            known = self._known(business_id, chat)
            changed = [replace(one, readable=readable) if one.message_id == message_id else one for one in known]
            self._messages[business_id, chat.chat_id] = changed

    def _known(self, business_id: int, chat: Chat) -> list[Message]:
        key = business_id, chat.chat_id
        if key not in self._messages:
            self._messages[key] = messages_of(chat, self._files_url)
        return self._messages[key]


def messages_of(chat: Chat, files_url: str) -> list[Message]:
    return spread_over_time(lines_of(chat), chat.created_at, chat.updated_at, files_url)


def spread_over_time(lines: Iterable[DialogueLine], first: datetime, last: datetime, files_url: str) -> list[Message]:
    lines = list(lines)
    span = last - first
    times = [first + span * (index / max(1, len(lines) - 1)) ** FRONT_LOADING for index in range(len(lines))]
    times[-1:] = [last] * bool(lines)
    messages: list[Message] = []
    for line, time in zip(lines, times, strict=True):
        messages.append(make_message(line, time, messages[-1] if messages else None, files_url))
    return messages


def make_message(line: DialogueLine, at: datetime, previous: Message | None, files_url: str) -> Message:
    """A message whose ID is its time in microseconds, and greater than the previous one's."""
    message_id = max(int(at.timestamp() * 1_000_000), previous.message_id + 1 if previous else 1)
    return Message(
        message_id=message_id,
        created_at=at.astimezone(MOSCOW),
        sender=line.sender,
        text=line.text,
        files=tuple(
            MessageFile(name=name, url=f"{files_url}/{file_path(message_id, name)}", size=size)
            for name, size in line.files
        ),
    )


def file_path(message_id: int, name: str) -> str:
    digest = hashlib.sha256(f"{message_id} {name}".encode(errors="replace")).digest()
    return f"{message_id % 1_000_000}/{uuid.UUID(bytes=digest[:16])}"
