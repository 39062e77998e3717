"""Chats as last seen at Market: fetched, merged into the desk's own table, kept fresh."""

from chats.services.sightings.buyers import buyer_key, other_chats
from chats.services.sightings.merge import record_chat
from chats.services.sightings.open_chats import open_chats
from chats.services.sightings.refresh import fetch_chat, refresh_chat, refresh_chat_if_due

__all__ = [
    "buyer_key",
    "fetch_chat",
    "open_chats",
    "other_chats",
    "record_chat",
    "refresh_chat",
    "refresh_chat_if_due",
]
