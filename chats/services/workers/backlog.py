"""What is to be done in the background, and what was set aside, for administrators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from chats.models import Due, History, Sync, Upkeep, WebhookEvent
from chats.services import jobs

MOST_COUNTED: Final = 1000  # beyond that it is many
MOST_LISTED: Final = 50
# The rows that stand for work, by what an administrator calls them, each with what tells it apart on a page.
WORK: Final[Mapping[str, QuerySet[Any]]] = {
    "events": WebhookEvent.objects.select_related("seller").defer("body"),
    "passes": Sync.objects.select_related("seller"),
    "histories": History.objects.select_related("chat__seller"),
    "upkeep": Upkeep.objects.all(),
}


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """One kind of work: how many rows are `due` and wait, since when the `oldest` does, and how many are `under_way`.
    Counted up to MOST_COUNTED."""

    name: str
    due: int
    oldest: datetime | None
    under_way: int


@dataclass(frozen=True, kw_only=True)
class Aside:
    """The rows of one kind that were set aside: the newest of them, and how many there are up to MOST_COUNTED."""

    name: str
    rows: Sequence[Due]
    count: int


def backlog_of(name: str, due: QuerySet[Any], *, now: datetime) -> Backlog:
    """`due` are the rows of a kind that are due now, whether somebody works on them or not."""
    waiting = jobs.free(due, now=now)
    oldest = waiting.order_by("due_at").values_list("due_at", flat=True).first()
    free, every = counted(waiting), counted(due)
    return Backlog(name=name, due=free, oldest=oldest, under_way=every - free)


def counted(rows: QuerySet[Any]) -> int:
    return len(rows.order_by().values_list("pk")[:MOST_COUNTED])


def aside() -> Sequence[Aside]:
    """What was set aside, of the kinds of which anything was."""
    found = []
    for name, rows in WORK.items():
        those = jobs.those_set_aside(rows)
        if count := counted(those):
            found.append(Aside(name=name, rows=list(those.order_by("-problem_at")[:MOST_LISTED]), count=count))
    return found


def try_again(name: str, pk: str | None, *, now: datetime) -> int:
    """Have a row that was set aside worked on again, or with `pk` None all of its kind. Returns how many; 0 where there
    is no such kind or row."""
    rows = WORK.get(name)
    if rows is None:
        return 0
    if pk is None:
        return jobs.try_again(rows.model._default_manager.all(), now=now)
    key = rows.model._meta.pk
    try:
        value = key.to_python(pk)
        return jobs.try_again(rows.model._default_manager.filter(pk=value), now=now)
    except (ValueError, ValidationError, OverflowError):
        return 0
