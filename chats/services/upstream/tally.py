"""How many calls each lane makes in each hour of the clock, kept for the page of the ledger and for reports.

A call is counted in the transaction of its claim. A call that the desk holds back has none: refusals come in storms,
when a quota is used up and every open page asks for it, so a process counts them in memory and writes them down once a
minute. What a process has not written when it ends is lost: at most the refusals since its last write.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Final, NamedTuple

from django.db import IntegrityError, connection
from django.db.models import Sum

from chats import database
from chats.clock import is_recent
from chats.models import QuotaHour, Seller

logger = logging.getLogger(__name__)

EVERY: Final = timedelta(minutes=1)
PATIENCE: Final = 0.3  # seconds for a locked database: the count is kept in memory until the next time
# SQL, since Django's upsert only overwrites. Its update and then insert cost every call a fifth more processor time.
ADD: Final = """
    INSERT INTO chats_quotahour (seller_id, operation, lane, hour, calls, held_back) VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (seller_id, operation, lane, hour) DO UPDATE SET
        calls = chats_quotahour.calls + excluded.calls, held_back = chats_quotahour.held_back + excluded.held_back
"""


class Hour(NamedTuple):
    """What one row of QuotaHour counts."""

    seller_id: int
    operation: str
    lane: int
    hour: datetime


def hour_of(now: datetime) -> datetime:
    """When the hour of the clock began that `now` lies in, UTC."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def count_call(seller: Seller, operation: str, lane: int, *, now: datetime) -> None:
    """Count one call, within the transaction of its claim."""
    add(Hour(seller.pk, operation, lane, hour_of(now)), calls=1)


def add(hour: Hour, *, calls: int = 0, held_back: int = 0) -> None:
    """Add to the row of an hour, in one statement, which makes the row where there is none."""
    began = connection.ops.adapt_datetimefield_value(hour.hour)
    with connection.cursor() as cursor:
        cursor.execute(ADD, [hour.seller_id, hour.operation, int(hour.lane), began, calls, held_back])


@dataclass(frozen=True, kw_only=True)
class CallsOfHour:
    """What a seller's lanes have called, and been refused, in one hour of the clock, all operations together."""

    hour: datetime
    calls: int = 0
    held_back: int = 0


def last_day(sellers: Iterable[Seller], *, now: datetime) -> Mapping[int, Sequence[CallsOfHour]]:
    """The last 24 hours of each seller, by primary key, the present one last; hours without a call too. One query."""
    keys, present = [seller.pk for seller in sellers], hour_of(now)
    hours = [present - timedelta(hours=back) for back in reversed(range(24))]
    rows = QuotaHour.objects.filter(seller__in=keys, hour__gte=hours[0], hour__lte=present)
    summed = rows.values_list("seller", "hour").annotate(all_calls=Sum("calls"), all_held_back=Sum("held_back"))
    found = {(pk, hour): (calls, held_back) for pk, hour, calls, held_back in summed}

    def counted(pk: int, hour: datetime) -> CallsOfHour:
        calls, held_back = found.get((pk, hour), (0, 0))
        return CallsOfHour(hour=hour, calls=calls, held_back=held_back)

    return {pk: [counted(pk, hour) for hour in hours] for pk in keys}


class HeldBack:
    """The calls that this process has held back and not written down yet."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.counted: Counter[Hour] = Counter()
        self.written_at: datetime | None = None

    def count(self, seller: Seller, operation: str, lane: int, *, now: datetime) -> None:
        """Count one call that was not made, and write all down if that was not done within the last minute."""
        with self.lock:
            self.counted[Hour(seller.pk, operation, lane, hour_of(now))] += 1
        self.write_if_due(now=now)

    def write_if_due(self, *, now: datetime) -> None:
        """Nearly always without a query: also called after each call, so that the last of a storm are written."""
        if not self.counted or (self.written_at and is_recent(self.written_at, EVERY, now=now)):
            return
        with self.lock:
            taken, self.counted, self.written_at = self.counted, Counter(), now
        for hour, times in sorted(taken.items()):
            if not written(hour, times):
                with self.lock:
                    self.counted[hour] += times


def written(hour: Hour, times: int) -> bool:
    """Write one count down, in a transaction of its own. False while the database does not take it."""
    try:
        with database.waiting_at_most(PATIENCE, fsync=False):
            add(hour, held_back=times)
    except database.AWAY:
        return False
    except IntegrityError:  # the seller has just been deleted
        logger.info("count of calls held back not kept: seller=%s %s", hour.seller_id, hour.operation)
    return True


held_back = HeldBack()
