"""The background workers as all others see them: whether one lives, and whether they keep up with what is due."""

from chats.services.workers.alive import alive, any_alive
from chats.services.workers.ready import not_ready
from chats.services.workers.watch import watches

__all__ = ["alive", "any_alive", "not_ready", "watches"]
