"""Tags of the team's own: which there are, and which chat has which."""

from chats.services.tags.given import MOST_ON_A_CHAT, NotOffered, TooManyOnChat, give, keys_of, take_off
from chats.services.tags.manage import (
    MOST_TAGS,
    TagFull,
    TagTaken,
    delete_tag,
    managed_tags,
    may_manage,
    save_tag,
    tag_for,
)
from chats.services.tags.offered import OfferedTag, tags_seen_by

__all__ = [
    "MOST_ON_A_CHAT",
    "MOST_TAGS",
    "NotOffered",
    "OfferedTag",
    "TagFull",
    "TagTaken",
    "TooManyOnChat",
    "delete_tag",
    "give",
    "keys_of",
    "managed_tags",
    "may_manage",
    "save_tag",
    "tag_for",
    "tags_seen_by",
    "take_off",
]
