"""Housekeeping: what has to be done now and then, whoever is at the desk. One row of `Upkeep` for each kind."""

from chats.services.upkeep.chores import due, prepare, turn

__all__ = ["due", "prepare", "turn"]
