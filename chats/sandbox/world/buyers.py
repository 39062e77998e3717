"""Buyers who answer the shop after a while. Driven by the clock of each call, not by a thread."""

import threading
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from ..content.dialogue import DialogueLine, parse_line
from .conversations import Message

MIN_DELAY: Final = 8  # seconds
DELAY_SPREAD: Final = 13
PAUSE_BETWEEN: Final = timedelta(seconds=5)
# In the notation of `dialogue`, without the sender.
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


class BuyerAnswer(NamedTuple):
    at: datetime
    business_id: int
    chat_id: int
    line: DialogueLine


class Buyers:
    """The answers that buyers are about to give. A new message of the shop replaces those pending in its chat."""

    def __init__(self, *, answering: bool) -> None:
        self.answering = answering
        self._lock = threading.Lock()
        self._pending: list[BuyerAnswer] = []

    def schedule(self, business_id: int, chat_id: int, message: Message) -> None:
        """Plans the buyer's answer to a message of the shop; its ID decides which one and when."""
        if not self.answering:
            return
        first = message.created_at + timedelta(seconds=MIN_DELAY + message.message_id % DELAY_SPREAD)
        texts = ANSWERS[message.message_id // 7 % len(ANSWERS)]
        answers = [
            BuyerAnswer(first + PAUSE_BETWEEN * index, business_id, chat_id, parse_line(f"К {text}"))
            for index, text in enumerate(texts)
        ]
        with self._lock:
            others = [one for one in self._pending if (one.business_id, one.chat_id) != (business_id, chat_id)]
            self._pending = sorted(others + answers)

    def take_due(self, now: datetime) -> list[BuyerAnswer]:
        """The answers that are due by now; each is returned only once."""
        with self._lock:
            due = [one for one in self._pending if one.at <= now]
            self._pending = [one for one in self._pending if one.at > now]
        return due
