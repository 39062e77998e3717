"""Whether the list on an open page is still what the inbox holds."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import User

from chats.services.inbox.asked import Asked
from chats.services.inbox.matching import AGENT, chats_of, mentioned_of, sellers_in
from chats.services.inbox.queue import (
    NOBODY_WRITES,
    PAGE,
    SHAPES,
    InboxPage,
    Writers,
    counts_beside,
    fetched,
    first,
    page_of,
    with_marks,
    writers_in,
)
from chats.statements import Statement

MARKS = ["pk", "version", "is_unread", "own_draft", "mentioned_by"]
MOST_SHOWN = 6 * PAGE  # rows that a pulse keeps up to date


def changes(
    agent: User, asked: Asked, *, digest: str, shown: int, writers: Writers = NOBODY_WRITES
) -> InboxPage | None:
    """The first `shown` rows as they are now; None when they are those that the page with this digest shows. Two
    queries where nothing has changed, three where mentions stand in front. `writers` are the colleagues who write now,
    in whatever chat."""
    most = min(max(shown, PAGE), MOST_SHOWN)
    sellers = sellers_in(agent, asked)
    marks = marks_of(sellers, asked, fetched(most)).run(agent=agent.pk)[:most]
    if asked.of.mentions:
        marks = mentioned_marks(sellers, asked).run(agent=agent.pk) + marks
    counted = counts_beside(agent, asked)
    written_in = writers_in(writers, (pk for pk, *_ in marks))
    if digest == digest_of(marks, counted, written_in):
        return None
    return page_of(agent, asked, most=most, counted=counted, writers=writers)


@lru_cache(SHAPES)
def marks_of(sellers: tuple[int, ...], asked: Asked, count: int) -> Statement[tuple[Any, ...]]:
    rows = with_marks(AGENT, first(chats_of(AGENT, sellers, asked), asked.of.order, count))
    return Statement(rows.values_list(*MARKS))


@lru_cache(SHAPES)
def mentioned_marks(sellers: tuple[int, ...], asked: Asked) -> Statement[tuple[Any, ...]]:
    return Statement(with_marks(AGENT, mentioned_of(AGENT, sellers, asked)[:PAGE]).values_list(*MARKS))


def page_digest(page: InboxPage) -> str:
    """Changes with whatever the rows or the counts show; not with the age of anything."""
    marks = (tuple(getattr(one.chat, name) for name in MARKS) for one in page.listed)
    return digest_of(marks, page.counts, page.writers)


def digest_of(marks: Iterable[tuple[object, ...]], counts: object, writers: Writers) -> str:
    shown = repr([[tuple(mark) for mark in marks], counts, writers])
    return hashlib.sha256(shown.encode(errors="replace")).hexdigest()[:12]
