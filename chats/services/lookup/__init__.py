"""Lookup: from what an agent pastes to the chats it means, how often one may, and the record of it."""

from chats.services.lookup.find import look_up, look_up_paste
from chats.services.lookup.identifiers import Identifier, NotAnIdentifier, OwnNumber
from chats.services.lookup.names import ChatsOfBuyers, chats_of_buyers
from chats.services.lookup.paste import LeftOut, Paste, has_numbers, read_paste
from chats.services.lookup.recents import forget_recent, note_opened, recent_chats
from chats.services.lookup.record import record_lookup
from chats.services.lookup.results import LookupResult, OrderFound, found_by_address, only_chat
from chats.services.lookup.throttle import too_fast

__all__ = [
    "ChatsOfBuyers",
    "Identifier",
    "LeftOut",
    "LookupResult",
    "NotAnIdentifier",
    "OrderFound",
    "OwnNumber",
    "Paste",
    "chats_of_buyers",
    "forget_recent",
    "found_by_address",
    "has_numbers",
    "look_up",
    "look_up_paste",
    "note_opened",
    "only_chat",
    "read_paste",
    "recent_chats",
    "record_lookup",
    "too_fast",
]
