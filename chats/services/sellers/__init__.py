"""Sellers and their tokens: registered, checked at Market, replaced."""

from chats.services.sellers.carried import unwrap_token, wrap_token
from chats.services.sellers.register import (
    BadToken,
    NotRegistered,
    Registration,
    register_seller,
    save_check,
    set_token,
    token_in,
)
from chats.services.sellers.target import set_target
from chats.services.sellers.token_check import (
    CAMPAIGN_ID,
    HOPELESS,
    OK,
    OTHER_BUSINESS,
    TokenCheck,
    check_token,
    findings,
    may_read_orders,
    may_read_returns,
)

__all__ = [
    "CAMPAIGN_ID",
    "HOPELESS",
    "OK",
    "OTHER_BUSINESS",
    "BadToken",
    "NotRegistered",
    "Registration",
    "TokenCheck",
    "check_token",
    "findings",
    "may_read_orders",
    "may_read_returns",
    "register_seller",
    "save_check",
    "set_target",
    "set_token",
    "token_in",
    "unwrap_token",
    "wrap_token",
]
