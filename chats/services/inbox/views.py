"""The views of the inbox: which chats each one holds, and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.db.models import Q

from chats.market.types import ChatStatus, ChatType
from chats.models.sightings import HANDED, IN_QUEUE, SNOOZED
from chats.statements import Parameter


class Part(Enum):
    """What is asked for of a view: all of it, or what follows a place, in two parts where urgency comes first."""

    ALL = "all"
    SAME_URGENCY = "same urgency"
    NEXT_URGENCIES = "next urgencies"
    REST = "rest"


class Order(Enum):
    """The columns by which a view is ordered; a chat's primary key comes last, so that no two are in the same place."""

    QUEUE = ("urgency", "queue_at")  # deadlines, then disputes, then whoever has waited longest
    OLDEST_DISPUTE = ("disputed_at",)
    NEWEST = ("-updated_at",)
    SOONEST_BACK = ("snoozed_until",)
    HANDED_FIRST = ("handed_at",)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(name.removeprefix("-") for name in self.value)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What follows a place, each part in one range of an index."""
        return (Part.SAME_URGENCY, Part.NEXT_URGENCIES) if self is Order.QUEUE else (Part.REST,)

    @property
    def falls(self) -> bool:
        first: str = self.value[0]
        return first.startswith("-")


@dataclass(frozen=True, kw_only=True)
class View:
    """`holds` is the condition for its chats, of which `mine` and `nobodys` depend on who asks. `counted`: people want
    to know how many there are. `is_mixed`: its chats are of several statuses, not counting that new ones wait as well.
    `type` is that of all its chats, empty where they differ. `mentions`: chats in which the agent is mentioned stand in
    front until they are read."""

    name: str
    holds: Q
    order: Order
    mine: bool = False
    nobodys: bool = False
    counted: bool = True
    is_mixed: bool = False
    type: str = ""
    mentions: bool = False

    @property
    def is_queue(self) -> bool:
        return self.order is Order.QUEUE

    def condition(self, agent: int | Parameter) -> Q:
        """`agent` by primary key."""
        if self.mine:
            return self.holds & Q(assignee=agent)
        return self.holds & Q(assignee=None) if self.nobodys else self.holds


def with_status(name: str, status: str, *, counted: bool = True) -> View:
    return View(name=name, holds=Q(status=status), order=Order.NEWEST, counted=counted)


WAITING: Final = "waiting"
# Every address names one of these. The first four are always on the page, the others one press away.
VIEWS: Final[Mapping[str, View]] = {
    view.name: view
    for view in (
        View(name=WAITING, holds=IN_QUEUE, order=Order.QUEUE),
        View(name="mine", holds=IN_QUEUE, order=Order.QUEUE, mine=True, mentions=True),
        View(name="nobodys", holds=IN_QUEUE, order=Order.QUEUE, nobodys=True),
        View(
            name="disputes",
            holds=Q(disputed_at__isnull=False),
            order=Order.OLDEST_DISPUTE,
            is_mixed=True,
            type=ChatType.ARBITRAGE,
        ),
        View(name="new", holds=IN_QUEUE & Q(status=ChatStatus.NEW), order=Order.QUEUE),
        View(name="handed", holds=HANDED, order=Order.HANDED_FIRST, mine=True, is_mixed=True),
        with_status("buyer", ChatStatus.WAITING_FOR_CUSTOMER),
        with_status("arbiter", ChatStatus.WAITING_FOR_ARBITER),
        with_status("market", ChatStatus.WAITING_FOR_MARKET),
        with_status("finished", ChatStatus.FINISHED, counted=False),
        View(name="snoozed", holds=SNOOZED, order=Order.SOONEST_BACK),
        View(name="all", holds=Q(), order=Order.NEWEST, counted=False, is_mixed=True),
    )
}
ALWAYS_SHOWN: Final = 4
