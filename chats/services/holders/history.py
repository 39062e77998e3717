"""Who has had a chat."""

from collections.abc import Sequence
from typing import Final

from chats.models import Chat, Handover

MOST_SHOWN: Final = 20


def handovers_of(chat: Chat) -> Sequence[Handover]:
    """The latest changes of who has the chat, the newest first, with the people. One query."""
    lines = Handover.objects.filter(chat=chat).select_related("by", "before", "after")
    return list(lines.order_by("-pk")[:MOST_SHOWN])
