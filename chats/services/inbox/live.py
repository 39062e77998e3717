"""Whether the list on an open page is still what the inbox holds."""

import hashlib
from collections.abc import Iterable

from django.contrib.auth.models import User

from chats.services.inbox.asked import Asked
from chats.services.inbox.matching import chats_in
from chats.services.inbox.queue import PAGE, InboxPage, counts_beside, first, page_of, with_marks

MARKS = ["pk", "version", "is_unread", "own_draft"]
MOST_SHOWN = 6 * PAGE  # rows that a pulse keeps up to date


def changes(agent: User, asked: Asked, *, digest: str, shown: int) -> InboxPage | None:
    """The first `shown` rows as they are now; None when they are those that the page with this digest shows. Two
    queries where nothing has changed."""
    most = min(max(shown, PAGE), MOST_SHOWN)
    rows = with_marks(agent, first(chats_in(agent, asked), asked.of.order, most))
    marks: Iterable[tuple[object, ...]] = rows.values_list(*MARKS)
    counted = counts_beside(agent, asked)
    if digest == digest_of(marks, counted):
        return None
    return page_of(agent, asked, most=most, counted=counted)


def page_digest(page: InboxPage) -> str:
    """Changes with whatever the rows or the counts show; not with the age of anything."""
    marks = ((one.chat.pk, one.chat.version, int(one.unread), one.draft or None) for one in page.entries)
    return digest_of(marks, page.counts)


def digest_of(marks: Iterable[tuple[object, ...]], counts: object) -> str:
    shown = repr([[tuple(mark) for mark in marks], counts])
    return hashlib.sha256(shown.encode(errors="replace")).hexdigest()[:12]
