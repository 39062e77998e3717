"""The one place where who has a chat is written, with a line of its history in the same transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, QuerySet

from chats import database
from chats.models import Chat, Handover

NOT_HANDED: Final = {"handed_by": None, "handed_at": None}


def give(
    chats: QuerySet[Chat], to: User | None, *, kind: Handover.Kind, by: User | None, now: datetime
) -> Sequence[Handover]:
    """Each of these chats is `to`'s from now on, or nobody's. Returns a line for each that was not before.

    What one gives to another is marked as such until that one has opened it. The chats are locked in the order of their
    keys, so that two who change several of them do not wait for each other.
    """
    with transaction.atomic():
        locked = database.lock(chats.only("assignee_id").order_by("pk"))
        lines = [
            Handover(chat=chat, at=now, kind=kind, by=by, before_id=chat.assignee_id, after=to)
            for chat in locked
            if chat.assignee_id != (to.pk if to else None)
        ]
        if not lines:
            return ()
        handed = {"handed_by": by, "handed_at": now} if kind == Handover.Kind.ASSIGNED else NOT_HANDED
        changed = Chat.objects.filter(pk__in=[line.chat_id for line in lines])
        changed.update(assignee=to, version=F("version") + 1, **handed)
        return Handover.objects.bulk_create(lines)
