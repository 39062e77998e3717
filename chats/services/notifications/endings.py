"""How a turn on an event ends: with an outcome, or later."""

from datetime import datetime, timedelta
from typing import Any, Final

from chats.models import WebhookEvent
from chats.services import jobs

# The sweep has been there since: an older hint helps nobody.
TOO_OLD: Final = timedelta(hours=1)
LATER: Final = timedelta(minutes=15)


def conclude(event: WebhookEvent, outcome: str, *, now: datetime, **columns: Any) -> bool:
    """Note what became of an event. Returns False when its lease is another's by now: the caller then rolls back what
    it has written in the same transaction."""
    done = {"done_at": now, "outcome": outcome, **columns}
    return jobs.finish(event, None, lease=event.leased_until, **done)


def later_or_left(event: WebhookEvent, *, now: datetime) -> None:
    """For hints that have cost their share: try again in a quarter of an hour, and leave it to the sweep in the end."""
    if is_too_old(event, now=now):
        conclude(event, WebhookEvent.Outcome.LEFT, now=now)
    else:
        jobs.put_off(event, now + LATER, lease=event.leased_until, counted=False)


def is_too_old(event: WebhookEvent, *, now: datetime) -> bool:
    return now - event.received_at > TOO_OLD
