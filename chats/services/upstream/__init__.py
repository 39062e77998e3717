"""The one way from the desk to Market: the shared ledger of quotas and slots, the circuit breaker, the call itself."""

from chats.services.upstream.calls import ask, client, waiting_place
from chats.services.upstream.circuit import record_success
from chats.services.upstream.ledger import LEASE, Lane, next_open_chat_gap

__all__ = [
    "LEASE",
    "Lane",
    "ask",
    "client",
    "next_open_chat_gap",
    "record_success",
    "waiting_place",
]
