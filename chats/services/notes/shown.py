"""The notes that a page of a chat shows, in the order in which they were written."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from chats.models import Chat, Mention, Note, NoteVersion
from chats.services.notes.notes import of_chat


def notes_between(chat: Chat, since: datetime | None, before: datetime | None = None) -> Sequence[Note]:
    """The notes written from a moment on until before another. No query for a chat without notes."""
    if chat.noted_at is None:
        return ()
    notes = with_mentions(of_chat(chat))
    if since:
        notes = notes.filter(written_at__gte=since)
    return list(notes.filter(written_at__lt=before) if before else notes)


def notes_to_tell(chat: Chat, version: int | None, since: datetime | None) -> tuple[Sequence[Note], Sequence[Note]]:
    """What an open page lacks that shows this version of the chat: the notes written from a moment on, all of them so
    that they stand in order, and those from before it that have changed."""
    if chat.noted_at is None:
        return (), ()
    if since is None:
        return notes_between(chat, None), ()
    found = with_mentions(of_chat(chat)).filter(Q(written_at__gte=since) | Q(told__gt=version or 0))
    return [one for one in found if one.written_at >= since], [one for one in found if one.written_at < since]


def with_mentions(found: QuerySet[Note]) -> QuerySet[Note]:
    """Each with those whom it mentions: one more query for all of them."""
    return found.prefetch_related(Prefetch("mentions", Mention.objects.select_related("person")))


def versions_of(note: Note) -> Sequence[NoteVersion]:
    """What the note said before, the latest first. Nothing of a deleted one."""
    return () if note.deleted_at else list(note.versions.order_by("-replaced_at", "-pk"))
