"""The only way from the desk to Market: the ledger of quotas and slots, the circuit breaker, the call itself."""

from chats.services.upstream.calls import ask, client
from chats.services.upstream.circuit import record_success
from chats.services.upstream.ledger import SLOT_LEASE, Lane, calls_left, next_gap, sellers_held_up
from chats.services.upstream.standing import Standing, low_standings, standings
from chats.services.upstream.tally import CallsOfHour, last_day
from chats.services.upstream.thread_budget import thread_budget

__all__ = [
    "SLOT_LEASE",
    "CallsOfHour",
    "Lane",
    "Standing",
    "ask",
    "calls_left",
    "client",
    "last_day",
    "low_standings",
    "next_gap",
    "record_success",
    "sellers_held_up",
    "standings",
    "thread_budget",
]
