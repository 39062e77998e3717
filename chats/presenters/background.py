"""What administrators read about the work in the background."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chats.models import Due, History, Sync, Upkeep, WebhookEvent, Worker
from chats.presenters import problems
from chats.presenters.formats import times
from chats.presenters.formats.text import clean
from chats.services.workers import Aside, Backlog

# The kinds of the worker (chats/worker/kinds.py), and of what was set aside (services/workers/backlog.py).
KINDS: Final[Mapping[str, Any]] = {
    "events": gettext_lazy("Market’s notifications"),
    "waiting": gettext_lazy("Lists of waiting chats"),
    "news": gettext_lazy("New messages"),
    "open": gettext_lazy("Lists of open chats, their orders and returns"),
    "all": gettext_lazy("Lists of all chats"),
    "earlier messages": gettext_lazy("Earlier messages"),
    "upkeep": gettext_lazy("Housekeeping"),
    "passes": gettext_lazy("Lists of chats"),
    "histories": gettext_lazy("Messages of chats"),
}
PARTS: Final[Mapping[str, Any]] = {
    Sync.Part.WAITING: gettext_lazy("waiting chats"),
    Sync.Part.OPEN: gettext_lazy("open chats"),
    Sync.Part.ALL: gettext_lazy("all chats"),
    Sync.Part.HEAD: gettext_lazy("the newest chats"),
    Sync.Part.DOUBTFUL: gettext_lazy("chats in doubt"),
    Sync.Part.SUBJECTS: gettext_lazy("orders and returns"),
}
CHORES: Final[Mapping[str, Any]] = {
    "prune": gettext_lazy("deleting what nobody needs any more"),
    "sweeps": gettext_lazy("beginning to read new sellers"),
    "verdicts": gettext_lazy("judging the notifications"),
}


@dataclass(frozen=True, kw_only=True)
class WorkerView:
    name: str
    since: str
    beat: str
    busy: str


@dataclass(frozen=True, kw_only=True)
class BacklogView:
    """`late` is since when the oldest waits; empty when nothing does."""

    name: str
    due: int
    late: str
    under_way: int


@dataclass(frozen=True, kw_only=True)
class AsideRow:
    """`trace` is a code for Market's support, or the place in our own code."""

    pk: str
    what: str
    seller: str
    problem: str
    trace: str
    at: str


@dataclass(frozen=True, kw_only=True)
class AsideView:
    kind: str
    name: str
    rows: tuple[AsideRow, ...]
    more: int


def worker_view(worker: Worker, *, now: datetime) -> WorkerView:
    busy = _("%(busy)s of %(threads)s") % {"busy": worker.busy, "threads": worker.threads}
    return WorkerView(
        name=clean(worker.name, 200),
        since=times.clock(worker.started_at, now=now),
        beat=times.clock(worker.beat_at, now=now),
        busy=busy,
    )


def backlog_view(backlog: Backlog, *, now: datetime) -> BacklogView:
    return BacklogView(
        name=kind_name(backlog.name),
        due=backlog.due,
        late=times.clock(backlog.oldest, now=now) if backlog.oldest else "",
        under_way=backlog.under_way,
    )


def kind_name(name: str) -> str:
    return str(KINDS.get(name, name))


def aside_views(found: Sequence[Aside], *, now: datetime) -> list[AsideView]:
    return [
        AsideView(
            kind=one.name,
            name=kind_name(one.name),
            rows=tuple(aside_row(row, now=now) for row in one.rows),
            more=one.count - len(one.rows),
        )
        for one in found
    ]


def aside_row(row: Due, *, now: datetime) -> AsideRow:
    what, seller = what_it_is(row)
    return AsideRow(
        pk=str(row.pk),
        what=what,
        seller=clean(seller, 100),
        problem=problems.short(row.problem_kind),
        trace=clean(row.problem_trace, 200),
        at=times.clock(row.problem_at, now=now) if row.problem_at else "",
    )


def what_it_is(row: Due) -> tuple[str, str]:
    """What a row is about, and whose it is."""
    if isinstance(row, WebhookEvent):
        return clean(row.kind, 60), row.seller.name
    if isinstance(row, Sync):
        return str(PARTS.get(row.part, row.part)), row.seller.name
    if isinstance(row, History):
        return _("chat %(number)s") % {"number": row.chat.chat_id}, row.chat.seller.name
    return (str(CHORES.get(row.name, row.name)) if isinstance(row, Upkeep) else str(row.pk)), ""
