"""What is in the index: each message from the transaction that stores it on; those from before there was an index, by
and by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.db.models import Max

from chats import database
from chats.models import Chat, Message, SearchBackfill, SearchEntry
from chats.services.search.query import term_of_seller
from chats.services.search.words import terms_of

HOUR: Final = 3600  # seconds
BATCH: Final = 1_000  # messages in one transaction: a tenth of a second


@dataclass(frozen=True, kw_only=True)
class Backfill:
    """How far the messages from before there was an index are in it. `share` is of all, from 0 to 1."""

    share: float


def place_of(created_at: datetime, key: int) -> int:
    """Where a message stands in the index: later ones have a higher place. The trigger of migration 0014 computes the
    same."""
    hour = max(int(created_at.timestamp() // HOUR), 0)
    return (hour << SearchEntry.KEY_BITS) | (key & ((1 << SearchEntry.KEY_BITS) - 1))


def add_to_index(chat: Chat, messages: Sequence[Message]) -> None:
    """Index messages that were just stored, in the same transaction. `bulk_create` has not told their keys."""
    worded = [message.message_id for message in messages if message.text]
    if worded:
        stored = Message.objects.filter(chat=chat, message_id__in=worded)
        insert(list(stored), {chat.pk: chat.seller_id})


def insert(messages: Sequence[Message], sellers: Mapping[int, int]) -> None:
    """`sellers` are those of the messages' chats. In the order of places: FTS5 begins a new segment for each entry that
    belongs before the last one."""
    entries = [
        SearchEntry(
            place=place_of(message.created_at, message.pk),
            message_id=message.pk,
            seller_id=sellers[message.chat_id],
            sender=message.sender,
            terms=[*terms, *beside(sellers[message.chat_id])],  # type: ignore[misc]
        )
        for message in messages
        if (terms := terms_of(message.text))
    ]
    SearchEntry.objects.bulk_create(sorted(entries, key=lambda entry: entry.place))


def beside(seller_id: int) -> list[str]:
    """The terms of a message that are no words of it. FTS5 gets on without: it would take a low line for a space."""
    return [term_of_seller(seller_id)] if connection.vendor == "postgresql" else []


def index_one_batch() -> tuple[int, bool]:
    """Index a batch of the messages that were there before the index, newest first. Returns how many, and whether there
    are more."""
    with database.without_fsync():
        row = database.lock(SearchBackfill.objects.all()).first()
        if row is None:
            return 0, False
        older = database.lock(Message.objects.filter(pk__lt=row.below).order_by("-pk"))
        batch = list(older.only("chat_id", "created_at", "sender", "text")[:BATCH])
        # Whoever stored one of them while the index was emptied has indexed it too.
        SearchEntry.objects.filter(pk__in=[place_of(one.created_at, one.pk) for one in batch]).delete()
        chats = Chat.objects.filter(pk__in={one.chat_id for one in batch})
        insert(batch, dict(chats.values_list("pk", "seller_id")))
        if len(batch) < BATCH:
            row.delete()
            return len(batch), False
        row.below = batch[-1].pk
        row.save(update_fields=["below"])
    return len(batch), True


def begin_afresh() -> None:
    """Empty the index, to fill it again from the beginning: after a change of what a term is."""
    with transaction.atomic():
        SearchBackfill.objects.all().delete()
        newest = Message.objects.aggregate(newest=Max("pk"))["newest"]
        SearchEntry.objects.all().delete()
        if newest is not None:
            SearchBackfill.objects.create(below=newest + 1, total=newest + 1)


def backfill() -> Backfill | None:
    """How far the index is being filled; None when all messages are in it."""
    row = SearchBackfill.objects.first()
    return Backfill(share=1 - row.below / max(row.total, 1)) if row else None
