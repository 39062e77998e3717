"""The messages of a chat, how far they have been read at Market, and how far each agent has read them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from chats.models.constraints import JSON_COLUMNS, positive
from chats.models.due import Due
from chats.models.sightings import Chat


class History(Due):
    """How far a chat's messages have been read at Market. `due_at` is when to read on; NULL: all is known here.
    `look_at` is when an open page may look for news though nothing says that there are any; NULL: at once."""

    chat = models.OneToOneField(Chat, models.CASCADE, primary_key=True, related_name="history")
    read_at = models.DateTimeField(null=True)  # when Market answered last
    complete_upto = models.DateTimeField(null=True)  # the chat's `updated_at` up to which all messages are stored
    look_at = models.DateTimeField(null=True)
    is_news = models.BooleanField(
        default=True
    )  # whether what is due is news; else an old chat is read for the first time
    unreadable = models.PositiveIntegerField(default=0)  # messages after the newest one that could not be decoded
    older_token = models.TextField(blank=True)  # Market's token of the page before the oldest message known here
    has_first_message = models.BooleanField(default=False)  # the stored messages begin with the first of the chat

    class Meta:
        indexes = [
            models.Index(fields=["is_news", "due_at"], condition=Q(due_at__isnull=False), name="history_due_by_news"),
            models.Index(fields=["look_at"], name="history_look"),
        ]


class Message(models.Model):
    """One message of a chat, as Market gave it. Messages do not change, so each is kept once."""

    chat = models.ForeignKey(Chat, models.CASCADE, related_name="messages")
    message_id = models.BigIntegerField()
    created_at = models.DateTimeField()
    sender = models.CharField(max_length=100)
    text = models.TextField(blank=True)
    files = models.JSONField(default=list)  # of {"name", "url", "size"}
    unreadable = models.PositiveIntegerField(default=0)  # messages directly before it that could not be decoded

    class Meta:
        required_db_features = JSON_COLUMNS
        constraints = [
            models.UniqueConstraint(fields=["chat", "message_id"], name="message_once_per_chat"),
            positive("message_id"),
        ]
        indexes = [models.Index(fields=["chat", "created_at", "message_id"], name="message_in_order")]


class ReadMark(models.Model):
    """How far an agent has read a chat."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="read_marks")
    chat = models.ForeignKey(Chat, models.CASCADE)
    message_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "chat"], name="read_mark_once_per_agent")]
