"""How far each business's chats have been read from Market's lists. `Sync` says which page is read next."""

from datetime import timedelta
from typing import ClassVar

from django.db import models

from chats.models.due import Due, due_index
from chats.models.sellers import Seller


class Mirror(models.Model):
    """What the desk has learnt about one business's lists, and whether an administrator has paused reading them."""

    seller = models.OneToOneField(Seller, models.CASCADE, primary_key=True, related_name="mirror")
    paused = models.BooleanField(default=False)
    complete_since = models.DateTimeField(null=True)  # when all chats had been read for the first time
    sorted_passes = models.PositiveSmallIntegerField(default=0)  # in a row in which the newest messages came first
    unsorted_at = models.DateTimeField(null=True)  # when a pass last showed another order


class Sync(Due):
    """One pass over one of a business's lists. `due_at` is when the next page is read: at once within a pass, else when
    the next pass begins."""

    class Part(models.TextChoices):
        WAITING = "WAITING"  # chats that wait for the shop
        OPEN = "OPEN"  # all but the finished ones
        ALL = "ALL"
        HEAD = "HEAD"  # the first pages of all, until one tells nothing new
        DOUBTFUL = "DOUBTFUL"  # chats asked after by their order, twenty at once
        SUBJECTS = "SUBJECTS"  # orders and returns behind open chats

    longest_wait: ClassVar[timedelta] = timedelta(days=8)

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="syncs")
    part = models.CharField(max_length=10, choices=Part)
    page_token = models.TextField(blank=True)
    # Read of the pass under way; 0: none is under way. Of DOUBTFUL: 1 after a list that settled nothing.
    pages = models.PositiveIntegerField(default=0)
    chats = models.PositiveIntegerField(default=0)  # seen in the pass under way
    began_at = models.DateTimeField(null=True)  # the pass under way, else the last one
    finished_at = models.DateTimeField(null=True)  # the last complete pass
    finished_chats = models.PositiveIntegerField(default=0)  # seen in the last complete pass
    finished_pages = models.PositiveIntegerField(default=0)
    oldest = models.DateTimeField(null=True)  # `updatedAt` of the last chat of the page before
    is_sorted = models.BooleanField(default=True)  # whether `updatedAt` never rose in the pass under way

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seller", "part"], name="sync_once_per_part")]
        indexes = [due_index("sync_due")]
