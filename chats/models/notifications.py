"""What Market announces: the address it is told for each business, and the events that came there."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from chats.clock import is_ahead, is_recent
from chats.models.due import Due, due_index
from chats.models.sellers import Seller


class NotificationAddress(models.Model):
    """The address that a business's cabinet sends notifications to, and how well they arrive.

    The secret is a second lock beside the check of the source: whoever knows it can give hints, and no more.
    """

    class Verdict(models.TextChoices):
        NEVER_SEEN = "NEVER_SEEN"  # no event has come
        WORKING = "WORKING"  # nearly all of the messages found had been announced
        MISSING = "MISSING"  # too many had not
        SILENT = "SILENT"  # events came once, and messages are found that none announced

    seller = models.OneToOneField(Seller, models.CASCADE, primary_key=True, related_name="notification_address")
    secret = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    pinged_at = models.DateTimeField(null=True)
    judged_from = models.DateTimeField(null=True)  # when it was switched on: earlier messages could not be announced
    last_event_at = models.DateTimeField(null=True)  # of any kind but PING
    verdict = models.CharField(max_length=12, choices=Verdict, default=Verdict.NEVER_SEEN)
    verdict_at = models.DateTimeField(null=True)
    silent_since = models.DateTimeField(null=True)
    found = models.PositiveSmallIntegerField(default=0)  # messages of buyers that the verdict rests on
    announced = models.PositiveSmallIntegerField(default=0)  # of these
    distrusted_until = models.DateTimeField(null=True)  # the sweep stays fast until then, whatever the verdict

    longest_distrust: ClassVar[timedelta] = timedelta(hours=1)
    latest_verdict: ClassVar[timedelta] = timedelta(minutes=10)

    def is_reliable(self, *, now: datetime) -> bool:
        """Whether notifications can be relied on now: nearly all arrive, nothing has happened within the hour that may
        have held some up, and the verdict is not an old one."""
        if self.verdict != self.Verdict.WORKING or self.verdict_at is None:
            return False
        is_distrusted = self.distrusted_until and is_ahead(self.distrusted_until, self.longest_distrust, now=now)
        return is_recent(self.verdict_at, self.latest_verdict, now=now) and not is_distrusted


class WebhookEvent(Due):
    """One notification of Market's, as it came. `due_at` is when it is worked off; NULL without a `done_at`: set
    aside, because it failed again and again."""

    class Outcome(models.TextChoices):
        KEPT = "KEPT"  # it concerns nothing that the desk has
        KNOWN = "KNOWN"  # the desk had it already
        HEEDED = "HEEDED"  # what it is about is read anew
        FOUND = "FOUND"  # a chat that the desk did not know was fetched
        ABSENT = "ABSENT"  # the business has no such chat
        LEFT = "LEFT"  # left to the sweep: too many hints, too late, or an answer that made no sense

    longest_wait: ClassVar[timedelta] = timedelta(hours=25)

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="events")
    key = models.CharField(max_length=200)  # the same for each delivery of one event: Market gives no id
    kind = models.CharField(max_length=100)  # Market's notificationType
    chat_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    order_id = models.BigIntegerField(null=True)
    return_id = models.BigIntegerField(null=True)
    happened_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    # The calls that it was allowed to cause, of which operation, and when the last of them.
    calls = models.PositiveSmallIntegerField(default=0)
    operation = models.CharField(max_length=40, blank=True)
    allowed_at = models.DateTimeField(null=True)
    body = models.TextField()  # as it came, 64 KB at most

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seller", "key"], name="event_once_per_key")]
        indexes = [
            due_index("event_due"),
            models.Index(fields=["seller", "-received_at"], name="event_by_time"),
            models.Index(fields=["seller", "chat_id", "message_id"], name="event_by_message"),
            models.Index(fields=["seller", "allowed_at"], condition=Q(calls__gt=0), name="event_that_cost_a_call"),
        ]
