"""Buyers who answer the shop after a while. Told by the clock, not by a thread."""

import threading
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from chats.market.types import Sender

from ..content.dialogue import DialogueLine
from .conversations import Message

SOONEST: Final = 8  # seconds
SPREAD: Final = 13
BETWEEN: Final = timedelta(seconds=5)
ANSWERS: Final = (
    ("Спасибо, понятно!",),
    ("Хорошо, жду", "а сколько примерно ждать?"),
    ("Ок 👍",),
    ("А точно? В приложении написано другое",),
    ("Не совсем понял. Что мне сейчас нужно сделать?", "возврат оформлять или нет"),
    ("Благодарю за быстрый ответ",),
    ("",),
    ("Вот ещё фото", "[IMG_20261122_101500.jpg 1204551]"),
)


class Answer(NamedTuple):
    at: datetime
    business_id: int
    chat_id: int
    line: DialogueLine


class Buyers:
    """The next thing that the shop says in a chat puts off what its buyer was about to answer."""

    def __init__(self, *, answering: bool) -> None:
        self.answering = answering
        self._lock = threading.Lock()
        self._waiting: list[Answer] = []

    def hear(self, business_id: int, chat_id: int, message: Message) -> None:
        if not self.answering:
            return
        first = message.created_at + timedelta(seconds=SOONEST + message.message_id % SPREAD)
        texts = ANSWERS[message.message_id // 7 % len(ANSWERS)]
        answers = [
            Answer(first + BETWEEN * place, business_id, chat_id, _line(text)) for place, text in enumerate(texts)
        ]
        with self._lock:
            others = [one for one in self._waiting if one[1:3] != (business_id, chat_id)]
            self._waiting = sorted(others + answers)

    def take_due(self, now: datetime) -> list[Answer]:
        """The answers whose time has come, each only once."""
        with self._lock:
            due = [one for one in self._waiting if one.at <= now]
            self._waiting = [one for one in self._waiting if one.at > now]
        return due


def _line(text: str) -> DialogueLine:
    if not text.startswith("["):
        return DialogueLine(Sender.CUSTOMER, text or None)
    name, size = text.strip("[]").split(" ")
    return DialogueLine(Sender.CUSTOMER, None, ((name, int(size)),))
