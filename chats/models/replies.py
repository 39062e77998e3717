"""What agents write: drafts, replies on their way to Market, prepared answers."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chats.market.limits import LONGEST_MESSAGE
from chats.models.chats import Chat, Message
from chats.models.sellers import Seller


class Reply(models.Model):
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
    problem_kind = models.CharField(max_length=32, blank=True)
    problem_detail = models.TextField(blank=True)  # Market's own words
    problem_until = models.DateTimeField(null=True)
    problem_trace = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["chat", "-started_at"], name="reply_by_chat")]


class Draft(models.Model):
    """What an agent has begun to write in a chat. All tabs share it, and the id of the reply that it will be."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    chat = models.ForeignKey(Chat, models.CASCADE)
    text = models.TextField(blank=True)
    reply_id = models.UUIDField(default=uuid.uuid4)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "chat"], name="draft_once_per_agent")]


class ReadMark(models.Model):
    """How far an agent has read a chat."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="read_marks")
    chat = models.ForeignKey(Chat, models.CASCADE)
    message_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "chat"], name="read_mark_once_per_agent")]


class PreparedAnswer(models.Model):
    """A text that agents insert; its placeholders are filled in before it is sent."""

    title = models.CharField(_("name"), max_length=100)
    text = models.TextField(_("text"), max_length=LONGEST_MESSAGE)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("owner"),
        related_name="prepared_answers",
        help_text=_("Empty: shared by everyone who sees the seller."),
    )
    seller = models.ForeignKey(
        Seller, models.CASCADE, null=True, blank=True, verbose_name=_("seller"), help_text=_("Empty: for all sellers.")
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("prepared answer")
        verbose_name_plural = _("prepared answers")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title
