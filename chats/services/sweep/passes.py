"""The passes over a business's lists: what each asks for, and how many chats wait in each when it ends."""

from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from django.db.models import Q, QuerySet

from chats.market.types import ChatStatus
from chats.models import Chat, Seller, Sync
from chats.models.sightings import UNFINISHED
from chats.services import jobs, sightings

Part = Sync.Part

WAITING: Final = (ChatStatus.NEW, ChatStatus.WAITING_FOR_PARTNER)
# A status that Market adds cannot be asked for: the pass over all chats finds it.
OPEN: Final = (
    *WAITING,
    ChatStatus.WAITING_FOR_CUSTOMER,
    ChatStatus.WAITING_FOR_ARBITER,
    ChatStatus.WAITING_FOR_MARKET,
)
STATUSES: Final = MappingProxyType({Part.WAITING: WAITING, Part.OPEN: OPEN, Part.ALL: (), Part.HEAD: ()})
HEAD_AFTER: Final = 3  # complete passes in a row in which the newest messages came first
GONE_FOR: Final = timedelta(hours=1)
FIRST_PAUSE: Final = timedelta(seconds=40)
LONGEST_PAUSE: Final = timedelta(hours=6)
HEAD_AGAIN_AFTER: Final = timedelta(days=1)  # a pass showed another order


def absent(seller: Seller, part: str, *, began_at: datetime, now: datetime) -> list[int]:
    """The chats (primary keys) that a complete pass should have shown and did not: they have changed since. One that
    Market does not know any more is left alone for an hour, and one of which Market says each time that the list should
    have it, for longer and longer."""
    chats = Chat.objects.filter(UNFINISHED, seller=seller, seen_at__lt=began_at)
    gone = Q(problem_kind__in=sightings.NOT_SHOWN, problem_at__gt=now - GONE_FOR, problem_at__lte=now)
    statuses = {Part.WAITING: WAITING, Part.OPEN: OPEN}.get(Part(part), ())
    found = chats.filter(status__in=statuses).exclude(gone).values_list("pk", "seen_at", "absences")
    return [pk for pk, seen_at, absences in found if now - seen_at >= pause_after(absences)]


def pause_after(absences: int) -> timedelta:
    """How long a chat is left alone after it was seen, when so many lists in a row did not have it."""
    return min(FIRST_PAUSE * 2 ** min(absences - 1, 10), LONGEST_PAUSE) if absences else timedelta(0)


def due_syncs(*parts: str, now: datetime) -> QuerySet[Sync]:
    """The passes of which a page is due, longest due first."""
    return jobs.due(Sync.objects.filter(part__in=parts), now=now).order_by("due_at", "pk")
