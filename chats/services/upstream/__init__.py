"""The only way from the desk to Market: the ledger of quotas and slots, the circuit breaker, the call itself."""

from chats.services.upstream.calls import ask, client
from chats.services.upstream.circuit import record_success
from chats.services.upstream.ledger import SLOT_LEASE, Lane, closed_until, next_open_chat_gap
from chats.services.upstream.thread_budget import thread_budget

__all__ = [
    "SLOT_LEASE",
    "Lane",
    "ask",
    "client",
    "closed_until",
    "next_open_chat_gap",
    "record_success",
    "thread_budget",
]
