"""People: who may see what, their preferences, and the first administrator."""

from chats.services.people.access import (
    chat_for,
    chat_for_pulse,
    chats_for,
    is_of_leads,
    let_see_ledger,
    reread_chat,
    sees_ledger,
    seller_for,
    sellers_for,
    sellers_seen_by,
    shares_views,
    somebody_is_at,
    those_who_share_with,
    with_sellers,
)
from chats.services.people.first_administrator import (
    administrator_needed,
    make_administrator,
    new_setup_link,
    setup_link_works,
)
from chats.services.people.preferences import is_quiet, preferences_of, set_sound

__all__ = [
    "administrator_needed",
    "chat_for",
    "chat_for_pulse",
    "chats_for",
    "is_of_leads",
    "is_quiet",
    "let_see_ledger",
    "make_administrator",
    "new_setup_link",
    "preferences_of",
    "reread_chat",
    "sees_ledger",
    "seller_for",
    "sellers_for",
    "sellers_seen_by",
    "set_sound",
    "setup_link_works",
    "shares_views",
    "somebody_is_at",
    "those_who_share_with",
    "with_sellers",
]
