"""What agents write for each other about a chat. It never goes to Market."""

import uuid

from django.conf import settings
from django.db import models

from chats.models.sightings import Chat


class Note(models.Model):
    """A private note. Its words are gone from the pages once it is deleted, and from the row a month later.

    `key` came with the form, so the same form sent again finds the note. `told` is the version of the chat at which the
    note was written or changed last: open pages that show an older one lack it.
    """

    chat = models.ForeignKey(Chat, models.CASCADE, related_name="notes", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="notes")
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    text = models.TextField(blank=True)
    told = models.BigIntegerField()
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["chat", "written_at"], name="note_by_chat"),
            models.Index(fields=["deleted_at"], condition=models.Q(deleted_at__isnull=False), name="note_deleted"),
        ]


class NoteVersion(models.Model):
    """The words that a note had until it was changed."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="versions")
    text = models.TextField()
    replaced_at = models.DateTimeField()


class NoteDraft(models.Model):
    """What an agent has begun to note in a chat. A table of its own: what is here has no way to a buyer."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    chat = models.ForeignKey(Chat, models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    version = models.CharField(max_length=40, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "chat"], name="note_draft_once_per_agent")]


class Mention(models.Model):
    """A note names a person, who has the chat among their own until they have read it."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    chat = models.ForeignKey(Chat, models.CASCADE, related_name="+", db_index=False)  # the note's
    mentioned_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "person"], name="mention_once_per_note")]
        indexes = [
            models.Index(fields=["person", "chat"], condition=models.Q(read_at__isnull=True), name="mention_unread"),
            models.Index(fields=["chat"], name="mention_by_chat"),
        ]
