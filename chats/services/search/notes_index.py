"""The private notes in the index: each from the transaction on that writes it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from chats import database
from chats.models import Note, NoteEntry
from chats.services.search.index import BATCH, beside, place_of
from chats.services.search.words import terms_of

# Tells the place of a note from that of a message of the same hour: fewer keys are left for either, and still enough.
OF_A_NOTE: Final = 1 << (NoteEntry.KEY_BITS - 1)


def place_of_note(written_at: datetime, key: int) -> int:
    """Where a note stands among messages and notes. The trigger of migration 0027 computes the same."""
    return place_of(written_at, OF_A_NOTE | (key & (OF_A_NOTE - 1)))


def index_note(note: Note, seller_id: int) -> None:
    """Index a note as it is now, in the transaction that has changed it. A deleted one is found by nobody."""
    index_notes([note], {note.pk: seller_id})


def index_notes(notes: Sequence[Note], sellers: dict[int, int]) -> None:
    NoteEntry.objects.filter(pk__in=[place_of_note(one.written_at, one.pk) for one in notes]).delete()
    entries = [
        NoteEntry(
            place=place_of_note(note.written_at, note.pk),
            note_id=note.pk,
            seller_id=sellers[note.pk],
            terms=[*terms, *beside(sellers[note.pk])],  # type: ignore[misc]
        )
        for note in notes
        if not note.deleted_at and (terms := terms_of(note.text))
    ]
    NoteEntry.objects.bulk_create(sorted(entries, key=lambda entry: entry.place))


def reindex_notes(after: int = 0) -> tuple[int, int | None]:
    """Index a batch of notes anew, whose keys are greater than `after`. Returns how many, and the `after` of the next
    batch, which is None when there is none."""
    with transaction.atomic():
        batch = list(database.lock(Note.objects.filter(pk__gt=after).order_by("pk"))[:BATCH])
        chats = Note.objects.filter(pk__in=[one.pk for one in batch])
        index_notes(batch, dict(chats.values_list("pk", "chat__seller_id")))
    return len(batch), batch[-1].pk if len(batch) == BATCH else None
