"""What administrators read about the work in the background."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chats.models import Due, History, Seller, Sync, Upkeep, WebhookEvent, Worker
from chats.presenters import notifications, problems
from chats.presenters.formats import times
from chats.presenters.formats.numbers import amount
from chats.presenters.formats.text import clean
from chats.services.workers import MOST_COUNTED, Aside, Backlog

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
    due: str
    late: str
    under_way: str


@dataclass(frozen=True, kw_only=True)
class AsideRow:
    """`trace` is a code for Market's support, or the place in our own code. `seller_pk` is None where it is no
    seller's."""

    pk: str
    what: str
    seller: str
    seller_pk: int | None
    problem: str
    trace: str
    at: str


@dataclass(frozen=True, kw_only=True)
class AsideView:
    """`more` is a sentence about the rows that are not shown; empty when all are."""

    kind: str
    name: str
    rows: tuple[AsideRow, ...]
    more: str


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
        due=counted(backlog.due),
        late=times.clock(backlog.oldest, now=now) if backlog.oldest else "",
        under_way=counted(backlog.under_way),
    )


def counted(rows: int) -> str:
    """Rows are counted up to a limit, at which there may be more."""
    return _("%(count)s or more") % {"count": amount(rows)} if rows >= MOST_COUNTED else amount(rows)


def kind_name(name: str) -> str:
    return str(KINDS.get(name, name))


def aside_views(found: Sequence[Aside], *, now: datetime) -> list[AsideView]:
    return [
        AsideView(
            kind=one.name,
            name=kind_name(one.name),
            rows=tuple(aside_row(row, now=now) for row in one.rows),
            more=more_text(one),
        )
        for one in found
    ]


def more_text(aside: Aside) -> str:
    more = aside.count - len(aside.rows)
    if aside.count >= MOST_COUNTED:
        return _("Those are the newest; there are %(count)s or more in all.") % {"count": amount(aside.count)}
    return _("And %(more)s more, older ones.") % {"more": amount(more)} if more else ""


def aside_row(row: Due, *, now: datetime) -> AsideRow:
    seller = seller_of(row)
    return AsideRow(
        pk=str(row.pk),
        what=what_it_is(row),
        seller=clean(seller.name, 100) if seller else "",
        seller_pk=seller.pk if seller else None,
        problem=problems.short(row.problem_kind),
        trace=clean(row.problem_trace, 200),
        at=times.clock(row.problem_at, now=now) if row.problem_at else "",
    )


def seller_of(row: Due) -> Seller | None:
    if isinstance(row, History):
        return row.chat.seller
    return row.seller if isinstance(row, WebhookEvent | Sync) else None


def what_it_is(row: Due) -> str:
    """What a row is about, in words."""
    if isinstance(row, WebhookEvent):
        return notifications.event_text(row)
    if isinstance(row, Sync):
        return str(PARTS.get(row.part, row.part))
    if isinstance(row, History):
        return _("chat %(number)s") % {"number": row.chat.chat_id}
    return str(CHORES.get(row.name, row.name)) if isinstance(row, Upkeep) else str(row.pk)


def tried_again_text(count: int) -> str:
    """What to say after “Try again” was pressed, also when somebody else was quicker."""
    if not count:
        return _("Nothing was left to try again: it is under way already, or done.")
    return _("To be tried again: %(count)s.") % {"count": amount(count)}
