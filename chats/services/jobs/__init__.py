"""Rows that are due: claimed under a lease by one at a time, and finished with when they are due again."""

from chats.services.jobs.aside import is_set_aside, set_aside, those_set_aside, try_again
from chats.services.jobs.leases import (
    FRESH_ENOUGH,
    LONGEST_LEASE,
    PATIENCE,
    SOONEST,
    claim,
    due,
    finish,
    free,
    is_due,
    is_free,
    next_try,
    put_off,
    renew,
)
from chats.services.jobs.waking import CHANNEL, wake

__all__ = [
    "CHANNEL",
    "FRESH_ENOUGH",
    "LONGEST_LEASE",
    "PATIENCE",
    "SOONEST",
    "claim",
    "due",
    "finish",
    "free",
    "is_due",
    "is_free",
    "is_set_aside",
    "next_try",
    "put_off",
    "renew",
    "set_aside",
    "those_set_aside",
    "try_again",
    "wake",
]
