"""What an agent is told of: chats that have begun to wait, or have come back after they were set aside, of their own
and of those that nobody has; and chats that colleagues have handed to them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest

from chats.models import Chat
from chats.models.sightings import HANDED
from chats.services import people
from chats.services.inbox.asked import Asked
from chats.services.inbox.matching import chats_in

LATELY: Final = timedelta(hours=2)  # what waits for longer is no news, even when the desk learns of it late
MOST_TOLD: Final = 100
COLUMNS: Final = ("seller_id", "chat_id", "customer_name", "waiting_since", "returned_at")


def began_to_wait(agent: User, *, now: datetime) -> Sequence[Chat]:
    """The chats that have begun to wait, or come back, within the last two hours, the latest first, with their sellers.
    One query.

    Not what came since some moment: a message may become known later than one that was written after it.
    """
    of_agent = Q(assignee=None) | Q(assignee=agent.pk)
    lately = Q(waiting_since__gt=now - LATELY) | Q(returned_at__gt=now - LATELY)
    waited, returned = F("waiting_since"), F("returned_at")
    latest = Greatest(Coalesce(waited, returned), Coalesce(returned, waited))  # of one alone, SQLite would say NULL
    chats = chats_in(agent, Asked()).filter(of_agent, lately).only(*COLUMNS)
    return people.with_sellers(agent, chats.order_by(latest.desc(), "-pk")[:MOST_TOLD])


def handed_to(agent: User, *, now: datetime) -> Sequence[Chat]:
    """The chats that colleagues have handed to the agent within the last two hours and that the agent has not opened,
    the latest first, with their sellers and with who did it. One query."""
    lately = people.chats_for(agent).filter(HANDED, assignee=agent, handed_at__gt=now - LATELY)
    names = [f"handed_by__{name}" for name in ("username", "first_name", "last_name")]
    chats = lately.select_related("handed_by").only(*COLUMNS, "handed_at", *names)
    return people.with_sellers(agent, chats.order_by("-handed_at", "-pk")[:MOST_TOLD])
