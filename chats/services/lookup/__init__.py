"""Lookup: from what an agent pastes to the chats it means, how often one may, and the record of it."""

from chats.services.lookup.find import LookupResult, found_by_address, look_up
from chats.services.lookup.identifiers import Identifier, NotAnIdentifier, identifiers_in
from chats.services.lookup.recents import forget_recent, opened, recent_chats, with_open_chat
from chats.services.lookup.record import record_lookup
from chats.services.lookup.throttle import too_fast

__all__ = [
    "Identifier",
    "LookupResult",
    "NotAnIdentifier",
    "forget_recent",
    "found_by_address",
    "identifiers_in",
    "look_up",
    "opened",
    "recent_chats",
    "record_lookup",
    "too_fast",
    "with_open_chat",
]
