"""A page of Market's list of chats, compared with the table before anything is written.

Most of the twenty have not changed since the last pass. One query tells which, and one write notes that they were seen;
merged one by one as `merge.record_chat` does, a page costs more than three times the CPU.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import DateTimeField, Q, Value
from django.db.models.functions import Coalesce, Greatest

from chats import database
from chats.clock import is_recent
from chats.market import types as market_types
from chats.market.types import ChatStatus
from chats.models import Chat, History, Seller
from chats.services import jobs
from chats.services.sightings.merge import as_row, columns_of, is_older, make_subjects_due, merge, seen_columns
from chats.services.sightings.queue import place

# Of a finished chat whose last message is older than this, the messages are read only when somebody opens it.
READ_FINISHED_WITHIN = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Merged:
    """What a page told: how many chats the desk had never seen, and how many of the others have changed."""

    new: int
    changed: int

    @property
    def has_news(self) -> bool:
        return bool(self.new or self.changed)


def merge_page(
    seller: Seller, chats: Sequence[market_types.Chat], *, seen_at: datetime, present: Collection[str] = ()
) -> Merged:
    """Merge a page of getChats into the table, and make the histories due in which there is something to read.

    `seen_at` is when the question was asked; chats of the statuses `present` are absent no more. One transaction, in
    which the rows are locked in one order, so that two pages with the same chats never wait for each other in a circle.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChats
    """
    seen = {chat.chat_id: chat for chat in chats}
    with database.without_fsync():
        rows = locked(seller, seen.keys())
        same, changed = compare(rows, seen, seen_at=seen_at)
        for row in changed:
            merge(row, columns_of(seen[row.chat_id], seen_at=seen_at, source=Chat.Source.LIST))
        note_seen(same, seen_at=seen_at)
        end_absences(rows, present)
        known = {row.chat_id for row in rows}
        new = created(seller, [chat for chat in seen.values() if chat.chat_id not in known], seen_at=seen_at)
        make_unread_due([*rows, *new], new={chat.pk for chat in new}, now=seen_at)
    return Merged(new=len(new), changed=len(changed))


def locked(seller: Seller, chat_ids: Collection[int]) -> list[Chat]:
    chats = Chat.objects.filter(seller=seller, chat_id__in=chat_ids).select_related("history").order_by("pk")
    return list(database.lock(chats))


def compare(
    rows: Sequence[Chat], seen: dict[int, market_types.Chat], *, seen_at: datetime
) -> tuple[list[Chat], list[Chat]]:
    """The rows that are as this page shows them, and those that are not."""
    same, changed = [], []
    for row in rows:
        chat = seen[row.chat_id]
        older = is_older({"updated_at": chat.updated_at, "seen_at": seen_at}, row)
        if row.problem_kind or (not is_as_shown(row, chat) and not older):
            changed.append(row)
        elif not older:
            same.append(row)
    return same, changed


def is_as_shown(row: Chat, chat: market_types.Chat) -> bool:
    return all(getattr(row, name) == value for name, value in as_row(chat).items())


def note_seen(rows: Sequence[Chat], *, seen_at: datetime) -> None:
    """One write for all that have not changed."""
    if not rows:
        return
    seen = seen_columns(seen_at=seen_at, source=Chat.Source.LIST)
    soon = Value(seen.pop("due_at"), DateTimeField())
    seen["due_at"] = Greatest(Coalesce("due_at", soon), soon)  # as `merge` keeps the later one
    Chat.objects.filter(pk__in=[row.pk for row in rows]).update(**seen)
    doubted = [row.pk for row in rows if row.doubtful_since and row.doubtful_since <= seen_at]
    if doubted:
        Chat.objects.filter(pk__in=doubted).update(doubtful_since=None)


def end_absences(rows: Sequence[Chat], statuses: Collection[str]) -> None:
    found = [row.pk for row in rows if row.absences and row.status in statuses]
    if found:
        Chat.objects.filter(pk__in=found).update(absences=0)


def created(seller: Seller, chats: Sequence[market_types.Chat], *, seen_at: datetime) -> list[Chat]:
    """The chats that the desk has never seen, in the table. One that another process inserts at this moment is left
    to it."""
    if not chats:
        return []
    rows = [
        Chat(seller=seller, chat_id=one.chat_id, **columns_of(one, seen_at=seen_at, source=Chat.Source.LIST))
        for one in chats
    ]
    for row in rows:
        place(row, now=seen_at)
    Chat.objects.bulk_create(rows, ignore_conflicts=True)
    make_subjects_due(seller, rows, now=seen_at)
    ids = [chat.chat_id for chat in chats]
    return list(Chat.objects.filter(seller=seller, chat_id__in=ids).select_related("history"))


def make_unread_due(rows: Sequence[Chat], *, new: Collection[int], now: datetime) -> None:
    """Make the histories due in which there is something to read, also where a chat is ahead of its history and nothing
    has said so. `new` are the primary keys of chats that this page brought."""
    # First, since a row has a history as soon as one is made for it.
    behind = [row.pk for row in rows if is_behind(row)]
    begun = [row.pk for row in rows if row.pk not in behind and has_earlier_messages(row)]
    never_read = [row for row in rows if history_of(row) is None and is_worth_reading(row, now=now)]
    # What an agent may have to answer goes before the old chats that are here for the first time.
    fresh = [
        History(chat=row, due_at=now, is_news=row.status != ChatStatus.FINISHED or row.pk not in new)
        for row in never_read
    ]
    History.objects.bulk_create(fresh, ignore_conflicts=True)
    if behind:
        idle = Q(due_at=None) | Q(is_news=False)
        History.objects.filter(idle, pk__in=behind).update(due_at=now, is_news=True)
    if begun:
        History.objects.filter(pk__in=begun, due_at=None).update(due_at=now, is_news=False)


def is_worth_reading(row: Chat, *, now: datetime) -> bool:
    return row.status != ChatStatus.FINISHED or is_recent(row.updated_at, READ_FINISHED_WITHIN, now=now)


def is_behind(row: Chat) -> bool:
    """Whether something was written that is neither stored here nor due to be read. An old chat that was never read
    waits for its turn, however often a list shows it."""
    history = history_of(row)
    if history is None or (row.message_at and row.message_at >= row.updated_at):
        return False
    if history.due_at and (history.is_news or history.complete_upto is None):
        return False
    if jobs.is_set_aside(history):
        return False  # only another message, or a person, has it tried again
    return history.complete_upto is None or history.complete_upto < row.updated_at


def has_earlier_messages(row: Chat) -> bool:
    """Whether Market gave a token for the messages before the oldest one stored, and nothing is due to use it."""
    history = history_of(row)
    is_idle = history is not None and history.due_at is None and not jobs.is_set_aside(history)
    return is_idle and bool(history and history.older_token)


def history_of(row: Chat) -> History | None:
    return getattr(row, "history", None)
