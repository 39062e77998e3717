"""Messages that something has told of before they were seen: the background is to read them soon."""

from datetime import datetime

from django.db.models import Q

from chats.models import Chat, History


def read_soon(chat: Chat, *, now: datetime) -> bool:
    """Have the messages of a chat read on, as news. For a caller in a transaction, after what it changes of the chat:
    rows are locked in the order Reply, Chat, History.

    Returns whether that adds a reading, which is a call. It does not where one is due anyway and has not begun; one
    that is under way may have asked too early. A reading that failed is not hastened.
    """
    row, is_new = History.objects.get_or_create(chat=chat, defaults={"due_at": now})
    if is_new:
        return True
    rows = History.objects.filter(pk=row.pk)
    if rows.filter(Q(due_at=None) | Q(leased_until__gt=now)).update(due_at=now, is_news=True):
        return True
    rows.filter(due_at__gt=now, problem_kind="").update(due_at=now)
    rows.filter(is_news=False).update(is_news=True)
    return False
