"""What was written and how soon it was answered, counted by day for the reports. Nobody's words, and no names."""

from datetime import UTC, datetime
from typing import ClassVar

from django.db import models

from chats.models.sellers import Seller
from chats.models.sightings import Chat


class Tally(models.Model):
    """The counts of one day in UTC: of a seller, or of all together where `seller` is NULL; and of all its chats, or of
    one store's, agent's or context's.

    `total` is the whole day, `hours` each of its hours, from which days in other time zones are put together. Both are
    written and read by `services/reports/counts.py`.
    """

    class Facet(models.IntegerChoices):
        ALL = 0
        STORE = 1
        AGENT = 2
        CONTEXT = 3

    key = models.CharField(max_length=160, primary_key=True)  # of all that follows: rows are found by it to add to them
    seller = models.ForeignKey(Seller, models.CASCADE, null=True, related_name="tallies", db_index=False)
    facet = models.PositiveSmallIntegerField(choices=Facet)
    day = models.DateField()
    value = models.CharField(max_length=100, blank=True)  # of the facet: campaign ID, user's key or context
    total = models.BinaryField()
    hours = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["seller", "facet", "day"], name="tally_by_day")]

    def __str__(self) -> str:
        return self.key


class ChatDay(models.Model):
    """What one chat has added to the tallies of one day: taken off again when it is counted anew."""

    chat = models.ForeignKey(Chat, models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    campaign_id = models.BigIntegerField(null=True)
    context_type = models.CharField(max_length=100)
    facts = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chat", "day"], name="chat_day_once")]


class Uncounted(models.Model):
    """A chat in which something was stored that the tallies lack, from `since` on. `version` moves with each addition,
    so that whoever counts sees that more has come meanwhile."""

    LONG_AGO: ClassVar[datetime] = datetime(1970, 1, 1, tzinfo=UTC)

    chat = models.OneToOneField(Chat, models.CASCADE, primary_key=True, related_name="uncounted")
    since = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["-since"], name="uncounted_newest")]


class Counting(models.Model):
    """Who has locked this row changes tallies. It says how far the chats are counted that were there before there were
    tallies: all whose key is not less than `below`. One row."""

    below = models.BigIntegerField()
    total = models.BigIntegerField()  # what `below` was at the beginning
