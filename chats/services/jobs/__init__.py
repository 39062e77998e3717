"""Rows that are due: claimed under a lease by one at a time, and finished with when they are due again."""

from chats.services.jobs.leases import SOONEST, claim, due, finish, is_due, next_try

__all__ = ["SOONEST", "claim", "due", "finish", "is_due", "next_try"]
