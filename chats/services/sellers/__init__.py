"""Businesses with their tokens: registered, checked at Market, replaced."""

from chats.services.sellers.register import (
    BadToken,
    NotRegistered,
    Registered,
    looks_like_a_token,
    register_seller,
    set_token,
    store_check,
    token_in,
)
from chats.services.sellers.token_check import (
    CAMPAIGN_ID,
    HOPELESS,
    OK,
    OTHER_BUSINESS,
    READS_ORDERS,
    TokenCheck,
    check_token,
    findings,
)

__all__ = [
    "CAMPAIGN_ID",
    "HOPELESS",
    "OK",
    "OTHER_BUSINESS",
    "READS_ORDERS",
    "BadToken",
    "NotRegistered",
    "Registered",
    "TokenCheck",
    "check_token",
    "findings",
    "looks_like_a_token",
    "register_seller",
    "set_token",
    "store_check",
    "token_in",
]
