"""The background workers as all others see them: whether one lives, whether they keep up, what is left to do."""

from chats.services.workers.alive import alive, any_alive
from chats.services.workers.backlog import MOST_COUNTED, Aside, Backlog, aside, backlog_of, try_again
from chats.services.workers.ready import not_ready
from chats.services.workers.watch import watches

__all__ = [
    "MOST_COUNTED",
    "Aside",
    "Backlog",
    "alive",
    "any_alive",
    "aside",
    "backlog_of",
    "not_ready",
    "try_again",
    "watches",
]
