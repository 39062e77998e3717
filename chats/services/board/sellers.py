"""What waits at each seller."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from chats.models import Chat, Seller
from chats.models.sightings import IN_QUEUE
from chats.services.board.counted import BY_TARGET, Counted, OverdueSince, is_past_deadline


@dataclass(frozen=True, kw_only=True)
class SellerQueue:
    """What waits at one seller, each count up to MOST_COUNTED. `oldest` is since when the longest wait lasts."""

    seller: Seller
    waiting: int
    overdue: int
    past_deadline: int
    nobodys: int
    oldest: datetime | None


def queues_of(sellers: Sequence[Seller], overdue: OverdueSince, *, now: datetime) -> Sequence[SellerQueue]:
    """One query: each count is one range of the seller's part of an index."""
    known = {seller.pk: seller for seller in sellers}
    queue = Chat.objects.filter(IN_QUEUE, seller=OuterRef("pk"))
    late = queue.filter(BY_TARGET, queue_at__lte=OuterRef("overdue_since"))
    rows = (
        Seller.objects.filter(pk__in=known)
        .order_by()
        .annotate(overdue_since=overdue.of_seller())
        .annotate(
            waiting=Counted(queue),
            overdue=Counted(late),
            past_deadline=Counted(queue.filter(is_past_deadline(now=now))),
            nobodys=Counted(queue.filter(assignee=None)),
            oldest=oldest_of(queue, Chat.Urgency.WAITS),
            oldest_dispute=oldest_of(queue, Chat.Urgency.DISPUTE),
        )
        .values_list("pk", "waiting", "overdue", "past_deadline", "nobodys", "oldest", "oldest_dispute")
    )
    return [
        SellerQueue(
            seller=known[pk],
            waiting=waiting,
            overdue=overdue,
            past_deadline=past_deadline,
            nobodys=nobodys,
            oldest=min(filter(None, oldest), default=None),
        )
        for pk, waiting, overdue, past_deadline, nobodys, *oldest in rows
    ]


def oldest_of(queue: QuerySet[Chat], urgency: int) -> Subquery:
    waits = queue.filter(BY_TARGET, urgency=urgency).order_by("queue_at")
    return Subquery(waits.values("queue_at")[:1])
