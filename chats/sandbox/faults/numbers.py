"""Chat IDs that cause a fault; `faults` explains how they are made up."""

from datetime import datetime
from typing import Final

from chats.market.types import ChatStatus

from ..content.cabinets import HOME, TECH
from ..content.chats import Chat, about_order, time_ago
from ..content.people import Buyer
from .faults import BY_NUMBER, Fault

# When the fault happens: the digits in front of its number.
ALWAYS: Final = 90
AFTER_THE_FIRST: Final = 91
AT_HOME_ONLY: Final = 92
AFTER_SENDING: Final = 93
BEFORE_SENDING: Final = 94
SELLERS_OF: Final = {
    ALWAYS: {HOME.business_id, TECH.business_id},
    AFTER_THE_FIRST: {HOME.business_id},
    AT_HOME_ONLY: {HOME.business_id, TECH.business_id},
    AFTER_SENDING: {HOME.business_id},
    BEFORE_SENDING: {HOME.business_id},
}


def chat_number(when: int, fault: Fault) -> int:
    return when * 100_000 + fault.number


def parse(business_id: int, chat_id: int) -> tuple[int, Fault] | None:
    """When a fault happens and which; None for an ordinary chat ID."""
    when, number = divmod(chat_id, 100_000)
    if business_id not in SELLERS_OF.get(when, ()) or number not in BY_NUMBER:
        return None
    return when, BY_NUMBER[number]


def chat_with_fault(business_id: int, chat_id: int, start: datetime) -> Chat | None:
    """The chat that such a number shows when it does answer."""
    if parse(business_id, chat_id) is None:
        return None
    seller = HOME if business_id == HOME.business_id else TECH
    return Chat(
        chat_id=chat_id,
        context=about_order(seller.campaigns[0].campaign_id, 80_000_000_000 + chat_id),
        buyer=Buyer(name=f"Пробный покупатель {chat_id}", public_id=f"sandbox{chat_id}"),
        status=ChatStatus.WAITING_FOR_PARTNER,
        created_at=time_ago(start, "3h"),
        updated_at=time_ago(start, "20m"),
    )


def is_before_sending(chat_id: int) -> bool:
    """Whether the fault comes before Market has accepted what is sent."""
    return chat_id // 100_000 == BEFORE_SENDING


def fault_for(business_id: int, chat_id: int, *, called_before: bool, sending: bool) -> Fault | None:
    """The fault that this call meets. `sending`: whether it sends something to the chat."""
    found = parse(business_id, chat_id)
    if found is None:
        return None
    when, fault = found
    happens = {ALWAYS: True, AFTER_THE_FIRST: called_before, AT_HOME_ONLY: business_id == HOME.business_id}
    return fault if happens.get(when, sending) else None
