"""How many texts and files Market still takes for a seller in this hour."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chats.market.limits import SEND_FILE_TO_CHAT, SEND_MESSAGE_TO_CHAT
from chats.models import Seller
from chats.services import upstream
from chats.services.upstream import Lane


@dataclass(frozen=True, kw_only=True)
class SendingHour:
    """`closed_until` has the operations (SEND_MESSAGE_TO_CHAT, SEND_FILE_TO_CHAT) whose hourly limit is reached, and
    until when. `few_texts` is how many texts are left until `until`, where that is less than a fifth; else None."""

    closed_until: Mapping[str, datetime] = field(default_factory=dict)
    few_texts: int | None = None
    until: datetime | None = None


def sending_hour(seller: Seller, *, now: datetime) -> SendingHour:
    """One query, and nothing is spent."""
    sending = upstream.standings([seller], operations=(SEND_MESSAGE_TO_CHAT, SEND_FILE_TO_CHAT), now=now)
    closed = {one.operation: one.until for one in sending if one.until and Lane.SEND in one.held_back}
    for one in sending:
        if one.operation == SEND_MESSAGE_TO_CHAT and one.is_low and one.operation not in closed:
            return SendingHour(closed_until=closed, few_texts=one.left_for(Lane.SEND), until=one.renews_at)
    return SendingHour(closed_until=closed)
