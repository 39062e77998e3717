"""Sellers and their tokens: registered, checked at Market, replaced."""

from chats.services.sellers.register import (
    BadToken,
    NotRegistered,
    Registration,
    register_seller,
    save_check,
    set_token,
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
    "Registration",
    "TokenCheck",
    "check_token",
    "findings",
    "register_seller",
    "save_check",
    "set_token",
    "token_in",
]
