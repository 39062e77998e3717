"""Chats as last seen at Market: fetched, merged into the desk's own table, kept fresh."""

from chats.services.sightings.buyers import MOST_OTHERS, buyer_key, other_chats
from chats.services.sightings.by_subject import (
    chats_about,
    likeliest_first,
    refresh_same_subject,
    same_subject,
    same_subject_is_due,
)
from chats.services.sightings.calls import ask_for_chat
from chats.services.sightings.doubt import NOT_SHOWN, mark_doubtful, resolve_doubts
from chats.services.sightings.merge import record_chat
from chats.services.sightings.open_chats import CLOSED_AFTER, REST, end_rest, may_rest, open_chats
from chats.services.sightings.page import Merged, merge_page
from chats.services.sightings.queue import (
    NEEDED,
    WAITS_FOR_SHOP,
    first_unanswered,
    is_urgent,
    place,
    place_anew,
    put_right,
)
from chats.services.sightings.refresh import fetch_chat, refresh_chat, refresh_chat_if_due
from chats.services.sightings.snoozed import end_by_message, is_beyond_deadline

__all__ = [
    "CLOSED_AFTER",
    "MOST_OTHERS",
    "NEEDED",
    "NOT_SHOWN",
    "REST",
    "WAITS_FOR_SHOP",
    "Merged",
    "ask_for_chat",
    "buyer_key",
    "chats_about",
    "end_by_message",
    "end_rest",
    "fetch_chat",
    "first_unanswered",
    "is_beyond_deadline",
    "is_urgent",
    "likeliest_first",
    "mark_doubtful",
    "may_rest",
    "merge_page",
    "open_chats",
    "other_chats",
    "place",
    "place_anew",
    "put_right",
    "record_chat",
    "refresh_chat",
    "refresh_chat_if_due",
    "refresh_same_subject",
    "resolve_doubts",
    "same_subject",
    "same_subject_is_due",
]
