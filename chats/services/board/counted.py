"""Counts of a few rows each, however many there are."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import Case, DateTimeField, Expression, IntegerField, Q, QuerySet, Subquery, Value, When

from chats.models import Chat, Seller
from chats.services import inbox, sightings

MOST_COUNTED: Final = 100  # as in the inbox: shown as "99+"
# A chat that waits with no deadline of Market's, by which it would count instead. Of reminders, which have the same
# urgency, the status says that nobody waits.
BY_TARGET: Final = Q(
    urgency__in=(Chat.Urgency.DISPUTE, Chat.Urgency.WAITS),
    queue_at__isnull=False,
    status__in=sightings.WAITS_FOR_SHOP,
)


class Counted(Subquery):
    """How many rows a query has, up to MOST_COUNTED: a column of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values(one=Value(1))[:MOST_COUNTED])


def is_past_deadline(*, now: datetime) -> Q:
    return Q(urgency=Chat.Urgency.DEADLINE, queue_at__isnull=False, queue_at__lte=now)


class OverdueSince:
    """Since when a wait is overdue by now, for each seller. Sellers with the same target share one moment."""

    def __init__(self, sellers: Iterable[Seller], *, now: datetime) -> None:
        of_target = defaultdict[Any, list[int]](list)
        for seller in sellers:
            of_target[inbox.target_of(seller)].append(seller.pk)
        self.moments = [(inbox.overdue_since(target, now), keys) for target, keys in of_target.items()]

    def of_chats(self) -> Q:
        """The condition for chats of any of the sellers."""
        if len(self.moments) == 1:
            return Q(queue_at__lte=self.moments[0][0])
        met = Q(pk__in=[])
        for moment, keys in self.moments:
            met |= Q(seller__in=keys, queue_at__lte=moment)
        return met

    def of_seller(self) -> Expression:
        """The moment, as a column of a query of sellers."""
        whens = [When(pk__in=keys, then=Value(moment)) for moment, keys in self.moments]
        return Case(*whens, output_field=DateTimeField())
