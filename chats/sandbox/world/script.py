"""Chats that change by themselves, so that an open page has something to refresh. Driven by the clock of each call, not
by a thread."""

import threading
from datetime import datetime, timedelta
from typing import Final

from chats.market.types import Sender

from ..content.cabinets import HOME, TECH
from ..content.dialogue import DialogueLine
from .world import World

INTERVAL: Final = timedelta(seconds=20)
SCRIPTED_CHATS: Final = (
    (HOME.business_id, 310002),
    (TECH.business_id, 420001),
    (HOME.business_id, 310008),
    (HOME.business_id, 310001),
    (TECH.business_id, 420002),
)
SCRIPTED_LINES: Final = (
    DialogueLine(Sender.PARTNER, "Здравствуйте! Уточняем, ответим в этом чате."),
    DialogueLine(Sender.CUSTOMER, "Есть новости?"),
    DialogueLine(Sender.PARTNER, "Пока нет, но мы помним о вас."),
    DialogueLine(Sender.CUSTOMER, "Хорошо, жду"),
)


class Script:
    """Every 20 seconds, the next of five chats gets a message from the side that is to speak."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._lock = threading.Lock()
        self._steps_done = 0

    def advance(self, world: World, now: datetime) -> None:
        """Brings the world up to `now`. After a long pause only the last round is played."""
        with self._lock:
            due = max(self._steps_done, (now - self._start) // INTERVAL)
            for step in range(max(self._steps_done, due - len(SCRIPTED_CHATS)), due):
                round_, index = divmod(step, len(SCRIPTED_CHATS))
                business_id, chat_id = SCRIPTED_CHATS[index]
                line = SCRIPTED_LINES[round_ % len(SCRIPTED_LINES)]
                world.say(business_id, chat_id, line, self._start + (step + 1) * INTERVAL)
            self._steps_done = due
