"""Chats that move by themselves, so that an open page has something to refresh. Told by the clock, not by a thread."""

import threading
from datetime import datetime, timedelta
from typing import Final

from chats.market.types import Sender

from ..content.cabinets import HOME, TECH
from ..content.dialogue import DialogueLine
from .world import World

EVERY: Final = timedelta(seconds=20)
CAST: Final = (
    (HOME.business_id, 310002),
    (TECH.business_id, 420001),
    (HOME.business_id, 310008),
    (HOME.business_id, 310001),
    (TECH.business_id, 420002),
)
TALK: Final = (
    DialogueLine(Sender.PARTNER, "Здравствуйте! Уточняем, ответим в этом чате."),
    DialogueLine(Sender.CUSTOMER, "Есть новости?"),
    DialogueLine(Sender.PARTNER, "Пока нет, но мы помним о вас."),
    DialogueLine(Sender.CUSTOMER, "Хорошо, жду"),
)


class Script:
    """Every 20 seconds the next one of five chats changes sides."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._told = 0

    def tell(self, world: World, now: datetime) -> None:
        """Brings the world to `now`; of a long pause only the last round is told."""
        with self._lock:
            due = max(self._told, (now - self._start) // EVERY)
            for step in range(max(self._told, due - len(CAST)), due):
                round_, place = divmod(step, len(CAST))
                business_id, chat_id = CAST[place]
                line = TALK[round_ % len(TALK)]
                world.say(business_id, chat_id, line, self._start + (step + 1) * EVERY)
            self._told = due
