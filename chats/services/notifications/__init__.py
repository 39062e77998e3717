"""What Market announces: events stored as they come, worked off later, and never taken for data."""

from chats.services.notifications.address import new_address, seller_of
from chats.services.notifications.events import last_events, set_aside, try_again
from chats.services.notifications.hints import act, due_events
from chats.services.notifications.receive import LARGEST_BODY, OtherBusiness, store
from chats.services.notifications.verdict import judge_all, working

__all__ = [
    "LARGEST_BODY",
    "OtherBusiness",
    "act",
    "due_events",
    "judge_all",
    "last_events",
    "new_address",
    "seller_of",
    "set_aside",
    "store",
    "try_again",
    "working",
]
