"""What the desk keeps. Market's words: business, campaign (one store), chat, context, message, sender, payload."""

from chats.models.agents import AgentSettings, Lookup, RecentChat, SetupLink
from chats.models.chats import Chat, History, Message, Order, Return, Sighting
from chats.models.replies import Draft, PreparedAnswer, ReadMark, Reply
from chats.models.sellers import Campaign, Quota, Seller, Slot, Standing

__all__ = [
    "AgentSettings",
    "Campaign",
    "Chat",
    "Draft",
    "History",
    "Lookup",
    "Message",
    "Order",
    "PreparedAnswer",
    "Quota",
    "ReadMark",
    "RecentChat",
    "Reply",
    "Return",
    "Seller",
    "SetupLink",
    "Sighting",
    "Slot",
    "Standing",
]
