"""What all processes share of the way to Market: circuit breakers, hourly quotas, slots."""

from typing import ClassVar

from django.db import models

from chats.models.sellers import Seller


class Circuit(models.Model):
    """The circuit breaker of a seller: failures in a row and within a minute, until when it is open, the last error."""

    seller = models.OneToOneField(Seller, models.CASCADE, primary_key=True, related_name="circuit")
    failures = models.PositiveIntegerField(default=0)  # in a row
    minute_from = models.DateTimeField(null=True)  # the first failure of a minute whose calls are counted
    minute_calls = models.PositiveIntegerField(default=0)
    minute_failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)  # for every lane: Market does not answer
    paused_until = models.DateTimeField(null=True)  # for lanes nobody waits in: the token was refused
    error_kind = models.CharField(max_length=32, blank=True)
    error_at = models.DateTimeField(null=True)
    error_trace = models.CharField(max_length=200, blank=True)


class Quota(models.Model):
    """The ledger of one operation of one seller: calls left in Market's hourly window."""

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="quotas")
    operation = models.CharField(max_length=40)
    allowance = models.IntegerField()
    remaining = models.IntegerField()
    renews_at = models.DateTimeField()
    exhausted_until = models.DateTimeField(null=True)  # Market said: limit reached
    exhausted_kind = models.CharField(max_length=32, blank=True)  # which limit that was: a kind of RateLimited
    # What each lane has spent of the window that ends at `renews_at`. Together less than `allowance` − `remaining`
    # where other programs use the business's quota too.
    spent_by_agents = models.PositiveIntegerField(default=0)
    spent_by_replies = models.PositiveIntegerField(default=0)
    spent_by_pages = models.PositiveIntegerField(default=0)
    spent_by_background = models.PositiveIntegerField(default=0)

    # In the order of the lanes.
    SPENT_BY: ClassVar[tuple[str, ...]] = (
        "spent_by_agents",
        "spent_by_replies",
        "spent_by_pages",
        "spent_by_background",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seller", "operation"], name="quota_once_per_operation")]

    @property
    def spent(self) -> tuple[int, ...]:
        """By lane, in their order."""
        return tuple(getattr(self, column) for column in self.SPENT_BY)

    def count_spent(self, lane: int, calls: int) -> None:
        """Add to what a lane has spent, in memory."""
        column = self.SPENT_BY[lane]
        setattr(self, column, max(0, getattr(self, column) + calls))

    def forget_spent(self) -> None:
        for column in self.SPENT_BY:
            setattr(self, column, 0)


class Slot(models.Model):
    """One of the four requests a business may have under way at Market, over all processes of the desk."""

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="slots")
    number = models.PositiveSmallIntegerField()
    leased_until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seller", "number"], name="slot_once_per_number")]


class QuotaHour(models.Model):
    """How many calls of one operation each lane made in one hour, kept for reports after the ledger has moved on."""

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="quota_hours")
    operation = models.CharField(max_length=40)
    lane = models.PositiveSmallIntegerField()
    hour = models.DateTimeField()  # when it began, UTC
    calls = models.PositiveIntegerField(default=0)
    held_back = models.PositiveIntegerField(default=0)  # calls that the desk did not make

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller", "operation", "lane", "hour"], name="quota_hour_once_per_lane")
        ]
        indexes = [models.Index(fields=["hour"], name="quota_hour_by_time")]
