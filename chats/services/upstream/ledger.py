"""The ledger of Market's two limits: calls an hour for each operation, and four requests of a business at once.

All processes share it through the database, because Market counts by business and not by process. A unit of the quota
is taken before the call and corrected by the answer's headers. The ledger may thus show less than there is for a
moment, but never hands out the same unit twice.
https://yandex.ru/dev/market/partner-api/doc/ru/concepts/limits

Lock order, in every transaction: the quota row, the row that counts its calls in this hour, then slot rows by primary
key. `claim` and `release` both keep it, so they never wait for each other in a circle. (SQLite has no row locks: there
BEGIN IMMEDIATE lets one writer in.)
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count

from chats import database
from chats.clock import APART, is_ahead
from chats.market.limits import HOURLY, PARALLEL, Limits
from chats.models import Quota, Seller, Slot
from chats.models.due import LONG_AGO
from chats.problems import BUSY, RESERVE, NotNow
from chats.services.upstream import tally

# Market does not say when its hour begins. Ours begins with the first call; Market's headers then correct its end.
WINDOW = timedelta(hours=1)
SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=65)
HOURLY_LIMIT = "hourly_limit"
# Longer than any call with its retries, so that only a process that died leaves its slot to run out.
SLOT_LEASE = timedelta(seconds=40)


class Lane(IntEnum):
    """Who wants to call. A lower number goes first when calls are scarce."""

    AGENT = 0  # a person's own action
    SEND = 1  # a reply to a buyer
    OPEN_CHAT = 2  # an open page that keeps itself up to date
    BACKGROUND = 3


# The share of the hourly allowance that each lane leaves to the lanes before it.
LEFT_FOR_OTHERS = {Lane.AGENT: 0.0, Lane.SEND: 0.02, Lane.OPEN_CHAT: 0.2, Lane.BACKGROUND: 0.4}
# How many slots stay free beside the one that a lane takes. The background holds two at most, so that no person ever
# waits for it.
SLOTS_LEFT = {Lane.BACKGROUND: 2}


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Permission for one call: a unit of the quota and a slot. Both are held until `release`."""

    quota_id: int
    slot_id: int
    leased_until: datetime
    lane: Lane


def claim(seller: Seller, operation: str, lane: Lane, *, now: datetime) -> Claim:
    """Take a unit of the operation's quota and a free slot of the business for one call.

    Returns the claim, for `release`. Raises NotNow, with the time from which another try makes sense: of the kind of
    the limit that Market named, RESERVE (what is left belongs to lanes before this one), or BUSY (four requests are
    under way, or as many as leave this lane none). A refusal rolls the transaction back, so a unit is never spent
    without a slot.
    """
    with database.without_fsync():
        quota_id = spend_quota(seller, operation, lane, now=now)
        tally.count_call(seller, operation, lane, now=now)
        until = now + slot_lease(lane)
        slot_id = take_slot(seller, lane, until, now=now)
        return Claim(quota_id=quota_id, slot_id=slot_id, leased_until=until, lane=lane)


def spend_quota(seller: Seller, operation: str, lane: Lane, *, now: datetime) -> int:
    """Take one call off the quota. Returns the primary key of its row."""
    quota = locked_quota(seller, operation, now=now)
    start_new_window_if_due(quota, now=now)
    if quota.exhausted_until and is_ahead(quota.exhausted_until, LONGEST_WAIT, now=now):
        raise NotNow(quota.exhausted_kind or HOURLY_LIMIT, quota.exhausted_until)
    left_for_others = int(quota.allowance * LEFT_FOR_OTHERS[lane])
    if quota.remaining <= left_for_others:
        raise NotNow(RESERVE if quota.remaining > 0 else HOURLY_LIMIT, quota.renews_at)
    quota.remaining -= 1
    quota.count_spent(lane, 1)
    quota.save(update_fields=["remaining", "renews_at", *quota.SPENT_BY])
    return quota.pk


def locked_quota(seller: Seller, operation: str, *, now: datetime) -> Quota:
    quotas = database.lock(Quota.objects.all())
    existing = quotas.filter(seller=seller, operation=operation).first()
    if existing:
        return existing
    fresh = {"allowance": HOURLY[operation], "remaining": HOURLY[operation], "renews_at": now + WINDOW}
    return quotas.get_or_create(seller=seller, operation=operation, defaults=fresh)[0]


def start_new_window_if_due(quota: Quota, *, now: datetime) -> None:
    # An end further ahead than any window is left over from a wrong clock: without this it would hold for days.
    if not is_ahead(quota.renews_at, LONGEST_WAIT, now=now):
        quota.remaining = quota.allowance
        quota.renews_at = now + WINDOW
        quota.forget_spent()


def take_slot(seller: Seller, lane: Lane, until: datetime, *, now: datetime) -> int:
    """Lease a free slot until then: one never used, given back, or run out. Returns its primary key."""
    slots = {slot.number: slot for slot in database.lock(Slot.objects.filter(seller=seller)).order_by("pk")}
    taken = {number for number, slot in slots.items() if is_ahead(slot.leased_until, SLOT_LEASE, now=now)}
    free = [number for number in range(1, PARALLEL + 1) if number not in taken]
    if len(free) <= SLOTS_LEFT.get(lane, 0):
        raise NotNow(BUSY, now + timedelta(seconds=2))
    slot = slots.get(free[0])
    if slot is None:
        return new_slot(seller, free[0], until)
    slot.leased_until = until
    slot.save(update_fields=["leased_until"])
    return slot.pk


def slot_lease(lane: Lane) -> timedelta:
    """How long a call of this lane may hold its slot. The background never retries, and two slots of a worker that was
    killed would hold all its seller's work up for as long."""
    return timedelta(seconds=settings.MARKET_DEADLINE + 5) if lane is Lane.BACKGROUND else SLOT_LEASE


def sellers_held_up(*, now: datetime) -> set[int]:
    """Primary keys of the sellers of whom no slot is left to the background: work on them would only be put off."""
    leased = Slot.objects.filter(leased_until__gt=now, leased_until__lte=now + SLOT_LEASE + APART)
    counted = leased.values("seller").annotate(slots=Count("pk"))
    return set(counted.filter(slots__gte=PARALLEL - SLOTS_LEFT[Lane.BACKGROUND]).values_list("seller", flat=True))


def new_slot(seller: Seller, number: int, until: datetime) -> int:
    try:
        with transaction.atomic():
            return Slot.objects.create(seller=seller, number=number, leased_until=until).pk
    except IntegrityError:
        # Another process created the row at this very moment, and holds the slot.
        raise NotNow(BUSY, until) from None


def release(claim: Claim, limits: Limits, *, counted: bool, now: datetime) -> None:
    """Give the slot back, and correct the quota by the answer's headers (`limits`).

    `counted` says whether Market counts the call: it does not count answers of 5xx. Without headers, such a call gives
    its unit back.
    """
    with database.without_fsync():
        # Quota before slot, as in `claim`: the other way round, the two could wait for each other.
        quota = database.lock(Quota.objects.all()).get(pk=claim.quota_id)
        # Only while the lease is still ours: one that ran out may by now be another process's. And free at any time:
        # a request that began before this moment would take `now` for a lease that still runs.
        Slot.objects.filter(pk=claim.slot_id, leased_until=claim.leased_until).update(leased_until=LONG_AGO)
        if not counted and limits.remaining is None:
            quota.remaining += 1
            quota.count_spent(claim.lane, -1)
        correct(quota, limits, now=now)
        quota.save(update_fields=["allowance", "remaining", "renews_at", *quota.SPENT_BY])


def correct(quota: Quota, limits: Limits, *, now: datetime) -> None:
    if limits.limit is not None and limits.limit > 0:
        quota.allowance = limits.limit
    if limits.remaining is not None:
        quota.remaining = max(0, min(limits.remaining, quota.allowance))
    if limits.until is not None:
        quota.renews_at = now + wait_until(limits, now=now)


def wait_until(limits: Limits, *, now: datetime) -> timedelta:
    """The time until the window renews: by Market's own clock where the answer has a date, so that a wrong clock here
    does no harm; from one minute to 65, so that a wrong header does none either."""
    if limits.until is None:
        return SHORTEST_WAIT
    return min(max(limits.until - (limits.date or now), SHORTEST_WAIT), LONGEST_WAIT)


def block_operation(claim: Claim, limits: Limits, *, kind: str, now: datetime) -> datetime:
    """Block the operation for every process after Market said that a limit is reached. Returns when it is free again.

    `kind` is that of RateLimited, and of every NotNow until then. The hourly limit holds until the time in the headers,
    or, where they have none, until the ledger's own window ends. Any other holds for one minute: the headers describe
    the hour, and say nothing of the limit that was reached.
    """
    known_hour = kind == HOURLY_LIMIT
    quota = Quota.objects.get(pk=claim.quota_id)
    until = now + (wait_until(limits, now=now) if known_hour else SHORTEST_WAIT)
    if limits.until is None and known_hour:
        until = min(max(quota.renews_at, now + SHORTEST_WAIT), now + LONGEST_WAIT)
    Quota.objects.filter(pk=quota.pk).update(exhausted_until=until, exhausted_kind=kind)
    return until


def next_gap(  # noqa: PLR0913  (keywords but for whose calls they are)
    seller: Seller, operation: str, lane: Lane, *, shortest: timedelta, calls: int, now: datetime
) -> timedelta:
    """How long something that is asked for again and again waits until the next time: `shortest`, and longer when the
    calls would not last.

    `calls` is how many calls one round takes, such as one look at all open chats of the seller. What is left of the
    operation's hour, without what `lane` leaves to those before it, is spread evenly over the rest of it, so that all
    slow down alike instead of being refused at its end.
    """
    left, time_left = calls_left(seller, operation, lane, now=now)
    return max(shortest, min(time_left / max(left, 1) * calls, time_left))


def calls_left(seller: Seller, operation: str, lane: Lane, *, now: datetime) -> tuple[int, timedelta]:
    """How many calls the lane may still make in this hour, without what it leaves to those before it, and how long the
    hour lasts."""
    quota = Quota.objects.filter(seller=seller, operation=operation).first()
    is_current = quota is not None and is_ahead(quota.renews_at, LONGEST_WAIT, now=now)
    allowance = quota.allowance if quota else HOURLY[operation]
    left = quota.remaining if quota and is_current else allowance
    time_left = quota.renews_at - now if quota and is_current else WINDOW
    return left - int(allowance * LEFT_FOR_OTHERS[lane]), time_left
