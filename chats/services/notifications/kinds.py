"""Which of Market's types of events concern the desk: those about chats, and about orders and returns behind them."""

from chats.market.payload_notifications import KINDS, OfChat, OfOrder, OfReturn


def concerns_the_desk(kind: str) -> bool:
    return is_of_chat(kind) or is_of_order(kind) or is_of_return(kind)


def is_of_chat(kind: str) -> bool:
    return issubclass(KINDS.get(kind, object), OfChat)


def is_of_order(kind: str) -> bool:
    return issubclass(KINDS.get(kind, object), OfOrder) and not is_of_return(kind)


def is_of_return(kind: str) -> bool:
    return issubclass(KINDS.get(kind, object), OfReturn)
