"""What hints may cost: at most a fifth of any hourly quota of a seller, so that no flood of them, forged or not, takes
calls that the sweep and people need."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F, Q, Sum

from chats import database
from chats.clock import APART
from chats.market.limits import GET_CHAT, GET_CHAT_HISTORY, HOURLY
from chats.models import NotificationAddress, Quota, WebhookEvent

SHARE: Final = 0.2
HOUR: Final = timedelta(hours=1)
# Whoever is asked for a chat, or for its status alone, is then asked for its messages.
COUNTED_BY: Final = {GET_CHAT_HISTORY: (GET_CHAT_HISTORY, GET_CHAT)}


def is_used_up(seller_id: int, operations: Sequence[str], *, now: datetime) -> bool:
    """Whether hints have cost a seller their share of one of these operations within the last hour. For a transaction:
    events of one seller count one after the other, until it ends."""
    database.lock(NotificationAddress.objects.filter(seller=seller_id)).first()
    known = dict(Quota.objects.filter(seller=seller_id, operation__in=operations).values_list("operation", "allowance"))
    spent = spent_on(seller_id, operations, now=now)
    return any(spent[name] >= int(SHARE * known.get(name, HOURLY[name])) for name in operations)


def spent_on(seller_id: int, operations: Sequence[str], *, now: datetime) -> dict[str, int]:
    within = Q(allowed_at__gt=now - HOUR, allowed_at__lt=now + APART, calls__gt=0)
    sums = {name: Sum("calls", filter=Q(operation__in=COUNTED_BY.get(name, (name,))), default=0) for name in operations}
    found: dict[str, int] = WebhookEvent.objects.filter(within, seller=seller_id).aggregate(**sums)
    return found


def cost(operation: str, *, now: datetime) -> dict[str, Any]:
    """The columns of an event that is allowed one more call of this operation; "": none."""
    if not operation:
        return {}
    return {"calls": F("calls") + 1, "operation": operation, "allowed_at": now}
