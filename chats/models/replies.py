"""What agents write: drafts, and replies on their way to Market."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from chats.models.constraints import JSON_COLUMNS
from chats.models.conversation import Message
from chats.models.due import ProblemColumns
from chats.models.sightings import Chat

WITHOUT_OUTCOME = Q(state__in=["SENDING", "UNKNOWN"])  # written just so in a query, the partial index is used


class Reply(ProblemColumns):
    """One sending of one message, at most once: the row is there before the call, and settled after it.

    Its id came with the form, so the same form sent again finds the row. A row that is still SENDING after
    `leased_until` belongs to a process that died: nobody knows whether its message arrived, so it is UNKNOWN.
    """

    class State(models.TextChoices):
        SENDING = "SENDING"
        SENT = "SENT"
        REFUSED = "REFUSED"  # Market said no, or the call never left
        UNKNOWN = "UNKNOWN"  # it left, and no answer came
        DROPPED = "DROPPED"  # unknown, and the agent has looked and decided

    reply_id = models.UUIDField(primary_key=True)
    chat = models.ForeignKey(Chat, models.CASCADE, related_name="replies")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="replies")
    text = models.TextField(blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    file_size = models.PositiveIntegerField(null=True)  # bytes
    state = models.CharField(max_length=10, choices=State, default=State.SENDING)
    started_at = models.DateTimeField()
    leased_until = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    known_message_id = models.BigIntegerField(null=True)  # the newest message the desk knew when it left
    message = models.OneToOneField(Message, models.SET_NULL, null=True, related_name="reply")  # what it became
    problem_detail = models.TextField(blank=True)  # Market's own words

    class Meta:
        indexes = [
            models.Index(fields=["chat", "-started_at"], name="reply_by_chat"),
            models.Index(fields=["agent", "started_at"], name="reply_by_agent"),
            models.Index(fields=["started_at"], condition=WITHOUT_OUTCOME, name="reply_without_outcome"),
        ]


class Draft(models.Model):
    """What an agent has begun to write in a chat. All tabs share it, including the id its reply will be sent with.

    Each change of the text gives it another `version`, by which a tab that has not seen the change is known.
    """

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    chat = models.ForeignKey(Chat, models.CASCADE)
    text = models.TextField(blank=True)
    version = models.CharField(max_length=40, blank=True)
    aside = models.JSONField(default=list, blank=True)  # other texts of the agent's, which found the draft taken
    reply_id = models.UUIDField(default=uuid.uuid4)
    updated_at = models.DateTimeField()

    class Meta:
        required_db_features = JSON_COLUMNS
        constraints = [models.UniqueConstraint(fields=["agent", "chat"], name="draft_once_per_agent")]
