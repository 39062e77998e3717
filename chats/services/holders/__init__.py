"""Who has each chat, and who has had it. Others decide who is to have one; all of them write it here."""

from chats.services.holders.give import give
from chats.services.holders.history import MOST_SHOWN, handovers_of
from chats.services.holders.release import release

__all__ = ["MOST_SHOWN", "give", "handovers_of", "release"]
