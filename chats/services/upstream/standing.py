"""How the hour of each operation stands: what is left, who has used it, and who is held back. For people to see."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from django.db.models import F, Q

from chats.clock import is_ahead
from chats.models import Quota, Seller
from chats.services.upstream.ledger import LEFT_FOR_OTHERS, LONGEST_WAIT, Lane, start_new_window_if_due
from chats.statements import Statement

LOW: Final = 0.2  # of the allowance: from here on, open pages no longer refresh by themselves


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One operation of one seller in Market's hour.

    `renews_at` is None when the hour has ended: a new one begins with the next call. `spent` is by lane, in their
    order; `elsewhere` is what other programs have used of the business's quota. `held_back` are the lanes that get no
    call at present, and `until` is when they do again. `limit` is the kind of the limit that Market itself has named.
    """

    seller_id: int
    operation: str
    allowance: int
    left: int
    renews_at: datetime | None
    spent: tuple[int, ...]
    elsewhere: int
    held_back: tuple[Lane, ...]
    until: datetime | None
    limit: str

    @property
    def share_left(self) -> float:
        return self.left / self.allowance if self.allowance > 0 else 0.0

    def left_for(self, lane: Lane) -> int:
        """Without what this lane leaves to those before it."""
        return max(self.left - int(self.allowance * LEFT_FOR_OTHERS[lane]), 0)

    @property
    def used_up(self) -> bool:
        """Not even a person's own action gets a call."""
        return Lane.AGENT in self.held_back

    @property
    def is_low(self) -> bool:
        return self.used_up or self.share_left < LOW


def standings(
    sellers: Iterable[Seller], *, operations: Collection[str] | None = None, now: datetime
) -> Sequence[Standing]:
    """How each operation stands that was ever called for these sellers, or of these `operations` only. One query."""
    asked = quotas_of(tuple(seller.pk for seller in sellers), None if operations is None else tuple(operations))
    return [standing(quota, now=now) for quota in asked.run()]


@lru_cache(500)
def quotas_of(sellers: tuple[int, ...], operations: tuple[str, ...] | None) -> Statement[Quota]:
    quotas = Quota.objects.filter(seller__in=sellers)
    return Statement(quotas if operations is None else quotas.filter(operation__in=operations))


def low_standings(sellers: Iterable[Seller], *, operations: Collection[str], now: datetime) -> Sequence[Standing]:
    """Those of these operations that are low. One query, which leaves out nearly all the others."""
    asked = perhaps_low(tuple(seller.pk for seller in sellers), tuple(operations))
    return [one for quota in asked.run() if (one := standing(quota, now=now)).is_low]


@lru_cache(100)
def perhaps_low(sellers: tuple[int, ...], operations: tuple[str, ...]) -> Statement[Quota]:
    low = Q(remaining__lt=F("allowance") * LOW) | Q(exhausted_until__isnull=False) | Q(remaining__lte=0)
    return Statement(Quota.objects.filter(low, seller__in=sellers, operation__in=operations))


def standing(quota: Quota, *, now: datetime) -> Standing:
    """Changes the quota in memory to the hour that runs at `now`, as a call would."""
    runs = is_ahead(quota.renews_at, LONGEST_WAIT, now=now)
    start_new_window_if_due(quota, now=now)
    blocked = bool(quota.exhausted_until and is_ahead(quota.exhausted_until, LONGEST_WAIT, now=now))
    left = 0 if blocked else max(quota.remaining, 0)
    held_back = tuple(lane for lane in Lane if left <= int(quota.allowance * LEFT_FOR_OTHERS[lane]))
    return Standing(
        seller_id=quota.seller_id,
        operation=quota.operation,
        allowance=quota.allowance,
        left=left,
        renews_at=quota.renews_at if runs else None,
        spent=quota.spent,
        elsewhere=max(quota.allowance - quota.remaining - sum(quota.spent), 0),
        held_back=held_back,
        until=(quota.exhausted_until if blocked else quota.renews_at) if held_back else None,
        limit=quota.exhausted_kind if blocked else "",
    )
