"""The ledger of Market's hourly quotas, and the four requests a business may have under way.

All processes share it through the database. https://yandex.ru/dev/market/partner-api/doc/ru/concepts/limits
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from django.db import IntegrityError, transaction

from chats import database
from chats.clock import is_ahead
from chats.market.limits import HOURLY, PARALLEL, Limits
from chats.models import Quota, Seller, Slot
from chats.problems import BUSY, RESERVE, NotNow

WINDOW = timedelta(hours=1)
SHORTEST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=65)
# Longer than any call may take with its retries, so that only a crashed process leaves a slot to time.
LEASE = timedelta(seconds=40)


class Lane(IntEnum):
    """Who wants to call, in the order in which they win."""

    AGENT = 0  # a person's own action
    SEND = 1
    OPEN_CHAT = 2
    BACKGROUND = 3


# The share of the hourly allowance that a lane leaves to those before it.
LEFT_FOR_OTHERS = {Lane.AGENT: 0.0, Lane.SEND: 0.02, Lane.OPEN_CHAT: 0.2, Lane.BACKGROUND: 0.4}


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Leave for one call: a unit of the quota and a slot, held until `settle`."""

    quota_id: int
    slot_id: int
    leased_until: datetime


def claim(seller: Seller, operation: str, lane: Lane, *, now: datetime) -> Claim:
    """Take one call out of the ledger, or raise NotNow with the time when it makes sense again."""
    with database.without_fsync():
        quota_id = spend(seller, operation, lane, now=now)
        leased_until = now + LEASE
        return Claim(quota_id=quota_id, slot_id=lease(seller, leased_until, now=now), leased_until=leased_until)


def spend(seller: Seller, operation: str, lane: Lane, *, now: datetime) -> int:
    quota = locked_quota(seller, operation, now=now)
    start_new_window_if_due(quota, now=now)
    if quota.shut_until and is_ahead(quota.shut_until, LONGEST_WAIT, now=now):
        raise NotNow("hourly_limit", quota.shut_until)
    left_for_others = int(quota.allowance * LEFT_FOR_OTHERS[lane])
    if quota.remaining <= left_for_others:
        raise NotNow(RESERVE if quota.remaining > 0 else "hourly_limit", quota.renews_at)
    quota.remaining -= 1
    quota.save(update_fields=["remaining", "renews_at"])
    return quota.pk


def locked_quota(seller: Seller, operation: str, *, now: datetime) -> Quota:
    quotas = Quota.objects.select_for_update()
    found = quotas.filter(seller=seller, operation=operation).first()
    if found:
        return found
    fresh = {"allowance": HOURLY[operation], "remaining": HOURLY[operation], "renews_at": now + WINDOW}
    return quotas.get_or_create(seller=seller, operation=operation, defaults=fresh)[0]


def start_new_window_if_due(quota: Quota, *, now: datetime) -> None:
    if not is_ahead(quota.renews_at, LONGEST_WAIT, now=now):
        quota.remaining = quota.allowance
        quota.renews_at = now + WINDOW


def lease(seller: Seller, until: datetime, *, now: datetime) -> int:
    slots = {slot.number: slot for slot in Slot.objects.select_for_update().filter(seller=seller).order_by("pk")}
    for number in range(1, PARALLEL + 1):
        slot = slots.get(number)
        if slot is None:
            return new_slot(seller, number, until)
        if not is_ahead(slot.leased_until, LEASE, now=now):
            slot.leased_until = until
            slot.save(update_fields=["leased_until"])
            return slot.pk
    raise NotNow(BUSY, now + timedelta(seconds=2))


def new_slot(seller: Seller, number: int, until: datetime) -> int:
    try:
        with transaction.atomic():
            return Slot.objects.create(seller=seller, number=number, leased_until=until).pk
    except IntegrityError:
        # Another process made it at this very moment, and holds it.
        raise NotNow(BUSY, until) from None


def settle(claim: Claim, limits: Limits, *, counted: bool, now: datetime) -> None:
    """Give the slot back and let the answer's headers correct the ledger. At Market 5xx do not count."""
    with database.without_fsync():
        # Ledger before slot, as `claim` locks them: the other way round, the two would wait for each other.
        quota = Quota.objects.select_for_update().get(pk=claim.quota_id)
        Slot.objects.filter(pk=claim.slot_id, leased_until=claim.leased_until).update(leased_until=now)
        if not counted and limits.remaining is None:
            quota.remaining += 1
        correct(quota, limits, now=now)
        quota.save(update_fields=["allowance", "remaining", "renews_at"])


def correct(quota: Quota, limits: Limits, *, now: datetime) -> None:
    if limits.limit is not None and limits.limit > 0:
        quota.allowance = limits.limit
    if limits.remaining is not None:
        quota.remaining = max(0, min(limits.remaining, quota.allowance))
    if limits.until is not None:
        quota.renews_at = now + wait_until(limits, now=now)


def wait_until(limits: Limits, *, now: datetime) -> timedelta:
    """How long to wait, by Market's own clock where it tells the time, and never out of bounds."""
    if limits.until is None:
        return SHORTEST_WAIT
    return min(max(limits.until - (limits.date or now), SHORTEST_WAIT), LONGEST_WAIT)


def shut(claim: Claim, limits: Limits, *, known_hour: bool, now: datetime) -> datetime:
    """Market said that the limit is reached: close the operation for every process. Gives the time it opens.

    Without a readable time in the headers, the end of the window the ledger knows stands in. One minute when it is not
    certain that the hourly limit is meant (`known_hour`): the headers then tell of the hour, and not of what was hit.
    """
    quota = Quota.objects.get(pk=claim.quota_id)
    until = now + (wait_until(limits, now=now) if known_hour else SHORTEST_WAIT)
    if limits.until is None and known_hour:
        until = min(max(quota.renews_at, now + SHORTEST_WAIT), now + LONGEST_WAIT)
    Quota.objects.filter(pk=quota.pk).update(shut_until=until)
    return until


def next_open_chat_gap(seller: Seller, operation: str, *, shortest: timedelta, now: datetime) -> timedelta:
    """How long an open chat waits for its next refresh: the emptier the ledger, the longer."""
    quota = Quota.objects.filter(seller=seller, operation=operation).first()
    if quota is None or quota.renews_at <= now:
        return shortest
    share_left = max(quota.remaining / max(quota.allowance, 1) - LEFT_FOR_OTHERS[Lane.OPEN_CHAT], 0.01)
    time_left = min((quota.renews_at - now) / WINDOW, 1.0)
    return shortest * min(max(time_left / share_left, 1.0), 10.0)
