"""Writing notes, and changing and deleting one's own.

All of it waits for the disk, since only the desk has it. The chat is locked first, as by whoever stores its messages,
and gets another version, by which open pages learn of the note.
"""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from chats import database
from chats.market.token import held_a_token
from chats.models import Chat, Note, NoteDraft, NoteVersion
from chats.services import search
from chats.services.drafts import as_typed
from chats.services.notes.mentions import keep_mentions, mentioned_in

LONGEST_NOTE: Final = 5_000  # characters
MOST_NOTES: Final = 500  # in one chat; more than any page could show
MOST_VERSIONS: Final = 50  # of one note
DELETED_KEPT: Final = timedelta(days=30)  # the words of a deleted note, for its author to bring back


class Refusal(Enum):
    """Why a note is not written or changed."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOKEN = "token"  # noqa: S105  (holds a seller's key, or one was cut out of it)
    TOO_MANY = "too_many"  # notes in this chat, or changes of this note
    GONE = "gone"  # it was deleted meanwhile


class NotNoted(Exception):
    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


def write(agent: User, chat: Chat, text: str, *, key: UUID | None, now: datetime) -> Note:
    """Write a note. `key` is that of the form: sent again with the same text, it is the same note. The agent's draft is
    gone with it. Raises NotNoted."""
    text = checked(text)
    mentioned = mentioned_in(text, chat)
    with transaction.atomic():
        row = locked(chat)
        before = Note.objects.filter(key=key).first() if key else None
        if before and (before.author_id, before.chat_id, before.text) == (agent.pk, chat.pk, text):
            return before
        if Note.objects.filter(chat=row).count() >= MOST_NOTES:
            raise NotNoted(Refusal.TOO_MANY)
        told = tell(row, noted_at=now)
        fresh = key if key and not before else uuid4()
        note = Note.objects.create(chat=chat, author=agent, key=fresh, text=text, told=told, written_at=now)
        keep_mentions(note, mentioned.people, now=now)
        search.index_note(note, chat.seller_id)
        NoteDraft.objects.filter(agent=agent, chat=chat).delete()
    return note


def change(agent: User, note: Note, text: str, *, now: datetime) -> Note:
    """Give one's own note other words; those from before stay readable. Raises NotNoted, and Note.DoesNotExist where
    the note is another's."""
    text = checked(text)
    mentioned = mentioned_in(text, note.chat)
    with transaction.atomic():
        row = locked(note.chat)
        own = own_note(agent, note)
        if own.deleted_at:
            raise NotNoted(Refusal.GONE)
        if own.text == text:
            return own
        if own.versions.count() >= MOST_VERSIONS:
            raise NotNoted(Refusal.TOO_MANY)
        NoteVersion.objects.create(note=own, text=own.text, replaced_at=now)
        own.text, own.changed_at, own.told = text, now, tell(row)
        own.save(update_fields=["text", "changed_at", "told"])
        keep_mentions(own, mentioned.people, now=now)
        search.index_note(own, note.chat.seller_id)
    return own


def delete(agent: User, note: Note, *, now: datetime) -> None:
    """Take one's own note off the pages. That there was one, by whom and until when stays. Raises Note.DoesNotExist
    where it is another's."""
    mark_deleted(agent, note, now, now=now)


def restore(agent: User, note: Note, *, now: datetime) -> None:
    """Bring one's own deleted note back, as long as its words are here. Raises Note.DoesNotExist."""
    if own_note(agent, note).text:
        mark_deleted(agent, note, None, now=now)


def mark_deleted(agent: User, note: Note, deleted_at: datetime | None, *, now: datetime) -> None:
    mentioned = mentioned_in(note.text, note.chat)
    with transaction.atomic():
        row = locked(note.chat)
        own = own_note(agent, note)
        if (own.deleted_at is None) == (deleted_at is None):
            return
        own.deleted_at, own.told = deleted_at, tell(row)
        own.save(update_fields=["deleted_at", "told"])
        keep_mentions(own, mentioned.people, now=now)
        search.index_note(own, note.chat.seller_id)


def checked(text: str) -> str:
    """The text as it is kept. Raises NotNoted."""
    text = as_typed(text).strip()
    if not text:
        raise NotNoted(Refusal.EMPTY)
    if len(text) > LONGEST_NOTE:
        raise NotNoted(Refusal.TOO_LONG)
    if held_a_token(text):
        raise NotNoted(Refusal.TOKEN)
    return text


def locked(chat: Chat) -> Chat:
    return database.lock(Chat.objects.only("version")).get(pk=chat.pk)


def tell(row: Chat, **columns: object) -> int:
    """Give the locked chat another version, and return it."""
    told = row.version + 1
    Chat.objects.filter(pk=row.pk).update(version=told, **columns)
    return told


def own_note(agent: User, note: Note) -> Note:
    return Note.objects.select_related("author").get(pk=note.pk, author=agent)


def note_of(chat: Chat, key: int) -> Note | None:
    """One note of this chat, by its primary key."""
    note = of_chat(chat).filter(pk=key).first()
    if note:
        note.chat = chat
    return note


def of_chat(chat: Chat) -> QuerySet[Note]:
    return Note.objects.filter(chat=chat).select_related("author").order_by("written_at", "pk")


def erase_deleted(*, now: datetime, most: int) -> int:
    """Erase the words of a batch of notes that were deleted long ago. Returns how many notes."""
    old = Note.objects.filter(deleted_at__lt=now - DELETED_KEPT).exclude(text="")
    keys = list(old.values_list("pk", flat=True)[:most])
    if keys:
        with transaction.atomic():
            NoteVersion.objects.filter(note__in=keys).delete()
            Note.objects.filter(pk__in=keys, deleted_at__isnull=False).update(text="")
    return len(keys)
