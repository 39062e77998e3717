"""Rows that are due: claimed under a lease by one at a time, and finished with when they are due again."""

from chats.services.jobs.leases import FRESH_ENOUGH, PATIENCE, SOONEST, claim, due, finish, is_due, is_free, next_try

__all__ = ["FRESH_ENOUGH", "PATIENCE", "SOONEST", "claim", "due", "finish", "is_due", "is_free", "next_try"]
