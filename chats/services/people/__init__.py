"""People: who may see and do what, their preferences, and the first administrator."""

from chats.services.people.access import (
    chat_for,
    chat_for_pulse,
    chats_for,
    reread_chat,
    seller_for,
    sellers_for,
    sellers_seen_by,
    somebody_is_at,
    those_who_share,
    with_sellers,
)
from chats.services.people.first_administrator import (
    administrator_needed,
    make_administrator,
    new_setup_link,
    setup_link_works,
)
from chats.services.people.preferences import is_quiet, preferences_of, set_sound
from chats.services.people.roles import Action, may, role_of, sellers_where, set_role

__all__ = [
    "Action",
    "administrator_needed",
    "chat_for",
    "chat_for_pulse",
    "chats_for",
    "is_quiet",
    "make_administrator",
    "may",
    "new_setup_link",
    "preferences_of",
    "reread_chat",
    "role_of",
    "seller_for",
    "sellers_for",
    "sellers_seen_by",
    "sellers_where",
    "set_role",
    "set_sound",
    "setup_link_works",
    "somebody_is_at",
    "those_who_share",
    "with_sellers",
]
