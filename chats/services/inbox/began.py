"""Chats that have begun to wait for an agent: their own, and those that nobody has."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db.models import Q

from chats.models import Chat
from chats.services import people
from chats.services.inbox.asked import Asked
from chats.services.inbox.matching import chats_in

LATELY: Final = timedelta(hours=2)  # what waits for longer is no news, even when the desk learns of it late
MOST_TOLD: Final = 100
COLUMNS: Final = ("seller_id", "chat_id", "customer_name", "waiting_since")


def began_to_wait(agent: User, *, now: datetime) -> Sequence[Chat]:
    """The chats that have begun to wait within the last two hours, the latest first, with their sellers. One query.

    Not what came since some moment: a message may become known later than one that was written after it.
    """
    of_agent = Q(assignee=None) | Q(assignee=agent.pk)
    chats = chats_in(agent, Asked()).filter(of_agent, waiting_since__gt=now - LATELY)
    return people.with_sellers(agent, chats.only(*COLUMNS).order_by("-waiting_since", "-pk")[:MOST_TOLD])
