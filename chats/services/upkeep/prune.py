"""Deletes what nobody needs any more, a batch at a time, so that no page waits for it."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from chats import database
from chats.models import QuotaHour, Seller, SetupLink, WebhookEvent
from chats.services import notes, presence

BATCH: Final = 500  # rows of one kind in one transaction: a few milliseconds
# Since it came. Done, it is of use only to whoever looks into a case; set aside, an administrator may try it again.
EVENT_KEPT: Final = timedelta(days=14)
SET_ASIDE_KEPT: Final = timedelta(days=30)
HOUR_KEPT: Final = timedelta(days=400)  # a year, to compare with the same month, and some days


def one_batch(now: datetime) -> tuple[dict[str, int], bool]:
    """Delete one batch of each kind, and of deleted notes the words. Returns how many of each, and whether there may be
    more of any."""
    done = {
        "events": delete_events(now),
        "hours": delete(QuotaHour.objects.filter(hour__lt=now - HOUR_KEPT), BATCH),
        "sessions": delete(Session.objects.filter(expire_date__lt=now), BATCH),
        "presences": delete(presence.ended_before(now - presence.LASTS), BATCH),
        "links": delete(SetupLink.objects.filter(expires_at__lt=now), BATCH),
        "notes": notes.erase_deleted(now=now, most=BATCH),
    }
    return done, BATCH in done.values()


def delete_events(now: datetime) -> int:
    """Delete a batch of old events that nothing has to be done about. Seller by seller, as they are indexed."""
    left = BATCH
    for seller_id in Seller.objects.values_list("pk", flat=True):
        if left:
            left -= delete(outdated_events(seller_id, now), left)
    return BATCH - left


def outdated_events(seller_id: int, now: datetime) -> QuerySet[WebhookEvent]:
    closed = WebhookEvent.objects.filter(seller=seller_id, due_at=None, received_at__lt=now - EVENT_KEPT)
    return closed.filter(Q(problem_kind="") | Q(received_at__lt=now - SET_ASIDE_KEPT))


def delete(rows: QuerySet[Any], most: int) -> int:
    """Delete up to `most` of the rows, in one transaction. Returns how many."""
    keys = list(rows.values_list("pk", flat=True)[:most])
    if not keys:
        return 0
    with database.without_fsync():
        rows.model._default_manager.filter(pk__in=keys).delete()
    return len(keys)
