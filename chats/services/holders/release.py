"""Chats whose holder may not answer them any more become nobody's: else they would wait for one who does not come."""

from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from chats.models import Chat, Handover
from chats.services.holders.give import give

BATCH: Final = 500  # chats in one statement: SQLite bounds how many values it may have


def release(chats: QuerySet[Chat], *, by: User | None, now: datetime) -> int:
    """Nobody has these chats any more. All of them in one transaction, locked in the order of their keys; returns how
    many. `chats` asks for those that somebody has, so that none is found twice."""
    count = 0
    with transaction.atomic():
        while keys := list(chats.order_by("pk").values_list("pk", flat=True)[:BATCH]):
            these = Chat.objects.filter(pk__in=keys)
            count += len(give(these, None, kind=Handover.Kind.LOST, by=by, now=now))
    return count
